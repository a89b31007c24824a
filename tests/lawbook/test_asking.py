"""Where nothing but somebody's own yes would open it, the advice is to ask, and never just not to share."""

from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings

from dimmer import lawbook
from dimmer.core.advice import Facts, Outcome, advise_without_missing, parse_facts
from dimmer.core.advice.cell import BACK_BY_DEFAULT, RISK_ALONE, TOO_BRIGHT, UNSAID, Cell
from dimmer.core.advice.read_off import conclude_at_once
from dimmer.core.law import codes
from dimmer.core.law.facts import Person
from dimmer.core.law.rule import Effect, Rule
from matters import any_facts

BOOK = lawbook.book()
NOT_ASKED = (None, "unknown", "not-sought")
WHATEVER_THEY_WOULD_SAY = {
    "third-party": "only comes up in it: not needed, whoever agrees",
    "source": "who told of a concern is not needed",
    "review-names": "a review seldom needs it",
    "named-to-an-employer": "an employer acts on what is alleged without knowing whom it was done to",
    "insurers-about-the-dead": "they can no longer be asked",
    "nameless": "research, plans and training do without names",
    "about-others": "another person's part of what somebody asks about themselves",
    "parents-record-others": "another person's part of a child's record",
    "accused-service": "what is alleged of them is not needed for a service",
    "whereabouts": "where somebody in hiding is goes to those who must act there",
    "scheme": "that they asked could reach the person whom they asked about",
    "privilege": "a client waives it on a lawyer's advice",
    "who-adopted": "the adoption agency asks the adopters, and nobody else does",
    "adoption-records": "it goes through the adoption agency or a court",
    "conflict": "another recipient is to be found",
    "for-the-police-to-tell": "the police tell it under a disclosure scheme, whatever he says",
}
REVIEWERS = ("review-panel", "safeguarding-adults-board", "safeguarding-children-partnership")
EMERGENCY = ("police", "ambulance", "nhs-acute", "gp", "la-adults", "la-children")


@pytest.mark.parametrize(
    "rule",
    [one for one in BOOK.rules if one.effect in (Effect.WITHHOLDS, Effect.ANONYMISES)],
    ids=lambda rule: rule.name,
)
def test_whatever_a_yes_lifts_is_asked_for_or_a_reason_is_written_down(rule: Rule) -> None:
    lifted_by_a_yes = any(
        part.says.startswith("not ") and "consent-stands" in part.says for part in rule.parts
    )
    has_reason = "ask-agreement" in rule.duties or rule.name in WHATEVER_THEY_WOULD_SAY

    assert has_reason or not lifted_by_a_yes


def may_be_asked(person: Person) -> bool:
    grown = person.capacity in (None, "has") and person.role != "child" and not (
        person.age is not None and person.age < 16
    )  # fmt: skip
    return (
        (grown or person.capacity == "child-competent")
        and person.role not in ("alleged-perpetrator", "practitioner", "informant")
        and not (person.telling_is_unsafe or person.deceased or person.unborn)
        and not person.coercion_suspected
        and not (person.age is not None and person.age < 5)
    )


def is_statutory_review(facts: Facts, recipient: int) -> bool:
    return "case-review" in facts.purpose.kinds and facts.recipients[recipient].kind in REVIEWERS


def is_rightly_shut(cell: Cell) -> bool:
    """Whether it is shut for a reason that no yes is asked to lift."""
    if cell.stop is not None:
        return cell.stop.name in WHATEVER_THEY_WOULD_SAY
    return cell.why in (TOO_BRIGHT, BACK_BY_DEFAULT, UNSAID, RISK_ALONE)


@settings(
    max_examples=120,
    deadline=None,
    # Most matters are not refused: what is asked is rare, and worth looking for.
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)
@given(any_facts)
def test_whatever_only_their_own_yes_would_open_is_asked_for(facts: Facts) -> None:
    silent = [person for person in facts.people if person.consent in NOT_ASKED]
    assume(silent)
    found = conclude_at_once(facts, BOOK)
    assume(found.outcome is Outcome.DO_NOT_SHARE)
    agreed = tuple(
        replace(person, consent="given", consent_covers=None) if person in silent else person
        for person in facts.people
    )

    opened = conclude_at_once(replace(facts, people=agreed), BOOK)

    for place, cell in opened.cells.items():
        before = found.cells[place]
        if place[3] == "source-identity":
            continue  # not needed, whoever agrees: a stop that comes before says so in other words
        if is_statutory_review(facts, place[0]):
            continue  # a review that the law provides for does not turn on what they would say
        if cell.is_open and not before.is_open and may_be_asked(facts.people[place[2]]):
            asks = before.effect in (Effect.ASKS, Effect.HOLDS)
            asks = asks or (before.stop is not None and "ask-agreement" in before.stop.duties)
            assert asks or is_rightly_shut(before), (
                place,
                before.stop.name if before.stop else before.why,
            )


def emergency(holder: str, to: str, nation: str, **person: Any) -> Facts:
    return parse_facts(
        {
            "id": "m", "title": "m", "nation": nation, "date": date(2026, 3, 2),
            "holder": {"kind": holder}, "recipients": [{"kind": to}],
            "purpose": {"kinds": ["protect-life"]},
            "risk": {"level": "imminent", "urgency": "immediate", "life_in_danger": True},
            "people": [{"id": "v", "role": "victim", "age": 34, **person}],
            "items": [
                {"about": ["v"], "categories": [one], "needed": True}
                for one in ("health", "mental-health", "threat", "location", "hiv")
            ],
        }
    )  # fmt: skip


@pytest.mark.parametrize(
    ("to", "nation"), list(product(EMERGENCY, ("england", "northern-ireland")))
)
def test_where_life_is_in_danger_nothing_is_kept_back_for_want_of_an_answer(
    to: str, nation: str
) -> None:
    for holder, capacity in product(codes.AGENCY_KINDS, ("has", "lacks", "unknown", None)):
        person = {"consent": "not-sought"} | ({"capacity": capacity} if capacity else {})
        facts = emergency(holder, to, nation, **person)

        advice = advise_without_missing(facts, BOOK)

        assert advice.outcome in (Outcome.SHARE, Outcome.SHARE_LIMITED), (holder, capacity)
        kept = [
            row for row in conclude_at_once(facts, BOOK).items if row.effect is Effect.WITHHOLDS
        ]
        assert not kept, (holder, capacity, kept[0].why)
