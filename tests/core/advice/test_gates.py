"""The gates of a route, in their order: the first that is shut says why."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from built import MAN, item, matter, purpose
from dimmer import lawbook
from dimmer.core.advice import Facts, Lawbook, parse_facts
from dimmer.core.advice.advise import Conclusion, conclude
from dimmer.core.advice.cell import NO_WAY, Position
from dimmer.core.advice.explain import explain
from dimmer.core.advice.read_off import conclude_at_once
from dimmer.core.law.answer import Answer
from dimmer.core.law.expression import Language, all_of, compile_clause
from dimmer.core.law.rule import Gate, Rule

BOOK = lawbook.book()
SHUT = matter(
    holder="housing-association",
    to="review-panel",
    people=[{**MAN, "capacity": "has", "consent": "refused", "telling_is_unsafe": False}],
    purpose=purpose("legal-proceedings"),
    items=[item("mental-health", about="man", needed=True)],
)
"""No condition is there for it, and no way through confidence."""


def where(rule: Rule, clause: str) -> Rule:
    """The rule, for just the recipients or matters of which the clause holds."""
    claim, always = compile_clause(clause, Language({}, {}, {})), all_of((), "always")
    return replace(rule, possible=always, pertains=claim, applies=claim, parts=(claim,))


@pytest.mark.parametrize("reading", [conclude, conclude_at_once])
def test_of_two_gates_that_are_shut_the_first_says_why(
    reading: Callable[[Facts, Lawbook], Conclusion],
) -> None:
    facts = parse_facts(SHUT)

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


@pytest.mark.parametrize("reading", [conclude, conclude_at_once])
def test_where_no_gate_opens_the_rule_that_may_forbid_it_too_is_kept_with_the_reason(
    reading: Callable[[Facts, Lawbook], Conclusion],
) -> None:
    nobody_said = where(BOOK.of(Gate.BAR)[0], "risk.staff_implicated")
    law = replace(BOOK, rules=(*BOOK.rules, nobody_said))

    (cell,) = reading(parse_facts(SHUT), law).cells.values()

    assert cell.why == NO_WAY[Gate.CONDITION]
    assert cell.stop is nobody_said


@pytest.mark.parametrize("reading", [conclude, conclude_at_once])
@pytest.mark.parametrize("order", [("police", "la-adults"), ("la-adults", "police")])
def test_each_recipient_whom_a_law_of_its_own_was_announced_for_waits_for_it(
    reading: Callable[[Facts, Lawbook], Conclusion], order: tuple[str, str]
) -> None:
    """No other law opens confidence here; a recipient for whom none was announced is shut out."""
    first = BOOK.of(Gate.CONFIDENTIALITY)[0]
    announced = [
        replace(where(first, f"recipient.kind is {kind}"), is_announced=True) for kind in order
    ]
    others = (rule for rule in BOOK.rules if rule.gate is not Gate.CONFIDENTIALITY)
    recipients = [{"kind": kind} for kind in ("police", "la-adults", "housing-association")]

    found = reading(
        parse_facts(matter(recipients=recipients)), replace(BOOK, rules=(*others, *announced))
    )

    positions = [cell.position for cell in found.cells.values()]
    assert positions == [Position.UNCLEAR, Position.UNCLEAR, Position.SHUT]
