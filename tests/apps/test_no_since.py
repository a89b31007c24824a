"""What was decided and has not left: which no sends it back to a person, and which does not."""

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.utils import timezone

from agreed import ANSWERS, ITEMS, PEOPLE, agreed, carried_out, opened, taken_back
from at_once import at_once
from attack.scenarios_of_consents import WELL
from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.concerns.actions import NotNow
from dimmer.apps.consents import actions as recording
from dimmer.apps.consents.models import ConsentRecord
from dimmer.apps.decisions.models import Decision, Proposal
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.disclosures.queries import disclosure
from dimmer.apps.notices import actions
from dimmer.core.consents import How, Kind, Said, Scope
from dimmer.database.reader import set_reader
from stage import NOW, browser_of, raised, reading

DAY, SOON = NOW.date(), NOW + timedelta(minutes=5)
NO = Said(Kind.REFUSAL, DAY)
FOR = frozenset({"provide-service"})
YES = Said(Kind.AGREEMENT, DAY, Scope(purposes=FOR), how=WELL)
BEFORE = NOW - timedelta(hours=1)
ADAM = ({"name": "Adam Rahman", "role": "parent"},)
ASKED = {path: value for path, value in ANSWERS.items() if path != "people.person-1.consent"}


def say(by: Practitioner, made: Any, said: Said, *, who: int = 0, at: Any = SOON) -> UUID:
    with reading(by):
        found = opened(made, by)
        person = found.people[who].id
        row: ConsentRecord = recording.record(found, person=person, said=said, by=by, at=at)
        return row.pk


def shares(by: Practitioner, made: Decision, at: Any = SOON) -> Disclosure | None:
    try:
        return carried_out(by, [made], at)[0]
    except NotNow:
        return None


def test_the_no_of_an_alleged_abuser_holds_nothing_up(area: SimpleNamespace) -> None:
    (made,) = agreed(area.amina, area.ida.team)

    say(area.amina, made, NO, who=1)
    say(area.amina, made, replace(NO, kind=Kind.WITHDRAWAL), who=1)

    assert shares(area.amina, made)


def test_her_own_no_holds_it_up(area: SimpleNamespace) -> None:
    (made,) = agreed(area.amina, area.ida.team)

    say(area.amina, made, replace(NO, scope=Scope(purposes=frozenset({"research"}))))

    assert not shares(area.amina, made)


@pytest.mark.parametrize(
    ("finding", "is_forced", "goes"),
    [
        ("has", False, True), ("child-competent", None, True),
        ("lacks", False, False), ("doubt", False, False), ("has", True, False),
    ],
)  # fmt: skip
def test_a_finding_holds_it_up_only_where_it_is_one_of_doubt(
    area: SimpleNamespace, finding: str, is_forced: bool | None, goes: bool
) -> None:
    (made,) = agreed(area.amina, area.ida.team)
    how = How(is_coercion_suspected=is_forced)

    say(area.amina, made, Said(Kind.CAPACITY, DAY, how=how, finding=finding, reason="Asked"))

    assert bool(shares(area.amina, made)) is goes


def test_what_was_taken_back_by_mistake_and_undone_holds_nothing_up(area: SimpleNamespace) -> None:
    made, other = agreed(area.amina, area.ida.team, area.carys.team)
    police = frozenset({str(area.pat.team.agency_id)})
    cause = taken_back(area.amina, made, scope=Scope(recipients=police), at=SOON)
    assert not shares(area.amina, made)

    with reading(area.amina):
        actions.undo(opened(made, area.amina), cause_id=cause.pk, by=area.amina, at=SOON)

    assert shares(area.amina, made)
    assert shares(area.amina, other)


def written(by: Practitioner, to: Any, *all_said: Said, people: Any = PEOPLE) -> Decision:
    """A decision that rests on what was written down, in order, an hour before; the round asked nothing of it."""
    found = raised(by, people=people, items=({"text": "Beside her", "categories": ["identity"]},))
    for each in all_said:
        with reading(by):
            rows = ConsentRecord.objects.filter(concern=found.concern).values_list("pk", flat=True)
            replaces = frozenset(rows) if each.kind is Kind.AGREEMENT else frozenset()
        say(by, found, replace(each, replaces=replaces), at=BEFORE)
    (made,) = agreed(by, to, found=found, answers=ASKED)
    return made


def test_a_no_whose_place_a_yes_took_is_no_longer_a_no(area: SimpleNamespace) -> None:
    assert shares(area.amina, written(area.amina, area.ida.team, NO, YES))


def test_a_yes_with_a_last_day_holds_until_then_and_no_longer(area: SimpleNamespace) -> None:
    ends = replace(YES, ends_on=DAY + timedelta(days=2))
    for days, goes in ((2, True), (3, False)):
        made = written(area.amina, area.ida.team, ends)
        assert bool(shares(area.amina, made, NOW + timedelta(days=days))) is goes


@pytest.mark.parametrize(
    "said",
    [
        NO,
        replace(NO, kind=Kind.RESTRICTION),
        Said(Kind.CAPACITY, DAY, finding="doubt", reason="Asked"),
    ],
)
def test_whoever_else_agreed_and_does_no_more_sends_it_back_too(
    area: SimpleNamespace, said: Said
) -> None:
    made = written(area.amina, area.ida.team, YES, people=ADAM)
    other = written(area.amina, area.ida.team, YES, people=ADAM)

    say(area.amina, made, said)

    assert not shares(area.amina, made)
    assert shares(area.amina, other)


def test_what_somebody_else_says_of_other_recipients_or_purposes_sends_nothing_back(
    area: SimpleNamespace,
) -> None:
    for scope in (
        Scope(recipients=frozenset({str(area.pat.team.agency_id)})),
        Scope(purposes=frozenset({"research"})),
        Scope(categories=frozenset({"health"})),
    ):
        (made,) = agreed(area.amina, area.ida.team, people=ADAM)
        say(area.amina, made, replace(NO, scope=scope))
        assert shares(area.amina, made)


URGENT = {
    **ANSWERS, "risk.level": "imminent", "risk.urgency": "immediate", "purpose.kinds": ["protect-life"],
}  # fmt: skip


def limits(area: SimpleNamespace, made: Disclosure) -> list[str]:
    with reading(area.ida):
        return disclosure(made.pk, reader=area.ida).limited


def test_a_limit_travels_as_hers_and_never_as_that_of_an_alleged_abuser(
    area: SimpleNamespace,
) -> None:
    police = Scope(recipients=frozenset({str(area.pat.team.agency_id)}))
    no = Said(Kind.RESTRICTION, DAY, police, how=WELL)
    for who, found in ((0, ["Nadia Rahman"]), (1, [])):
        raising = raised(
            area.amina, people=PEOPLE,
            items=({"text": "He waits outside", "categories": ["identity"], "about": ["person-1", "person-2"]},),
        )  # fmt: skip
        say(area.amina, raising, no, who=who, at=BEFORE)
        (made,) = agreed(area.amina, area.ida.team, found=raising, answers=URGENT)
        sent = shares(area.amina, made)
        assert sent
        assert limits(area, sent) == found


def test_a_limit_that_was_settled_away_travels_no_more(area: SimpleNamespace) -> None:
    (made,) = agreed(area.amina, area.ida.team)
    police = Scope(recipients=frozenset({str(area.pat.team.agency_id)}))
    limit = say(area.amina, made, Said(Kind.RESTRICTION, DAY, police, how=WELL), at=BEFORE)
    yes = replace(
        YES,
        scope=police,
        ends_on=DAY + timedelta(days=30),
        replaces=frozenset({limit}),
        reason="Asked",
    )
    with reading(area.amina):
        found = opened(made, area.amina)
        recording.record(
            found, person=found.people[0].id, said=yes, by=area.amina, at=BEFORE, is_resolution=True
        )

    sent = shares(area.amina, made)

    assert sent
    assert limits(area, sent) == []


def test_whoever_she_said_yes_to_is_not_told_that_she_said_no_to_others(
    area: SimpleNamespace,
) -> None:
    found = raised(area.amina, people=PEOPLE, items=ITEMS)
    idvas = Scope(recipients=frozenset({str(area.ida.team.agency_id)}), purposes=FOR)
    police = Scope(recipients=frozenset({str(area.pat.team.agency_id)}))
    say(area.amina, found, replace(YES, scope=idvas), at=BEFORE)
    say(area.amina, found, replace(NO, scope=police), at=BEFORE)

    made, _ = agreed(area.amina, area.ida.team, area.pat.team, found=found, answers=ASKED)
    sent = shares(area.amina, made)

    assert sent
    with reading(area.ida):
        pack = disclosure(sent.pk, reader=area.ida).pack
    assert [person.get("said_no") for person in pack["people"]] == [None] * len(pack["people"])


def test_what_was_taken_back_is_not_settled_away_by_the_yes_before_it(
    area: SimpleNamespace,
) -> None:
    found = raised(area.amina, people=PEOPLE, items=ITEMS)
    say(area.amina, found, YES, at=BEFORE)
    taken_back(area.amina, found)
    browser, home = browser_of(area.amina), f"/consents/concerns/{found.concern.pk}"

    page = browser.get(home).content.decode()

    assert "Taken back" in page
    assert "Some of this disagrees" not in page
    assert browser.get(f"{home}/{found.people[0].id}/settle").headers["Location"] == home


def test_a_no_that_is_said_while_somebody_presses_share_leads_to_the_page_that_says_so(
    area: SimpleNamespace,
) -> None:
    (made,) = agreed(area.amina, area.ida.team)
    browser, address = browser_of(area.amina), f"/disclosures/preview/{made.proposal_id}"
    page = browser.get(address).content.decode()
    form = {"own_words": "no", "seen": page.partition('name="seen" value="')[2].partition('"')[0]}

    def no() -> None:
        set_reader(connection, area.amina)
        Proposal.objects.select_for_update().get(pk=made.proposal_id)
        say(area.amina, made, NO, at=timezone.now())

    answer = at_once(no, lambda: browser.post(address, form))

    assert answer["Location"] == address
    assert "Something has changed since it was decided" in browser.get(address).content.decode()
    assert not Disclosure.objects.exists()
