"""The gates of a route, in their order: the first that is shut says why."""

from collections.abc import Callable

import pytest

from built import MAN, item, matter, purpose
from dimmer import lawbook
from dimmer.core.advice import Facts, Lawbook, parse_facts
from dimmer.core.advice.advise import Conclusion, conclude
from dimmer.core.advice.cell import NO_WAY
from dimmer.core.advice.explain import explain
from dimmer.core.advice.read_off import conclude_at_once
from dimmer.core.law.answer import Answer
from dimmer.core.law.rule import Gate

BOOK = lawbook.book()


@pytest.mark.parametrize("reading", [conclude, conclude_at_once])
def test_of_two_gates_that_are_shut_the_first_says_why(
    reading: Callable[[Facts, Lawbook], Conclusion],
) -> None:
    facts = parse_facts(
        matter(
            holder="housing-association",
            to="review-panel",
            people=[{**MAN, "capacity": "has", "consent": "refused", "telling_is_unsafe": False}],
            purpose=purpose("legal-proceedings"),
            items=[item("mental-health", about="man", needed=True)],
        )
    )

    (cell,) = reading(facts, BOOK).cells.values()

    open_gates = {one.gate for one in explain(facts, BOOK) if one.answer is not Answer.NO}
    assert not {Gate.CONDITION, Gate.CONFIDENTIALITY} & open_gates
    assert Gate.BASIS in open_gates
    assert cell.why == NO_WAY[Gate.CONDITION]


@pytest.mark.parametrize("reading", [conclude, conclude_at_once])
@pytest.mark.parametrize(("holder", "why"), [("university", NO_WAY[Gate.POWER]), ("charity", None)])
def test_a_public_body_that_no_law_lets_share_it_is_shut_where_another_is_not(
    reading: Callable[[Facts, Lawbook], Conclusion], holder: str, why: str | None
) -> None:
    child = {"id": "kit", "role": "child", "age": 2, "capacity": "child-not-competent"}
    mother = {"id": "mother", "role": "victim", "capacity": "has", "telling_is_unsafe": False}
    facts = parse_facts(
        matter(
            holder=holder,
            recipients=[{"kind": "person", "person": "mother"}],
            request={"form": "parent-record-request", "reasons_given": True},
            people=[{**child, "parental_responsibility": ["mother"]}, mother],
            purpose=purpose("other"),
            items=[item("health", about="kit")],
        )
    )

    (cell,) = reading(facts, BOOK).cells.values()

    assert cell.is_open is (why is None)
    assert why in (None, cell.why)
