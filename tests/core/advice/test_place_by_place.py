"""What a place comes to by itself and beside others, asked one after the other and all at once."""

from collections.abc import Callable
from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest

from built import NOW, item, matter, purpose, zofia
from dimmer import lawbook
from dimmer.core.advice import Action, Facts, Lawbook, Outcome, Position, parse_facts
from dimmer.core.advice.advise import Conclusion, conclude
from dimmer.core.advice.cell import NO_WAY
from dimmer.core.advice.lawbook import NEED_UNSAID
from dimmer.core.advice.read_off import conclude_at_once
from dimmer.core.law.rule import Effect, Gate
from dimmer.core.proportionality import Light

BOOK = lawbook.book()
Reading = Callable[[Facts, Lawbook], Conclusion]
pytestmark = pytest.mark.parametrize("reading", [conclude, conclude_at_once])
# of the health of each: one said no, of one a fact is wanting, and one can be asked
WEIGHTIEST_FIRST = {
    "said-no": zofia(id="said-no", consent="refused", telling_is_unsafe=False),
    "wanting": {"id": "wanting", "role": "alleged-perpetrator", "telling_is_unsafe": True},
    "unasked": zofia(id="unasked", consent="not-sought", telling_is_unsafe=False),
}
EFFECTS = dict(zip(WEIGHTIEST_FIRST, (Effect.WITHHOLDS, Effect.HOLDS, Effect.ASKS), strict=True))
PARTLY_SAID = {"level": "medium", "urgency": "routine", "marac_threshold": False}


@pytest.mark.parametrize("many", [1, 2, 3])
def test_of_an_item_that_is_withheld_the_weightiest_reason_speaks_wherever_it_comes(
    reading: Reading, many: int
) -> None:
    for about in permutations(WEIGHTIEST_FIRST, many):
        facts = parse_facts(
            matter(
                to="la-adults",
                without_documents=True,
                risk=PARTLY_SAID,
                people=list(WEIGHTIEST_FIRST.values()),
                items=[{"about": list(about), "categories": ["health"]}],
            )
        )

        (row,) = reading(facts, BOOK).items

        speaks = next(who for who in WEIGHTIEST_FIRST if who in about)
        assert row.effect is EFFECTS[speaks], about
        asks = Action.ASK_AGREEMENT if speaks == "unasked" else Action.WITHHOLD
        assert row.action is asks, about


def test_what_is_kept_back_until_somebody_says_that_it_is_needed_waits_for_that_and_gives_nothing(
    reading: Reading,
) -> None:
    unsaid, unneeded = (
        reading(parse_facts(matter(items=[item("hiv", **said)])), BOOK)
        for said in ({}, {"needed": False})
    )

    assert [row.unsaid for row in (*unsaid.items, *unneeded.items)] == [True, False]
    assert unsaid.outcome is Outcome.SEEK_ADVICE_FIRST
    assert unneeded.outcome is Outcome.DO_NOT_SHARE
    assert [(cell.given, cell.spreads) for cell in unsaid.cells.values()] == [(Light.DARK, False)]


def test_where_the_risk_alone_is_told_the_item_is_shared_in_part(reading: Reading) -> None:
    facts = parse_facts(
        matter(
            holder="police",
            to="housing-association",
            people=[zofia(care_needs=True, role="adult-at-risk")],
            purpose=purpose("protect-adult"),
            items=[item("social-care")],
        )
    )

    found = reading(facts, BOOK)

    assert [cell.risk_alone for cell in found.cells.values()] == [True]
    assert [row.action for row in found.items] == [Action.REDACT]
    assert [row.withheld for row in found.items] == [(("zofia", "social-care"),)]
    assert found.outcome is Outcome.SHARE_LIMITED


def test_a_condition_that_needs_a_paper_is_open_to_whoever_has_it(reading: Reading) -> None:
    told = matter(to="housing-association", items=[item("criminal-allegation")])

    def conditions(**holder: Any) -> set[str]:
        facts = parse_facts({**told, "holder": {**told["holder"], **holder}})
        cells = reading(facts, BOOK).cells.values()
        return {rule.id for cell in cells for rule in cell.routes[1]}

    assert "S1-P10" in conditions()
    assert "S1-P10" in conditions(policy_documents=["S1-P10"])
    assert "S1-P10" not in conditions(policy_documents=["S1-P18"])


@pytest.mark.parametrize("gate", [Gate.BASIS, Gate.CONFIDENTIALITY])
def test_what_only_an_announced_law_would_open_waits(reading: Reading, gate: Gate) -> None:
    rules = tuple(replace(rule, is_announced=rule.gate is gate) for rule in BOOK.rules)

    found = reading(parse_facts(matter()), replace(BOOK, rules=rules))

    assert [cell.position for cell in found.cells.values()] == [Position.UNCLEAR]
    assert found.outcome is Outcome.SEEK_ADVICE_FIRST


def test_under_law_from_before_that_question_what_is_kept_back_waits_for_nobody(
    reading: Reading,
) -> None:
    terms = {name: claim for name, claim in BOOK.terms.items() if name != NEED_UNSAID}

    found = reading(parse_facts(matter(items=[item("hiv")])), replace(BOOK, terms=terms))

    assert [row.unsaid for row in found.items] == [False]
    assert found.outcome is Outcome.DO_NOT_SHARE


def test_of_what_only_full_light_shows_nothing_is_told_where_a_headline_would_be(
    reading: Reading,
) -> None:
    """The police are given a headline of it in danger of life: of this, the headline would be the thing itself."""
    found = reading(parse_facts(matter(risk=NOW, items=[item("reproductive-health")])), BOOK)

    (cell,) = found.cells.values()
    assert BOOK.ceilings.needs["reproductive-health"] is Light.FULL
    assert (cell.position, cell.risk_alone, cell.given) == (Position.SHUT, False, Light.DARK)
    assert [row.action for row in found.items] == [Action.WITHHOLD]


def test_what_only_her_leave_would_show_takes_nothing_along_where_no_law_carries_it(
    reading: Reading,
) -> None:
    """Of each thing by itself: a nursery is given neither, and the police have no document for them."""
    kinds = ("mental-health", "reproductive-health")
    to_both = zofia(consent="given", consent_covers=kinds, telling_is_unsafe=False)
    facts = parse_facts(
        matter(
            holder="police",
            to="nursery",
            people=[to_both],
            purpose=purpose("prevent-crime"),
            without_documents=True,
            items=[item(kind) for kind in kinds],
        )
    )

    found = reading(facts, BOOK)

    assert [(cell.why, cell.spreads) for cell in found.cells.values()] == [
        (NO_WAY[Gate.CONDITION], False) for _ in kinds
    ]
