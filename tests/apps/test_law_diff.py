"""`dimmer law diff DATE DATE`: the rows that begin and end, and the stored decisions that they touch."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from dimmer.apps.decisions.models import Round
from dimmer.apps.ledger.models import Entry
from dimmer.apps.vault import queries as vault
from dimmer.cli.offline.law import law
from shares import WORDS, decided
from stage import reading

DAYS = ("2026-01-01", "2026-03-01")
"""Between them the recognised legitimate interests begin (UK GDPR Article 6(1)(ea))."""


def run(*arguments: object) -> Result:
    result = CliRunner().invoke(law, ["diff", *map(str, arguments)])
    assert result.exit_code == 0, result.output
    return result


def told(*arguments: object) -> Any:
    return json.loads(run(*arguments, "--json").stdout)


def test_a_decision_is_named_for_which_a_row_begins(area: Any) -> None:
    (made,) = decided(area.ida, area.pat.team)

    found = told(*DAYS)
    printed = run(*DAYS).output

    (row,) = found["decisions"]["touched"]
    assert found["decisions"]["rounds"] == 1
    assert {"A6ea-6"} <= {each["id"] for each in found["begins"]}
    assert row["reference"] == made.proposal.concern.reference
    assert {"A6ea-1", "A6ea-6"} & {says[-1] for says in row["begins"]}
    assert row["ends"] == []
    assert "Stored decisions that this touches: 1 of 1" in printed
    assert f"{row['reference']}  police  2026-11-24 under " in printed
    assert "      + A6ea-" in printed
    assert "      advised on A6ea-" in printed


def test_a_decision_that_was_advised_on_such_a_row_is_named_though_it_would_be_advised_alike(
    area: Any,
) -> None:
    (made,) = decided(area.ida, area.pat.team)
    row = made.proposal.round
    with reading(area.ida):
        key = vault.key_of(made.proposal.concern.record, team=area.ida.team_id)
    whole = json.loads(key.unseal(row.sealed, f"round:{row.pk}"))
    whole["facts"]["holder"]["kind"] = "la-children"  # for whom they open nothing
    whole["advice"]["routes"][0]["basis"] = ["A6ea-6"]
    Round.objects.filter(pk=row.pk).update(sealed=key.seal(whole, f"round:{row.pk}"))

    (other,) = told(*DAYS)["decisions"]["touched"]

    assert (other["parts"], other["rests_on"]) == ([], ["A6ea-6"])
    assert "advised alike" in run(*DAYS).output


def test_a_decision_that_no_row_touches_is_counted_and_not_named(area: Any) -> None:
    (made,) = decided(area.amina, area.carys.team)

    found = told(*DAYS)["decisions"]

    assert (found["rounds"], found["touched"]) == (1, [])
    printed = run(*DAYS).output
    assert "Stored decisions that this touches: 0 of 1" in printed
    assert made.proposal.concern.reference not in printed


def test_of_another_nation_no_decision_is_asked(area: Any) -> None:
    decided(area.ida, area.pat.team)

    assert told(*DAYS, "--nation", "wales")["decisions"]["rounds"] == 0
    assert told(*DAYS, "--nation", "england")["decisions"]["rounds"] == 1


def test_nothing_typed_and_no_name_is_told_and_that_it_was_asked_is_entered(area: Any) -> None:
    decided(area.ida, area.pat.team)
    before = Entry.objects.count()

    whole = run(*DAYS).output

    assert Entry.objects.count() == before + 1
    assert Entry.objects.filter(kind="decisions.replayed").count() == 1
    typed = ["Zofia", "Nowak", "hungry", "No food", *WORDS.values(), "Ida"]
    assert [words for words in typed if words in whole] == []


def test_where_nothing_is_stored_it_says_so_beside_the_rows(area: Any) -> None:
    assert area
    printed = run(*DAYS).output

    assert "A6ea-6" in printed
    assert "No decision that rests on advice is stored." in printed


def test_where_nothing_changes_nothing_is_asked(area: Any) -> None:
    decided(area.ida, area.pat.team)

    assert told("2026-03-01", "2026-03-01")["decisions"]["rounds"] is None
    assert not Entry.objects.filter(kind="decisions.replayed").exists()


def test_without_a_database_the_rows_are_told_and_none_is_made(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DIMMER_HOME", str(tmp_path / "none"))
    for variable in [name for name in os.environ if name.startswith("DIMMER_DATABASE")]:
        monkeypatch.delenv(variable)

    printed = run(*DAYS).output

    assert "A6ea-6" in printed
    assert "cannot be said. There is no database here." in printed
    assert told(*DAYS)["decisions"] == {"rounds": None, "why": "There is no database here."}
    assert not (tmp_path / "none").exists()


def test_a_database_that_lets_nobody_in_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIMMER_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")

    printed = run(*DAYS).output

    assert "A6ea-6" in printed
    assert "does not let us in" in printed
