"""Which facts an explanation names: those of which another answer would have told otherwise, tried one by one."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from built import CALM, KIT, item, matter, purpose, zofia
from dimmer import lawbook
from dimmer.core.advice import Facts, parse_facts
from dimmer.core.advice.cell import answer_to
from dimmer.core.advice.explain import Explained, Finding, Stands, gate_by_gate
from dimmer.core.advice.lawbook import STOP_GATES
from dimmer.core.advice.otherwise import Turn, emptied, tries, turn_of
from dimmer.core.law.answer import Answer
from dimmer.core.law.layout import bits, layout_of, stand_at
from dimmer.core.law.rule import Effect, Gate, Rule
from dimmer.core.law.tries import Emptied, Try
from dimmer.core.law.view import View
from dimmer.lawbook.stories import stories

BOOK = lawbook.book()
GRAVE = {
    **CALM,
    "level": "high",
    "marac_threshold": True,
    "others_at_risk": True,
    "serious_crime": True,
}
OWN = (
    matter(people=[zofia(consent="refused"), KIT], risk=GRAVE, without_documents=True),
    matter(
        people=[zofia(consent="restricted", consent_covers=["police"]), KIT],
        recipients=[{"kind": "police"}, {"kind": "gp", "area": "other"}],
        items=[item("domestic-abuse", "health"), item("hiv", about="kit")],
        request={"form": "plain"},
    ),
    matter(items=[item("domestic-abuse", identifying=False)], purpose=purpose("research", "curiosity")),
    matter(items=[item("domestic-abuse")], recipients=[{"kind": "employer"}], without_documents=True),
    matter(items=[item("domestic-abuse", identifying=False), item("hiv")], purpose=purpose("curiosity")),
    matter(items=[item("domestic-abuse", identifying=False)], purpose={"kinds": ["protect-adult"], "stated": False}),
    matter(items=[item("domestic-abuse", identifying=False)], request={"form": "plain"}),
    matter(
        to="statistics-body", purpose=purpose("statistics", "curiosity"),
        items=[item("domestic-abuse", identifying=False)],
    ),
)  # fmt: skip
TELLING = {"K01", "K43", "K63"}
"""Stories in which gates are shut, rules wait and rows turn between them."""
STORIES = list(stories())
MATTERS = [
    *(parse_facts(each) for each in OWN),
    *(each.facts for each in STORIES[::60]),
    *(each.facts for each in STORIES if each.facts.id in TELLING),
]


class Field(NamedTuple):
    """The matter with something answered otherwise, standing at a place."""

    tried: Try | Emptied
    view: View


def fields(
    facts: Facts, bit: int, others: Iterator[Try] | Iterator[Emptied]
) -> tuple[View, list[Field]]:
    place = layout_of(facts).places[bit]
    found = [Field(each, View(each.applied(facts))) for each in others]
    here = View(facts)
    for view in (here, *(each.view for each in found)):
        stand_at(view, place)
    return here, found


def turns(
    facts: Facts, found: Sequence[Field], differs: Callable[[View], bool]
) -> dict[Turn, None]:
    """Each fact of which some other answer tells otherwise, once."""
    return {
        turn_of(each.tried, facts): None
        for each in found
        if isinstance(each.tried, Try) and differs(each.view)
    }


def told_by(rule: Rule, view: View) -> Answer:
    return Answer(answer_to(rule, view))


def explained(facts: Facts) -> Iterator[tuple[Explained, int]]:
    yield from zip(
        gate_by_gate(facts, BOOK, with_silent=True), bits(layout_of(facts).cells), strict=True
    )


def test_a_rule_that_speaks_names_each_fact_that_turned_it_and_a_silent_one_none() -> None:
    seen: Counter[Answer] = Counter()
    for facts in MATTERS:
        for place, bit in explained(facts):
            here, found = fields(facts, bit, tries(facts))
            for finding in (one for gate in place.gates for one in gate.findings):
                assert finding.speaks in (True, False)
                if not finding.speaks:
                    assert (finding.turned, finding.together) == ((), ())
                    continue
                rule, answer = finding.rule, told_by(finding.rule, here)
                assert finding.answer is answer
                waits = answer is Answer.UNKNOWN
                turned = turns(
                    facts,
                    found,
                    lambda view, rule=rule, answer=answer: told_by(rule, view) is not answer,
                )
                expected = [turn for turn in turned if (turn.value is None) is waits]
                assert list(finding.turned) == expected, (facts.id, rule.name)
                seen[answer] += bool(expected)

    assert seen[Answer.YES] > 10
    assert seen[Answer.UNKNOWN] > 10


def test_what_turned_a_rule_between_them_is_each_row_that_it_needs_and_no_fact_that_turned_it_alone() -> (
    None
):
    seen = 0
    for facts in MATTERS:
        for place, bit in explained(facts):
            here, found = fields(facts, bit, emptied(facts))
            for finding in (one for gate in place.gates for one in gate.findings if one.speaks):
                expected: list[Turn] = []
                for each in found if told_by(finding.rule, here) is Answer.YES else ():
                    if told_by(finding.rule, each.view) is not Answer.YES:
                        rows = [
                            turn_of(one, facts) for one in each.tried.tries  # type: ignore[union-attr]
                            if one.fact in finding.rule.applies.facts
                        ]  # fmt: skip
                        expected += [] if {*rows} & {*finding.turned} else rows
                assert list(finding.together) == expected, (facts.id, finding.rule.name)
                seen += bool(expected)

    assert seen


def test_a_gate_that_is_shut_names_each_answer_of_which_another_would_open_it_or_might() -> None:
    seen = 0
    for facts in MATTERS:
        for place, bit in explained(facts):
            _, found = fields(facts, bit, tries(facts))
            for gate in place.gates:
                if gate.stands is not Stands.SHUT:
                    assert gate.turned == ()
                    continue
                turned = turns(
                    facts, found, lambda view, gate=gate.gate: is_perhaps_open(gate, view)
                )
                assert list(gate.turned) == [turn for turn in turned if turn.value is not None]
                seen += bool(gate.turned)

    assert seen


def test_a_gate_of_stops_stands_by_what_applies_and_of_what_identifies_nobody_only_a_purpose_stops_and_speaks() -> (
    None
):
    seen: Counter[tuple[bool, Stands]] = Counter()
    for facts in MATTERS:
        for place, bit in explained(facts):
            here, _ = fields(facts, bit, iter(()))
            names = BOOK.terms["personal"].ask(here) > 0
            for gate in place.gates:
                if gate.gate not in STOP_GATES:
                    continue
                asked = [
                    one
                    for one in gate.findings
                    if names or (one.rule.gate is Gate.PURPOSE and one.rule.effect is not Effect.ANONYMISES)
                ]  # fmt: skip
                by_answer = {answer: [one for one in asked if one.answer is answer] for answer in Answer}  # fmt: skip
                speak: list[Finding] = []
                if not asked:
                    is_asked = (
                        names or gate.gate is Gate.PURPOSE
                    )  # of which nothing could apply here
                    expected = Stands.CLEAR if is_asked else Stands.NOT_NEEDED
                elif by_answer[Answer.YES]:
                    expected, speak = Stands.STOPS, by_answer[Answer.YES]
                elif names and by_answer[Answer.UNKNOWN]:
                    expected, speak = Stands.UNCLEAR, by_answer[Answer.UNKNOWN]
                else:
                    expected = Stands.CLEAR
                stands = gate.stands
                assert stands is expected
                assert [one for one in gate.findings if one.speaks] == speak
                seen[names, stands] += 1

    assert {(names, one) for names in (True, False) for one in (Stands.STOPS, Stands.CLEAR)} < {
        *seen
    }


def is_perhaps_open(gate: Gate, view: View) -> bool:
    """Whether some rule opens it, or might; what is announced opens nothing, and has it wait."""
    answers = [(told_by(rule, view), rule.is_announced) for rule in BOOK.of(gate)]
    return any(
        answer is Answer.YES or (answer is Answer.UNKNOWN and not is_announced)
        for answer, is_announced in answers
    )
