"""The explanation: every rule that could apply, at every place, with the facts that it turned on."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from itertools import groupby
from typing import Any

import pytest
from hypothesis import given

from built import CALM, KIT, item, matter, purpose, zofia
from dimmer import lawbook
from dimmer.core.advice import Facts, Position, parse_facts
from dimmer.core.advice.cell import ROUTE_GATES, answer_to
from dimmer.core.advice.explain import Finding, Stands, explain, gate_by_gate
from dimmer.core.advice.lawbook import STOP_GATES
from dimmer.core.law import schema
from dimmer.core.law.answer import Answer
from dimmer.core.law.rule import Effect, Gate, Rule
from dimmer.core.law.schema import Kind
from dimmer.core.law.view import View
from dimmer.lawbook.stories import stories
from matters import any_facts, examples, some_cases

BOOK = lawbook.book()
TOLD = matter(
    people=[zofia(consent="refused"), KIT],
    recipients=[{"kind": "police"}, {"kind": "gp", "area": "other"}],
    purpose=purpose("protect-adult", "prevent-crime"),
    items=[item("domestic-abuse", "health", needed=True), item("child-protection", about="kit")],
    without_documents=True,
    channel="secure-email",
    request={"form": "plain", "reasons_given": True},
)


NAMELESS = parse_facts(
    matter(
        people=[zofia()], recipients=[{"kind": "researcher"}], purpose=purpose("research"),
        items=[item("domestic-abuse", identifying=False)],
    )
)  # fmt: skip
ASKING = {
    "consent",
    "explicit-consent",
    "offences-with-consent",
    "collected-on-consent",
    "ask-first",
    "ask-whether-it-counts",
    "document-first",
    "refusal",
    "refusal-for-a-child",
    "stranger",
}
"""Whether asking would mislead turns on whether a condition, its document in place, carries it anyway."""


@pytest.fixture
def found() -> list[Finding]:
    return list(explain(parse_facts(TOLD), BOOK))


def place(finding: Finding) -> tuple[int, str, str, str]:
    return finding.item, finding.recipient, finding.person, finding.category


def told(finding: Finding, fact: str) -> Any:
    """A fact as the facts file has it; nothing where it says nothing."""
    table, _, name = fact.partition(".")
    rows: Mapping[str, Any] = {
        "people": next(row for row in TOLD["people"] if row["id"] == finding.person),
        "recipients": TOLD["recipients"][["police", "gp:other"].index(finding.recipient)],
        "items": TOLD["items"][finding.item - 1],
    }
    held = rows[table] if table in rows else TOLD.get(table)
    if fact == "recipients.area":
        return held.get(name, "same")
    return held.get(name) if name and held is not None else held


def plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, list | tuple | frozenset) else value


def test_every_place_where_an_item_is_about_a_person_is_explained_for_every_recipient(
    found: list[Finding],
) -> None:
    assert [one for one, _ in groupby(found, place)] == [
        (1, "police", "zofia", "domestic-abuse"),
        (1, "police", "zofia", "health"),
        (2, "police", "kit", "child-protection"),
        (1, "gp:other", "zofia", "domestic-abuse"),
        (1, "gp:other", "zofia", "health"),
        (2, "gp:other", "kit", "child-protection"),
    ]


def test_the_same_rules_are_asked_everywhere_in_the_order_of_the_gates(
    found: list[Finding],
) -> None:
    asked = {one: [finding.rule for finding in findings] for one, findings in groupby(found, place)}

    first, *others = asked.values()
    assert all(other == first for other in others)
    assert {rule.name for rule in first} >= {"regime-uk-gdpr", "refusal"}
    order = [list(Gate).index(rule.gate) for rule in first]
    assert order == sorted(order)
    assert all(finding.gate is finding.rule.gate for finding in found)


def test_a_rule_of_another_nation_is_not_asked(found: list[Finding]) -> None:
    asked = {finding.rule for finding in found}

    assert all("england" in rule.nations for rule in asked)
    assert not all("england" in rule.nations for rule in BOOK.rules)


def test_the_facts_are_what_was_given(found: list[Finding]) -> None:
    for finding in found:
        assert [fact for fact, _ in finding.facts] == sorted(fact for fact, _ in finding.facts)
        for fact, value in finding.facts:
            assert plain(value) == plain(told(finding, fact)), fact


def test_a_rule_that_needs_a_policy_document_says_which_there_are(found: list[Finding]) -> None:
    needing = [one for one in found if one.rule.policy_document is not None]

    assert needing
    for finding in needing:
        assert dict(finding.facts)["holder.policy_documents"] == frozenset()
    others = {
        one.rule.name
        for one in found
        if one.rule.policy_document is None and "holder.policy_documents" in dict(one.facts)
    }
    assert others == ASKING


def test_a_rule_answers_for_its_own_place(found: list[Finding]) -> None:
    refusal = {place(one): one.answer for one in found if one.rule.name == "refusal"}
    consent = {place(one): one.answer for one in found if one.rule.id == "A6a"}

    assert {answer for (_, _, who, _), answer in refusal.items() if who == "kit"} == {Answer.NO}
    assert set(consent.values()) == {Answer.NO}
    answers = {one.answer for one in found}
    assert {Answer.YES, Answer.NO} <= answers


@examples(40)
@given(any_facts)
def test_every_gate_stands_and_what_is_shared_went_through_all(facts: Facts) -> None:
    for place in gate_by_gate(facts, BOOK):
        stands = {gate.gate: gate.stands for gate in place.gates}
        assert list(stands) == list(Gate)
        if place.cell.is_open:
            assert not set(stands.values()) & {Stands.SHUT, Stands.UNCLEAR, Stands.STOPS}
        elif place.cell.stop is not None and place.cell.position is Position.BARRED:
            assert stands[Gate.BAR] is Stands.STOPS
        for gate in place.gates:
            speaking = [one for one in gate.findings if one.speaks]
            assert bool(speaking) == (gate.stands in (Stands.OPEN, Stands.UNCLEAR, Stands.STOPS)), (
                gate.gate
            )


def test_every_gate_stands_as_its_rules_answer_when_they_are_asked_one_by_one() -> None:
    """Asked the plain way, of one place after the other."""
    seen: Counter[tuple[bool, Stands]] = Counter()
    for facts in (parse_facts(TOLD), NAMELESS, *(one.facts for one in list(stories())[::25])):
        live = {rule for rule in BOOK.rules if rule.possible.ask(View(facts))}
        for place in gate_by_gate(facts, BOOK):
            at = (place.item, place.recipient, place.person, place.category)
            opened = dict(zip(ROUTE_GATES, place.cell.routes, strict=True))
            for gate in place.gates:
                spoke = {one.rule for one in gate.findings}
                assert {
                    (one.item, one.recipient, one.person, one.category) for one in gate.findings
                } <= {at}
                asked = {
                    rule: asked_plainly(facts, at, rule) for rule in BOOK.of(gate.gate)
                    if rule in live and (place.cell.personal or stops_the_nameless(rule))
                }  # fmt: skip
                if gate.gate in STOP_GATES:
                    of_it = place.cell.personal or any(map(stops_the_nameless, BOOK.of(gate.gate)))
                    stands, spoken = stopping(asked, is_personal=place.cell.personal)
                    stands = stands if of_it else Stands.NOT_NEEDED
                    assert (gate.stands, spoke) == (stands, spoken), (at, gate.gate)
                elif gate.gate in ROUTE_GATES:
                    is_needed = place.cell.personal and needs_a_way(facts, at, gate.gate)
                    assert (gate.stands is not Stands.NOT_NEEDED) is is_needed, (at, gate.gate)
                    if is_needed and place.cell.is_open:
                        assert gate.stands is Stands.OPEN
                        assert spoke == set(opened[gate.gate])
                    if gate.stands is not Stands.OPEN:
                        assert Answer.YES not in asked.values() or not is_needed
                    if gate.stands in (Stands.SHUT, Stands.UNCLEAR):
                        doubtful = {
                            rule for rule, answer in asked.items() if answer is Answer.UNKNOWN
                        }
                        assert bool(doubtful) is (gate.stands is Stands.UNCLEAR), (at, gate.gate)
                        assert spoke == doubtful
                seen[place.cell.personal, gate.stands] += 1

    assert {stands for is_personal, stands in seen if is_personal} == set(Stands)
    assert {stands for is_personal, stands in seen if not is_personal} >= {
        Stands.CLEAR,
        Stands.NOT_NEEDED,
    }


def stops_the_nameless(rule: Rule) -> bool:
    return rule.gate is Gate.PURPOSE and rule.effect is not Effect.ANONYMISES


def stopping(asked: Mapping[Rule, Answer], *, is_personal: bool) -> tuple[Stands, set[Rule]]:
    """How a gate of rules that stop stands by what each answers, and which of them speak."""
    if Answer.YES in asked.values():
        return Stands.STOPS, {rule for rule, answer in asked.items() if answer is Answer.YES}
    if Answer.UNKNOWN in asked.values() and is_personal:
        return Stands.UNCLEAR, {rule for rule, answer in asked.items() if answer is Answer.UNKNOWN}
    return Stands.CLEAR, set()


def test_a_fact_turned_a_rule_exactly_where_another_answer_has_it_answer_otherwise() -> None:
    """Asked the plain way, of one place after the other."""
    seen: Counter[bool] = Counter()
    for facts in some_cases()[::4]:
        for finding in explain(facts, BOOK):
            turned = dict(finding.turned)
            for name in RISKS if finding.speaks and finding.answer is Answer.YES else ():
                held = getattr(facts.risk, name)
                if held is None:
                    continue
                others: list[dict[str, Any]] = [{name: None}, {name: not held}]
                answers = {
                    asked_plainly(
                        replace(facts, risk=replace(facts.risk, **other)),
                        place(finding),
                        finding.rule,
                    )
                    for other in others
                }
                assert (answers != {Answer.YES}) is (f"risk.{name}" in turned), finding.rule.name
                seen[f"risk.{name}" in turned] += 1

    assert seen[True]
    assert seen[False]


RISKS = [one.name for one in schema.TABLES["risk"] if one.kind is Kind.TRUTH]


def needs_a_way(facts: Facts, at: tuple[int, str, str, str], gate: Gate) -> bool:
    term = BOOK.terms.get(f"needs.{gate.value}")
    return term is None or Answer(term.ask(view_at(facts, at))) is not Answer.NO


def asked_plainly(facts: Facts, at: tuple[int, str, str, str], rule: Rule) -> Answer:
    return Answer(answer_to(rule, view_at(facts, at)))


def view_at(facts: Facts, at: tuple[int, str, str, str]) -> View:
    number, recipient, who, category = at
    view = View(facts)
    view.at_recipient([one.name for one in facts.recipients].index(recipient))
    view.at_item(number - 1)
    view.at_person([one.id for one in facts.people].index(who))
    view.at_category(category)
    return view


def test_a_gate_that_is_shut_names_the_answers_that_keep_it_so() -> None:
    story = next(one for one in stories() if one.id == "K01")

    place = next(iter(gate_by_gate(story.facts, BOOK)))

    condition = place.gates[list(Gate).index(Gate.CONDITION)]
    assert condition.stands is Stands.SHUT
    assert not condition.findings
    documents = story.facts.holder.policy_documents
    assert ("holder.policy_documents", documents) in condition.turned


def test_answers_that_turned_a_rule_between_them_are_named_as_such() -> None:
    """Danger at the threshold or to others: either is enough for the public interest."""
    grave = {**CALM, "level": "high", "marac_threshold": True, "others_at_risk": True}
    told = parse_facts(matter(people=[zofia(consent="refused")], risk=grave))

    found = next(one for one in explain(told, BOOK) if one.rule.id == "C-pi" and one.speaks)

    assert not [turn for turn in found.turned if turn.fact.startswith("risk.")]
    assert {turn.fact for turn in found.together} >= {"risk.marac_threshold", "risk.others_at_risk"}
