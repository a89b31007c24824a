"""Stored decisions under the law of another day: what is found, for whom, and what it leaves."""

import json
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from click.testing import CliRunner, Result

from attack.deeds import emergency
from dimmer import lawbook
from dimmer.apps.agencies.models import Team
from dimmer.apps.decisions.models import Round
from dimmer.apps.ledger.models import Entry
from dimmer.apps.reviews import queries
from dimmer.apps.vault import queries as vault
from dimmer.cli.service.replay import replay
from shares import WORDS, decided
from stage import reading

ARRIVES = date(2026, 2, 5)
"""The recognised legitimate interests (UK GDPR Article 6(1)(ea)) begin."""
BEFORE = ARRIVES - timedelta(days=1)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(replay, [str(argument) for argument in arguments])


def told(*arguments: object) -> Any:
    result = run(*arguments, "--json")
    assert result.exit_code in (0, 1), result.output
    found = json.loads(result.stdout)
    assert result.exit_code == bool(found["others"])
    assert found["stand"] == found["rounds"] - len(found["others"])
    return found


def test_under_the_same_edition_and_day_every_decision_stands(area: Any) -> None:
    decided(area.ida, area.pat.team)
    decided(area.amina, area.carys.team, area.pat.team)

    found = told("--as-then")

    assert (found["rounds"], found["others"]) == (2, [])
    assert "2 stand, 0 would be advised otherwise" in run("--as-then").output


def test_before_the_recognised_legitimate_interests_a_charitys_decision_rested_on_others(
    area: Any,
) -> None:
    (made,) = decided(area.ida, area.pat.team)
    decided(area.amina, area.carys.team)

    found = told("--on", BEFORE)

    (row,) = [each for each in found["others"] if each["recipients"] == ["police"]]
    assert row["reference"] == made.proposal.concern.reference
    assert (row["on"], row["edition"]) == ("2026-11-24", str(lawbook.book().edition))
    assert "routes" in row["parts"]
    printed = run("--on", BEFORE).output
    assert f"{row['reference']}  police  2026-11-24 under " in printed


def test_two_days_are_compared_and_what_begins_is_named(area: Any) -> None:
    decided(area.ida, area.pat.team)

    found = told("--from", "2026-01-01", "--on", "2026-03-01")

    (row,) = found["others"]
    assert ["basis", "A6ea-6"] in row["begins"] or ["basis", "A6ea-1"] in row["begins"]
    assert told("--from", "2026-03-01", "--on", "2026-03-02")["others"] == []


def test_nothing_typed_and_no_name_is_told(area: Any) -> None:
    decided(area.ida, area.pat.team)

    whole = run("--on", BEFORE).output + run("--on", BEFORE, "--json").output

    typed = ["Zofia", "Nowak", "hungry", "No food", *WORDS.values(), "Ida"]
    assert [words for words in typed if words in whole] == []


def test_a_run_leaves_one_entry_for_the_leads_and_nothing_else(area: Any) -> None:
    decided(area.ida, area.pat.team)
    sealed = [bytes(row.sealed) for row in Round.objects.order_by("pk")]
    before = Entry.objects.count()

    run("--on", BEFORE)

    entry = Entry.objects.select_related("sealedfacts").get(kind="decisions.replayed")
    assert Entry.objects.count() == before + 1
    assert [bytes(row.sealed) for row in Round.objects.order_by("pk")] == sealed
    with reading(area.leila):
        key = vault.key_of(entry.sealedfacts.record, team=area.leila.team_id)
    whole = json.loads(key.unseal(entry.sealedfacts.sealed, f"ledger:{entry.pk}"))
    assert json.loads(whole["facts"]) == {
        "count": 1, "others": 1, "day": "2026-02-04", "edition": str(lawbook.book().edition),
    }  # fmt: skip


def test_where_no_agency_has_a_lead_it_is_entered_all_the_same(area: Any) -> None:
    decided(area.ida, area.pat.team)
    Team.objects.filter(leads=True).update(leads=False)

    assert told("--as-then")["stand"] == 1
    assert Entry.objects.filter(kind="decisions.replayed").count() == 1


def test_facts_that_this_edition_does_not_know_are_said_and_stop_nothing(area: Any) -> None:
    (old,) = decided(area.ida, area.pat.team)
    decided(area.ida, area.pat.team)
    row = old.proposal.round
    with reading(area.ida):
        key = vault.key_of(old.proposal.concern.record, team=area.ida.team_id)
    whole = json.loads(key.unseal(row.sealed, f"round:{row.pk}"))
    whole["facts"]["risk"]["level"] = "amber"
    Round.objects.filter(pk=row.pk).update(sealed=key.seal(whole, f"round:{row.pk}"))

    found = told("--as-then")

    (other,) = found["others"]
    assert (found["rounds"], other["round"]) == (2, str(row.pk))
    assert (other["parts"], other["after"]) == ([queries.UNREADABLE], None)


def test_an_emergency_had_no_advice_and_is_counted(area: Any) -> None:
    with reading(area.amina):
        emergency(area.amina, [area.carys.team], token=uuid4())

    found = told()

    assert (found["rounds"], found["emergencies"]) == (0, 1)
    assert "1 were emergencies" in run().output


def test_days_that_do_not_go_together_are_refused(area: Any) -> None:
    assert area
    assert run("--as-then", "--on", BEFORE).exit_code == 2
    assert run("--from", ARRIVES, "--on", BEFORE).exit_code == 2
    assert run("--on", "February").exit_code == 2
