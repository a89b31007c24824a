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
from dimmer.core.advice.cell import answer_to
from dimmer.core.advice.explain import Finding, Stands, explain, gate_by_gate
from dimmer.core.law import schema
from dimmer.core.law.answer import Answer
from dimmer.core.law.rule import Gate
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


ASKING = {
    "consent",
    "explicit-consent",
    "offences-with-consent",
    "collected-on-consent",
    "ask-first",
    "ask-whether-it-counts",
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
                    asked_plainly(replace(facts, risk=replace(facts.risk, **other)), finding)
                    for other in others
                }
                assert (answers != {Answer.YES}) is (f"risk.{name}" in turned), finding.rule.name
                seen[f"risk.{name}" in turned] += 1

    assert seen[True]
    assert seen[False]


RISKS = [one.name for one in schema.TABLES["risk"] if one.kind is Kind.TRUTH]


def asked_plainly(facts: Facts, finding: Finding) -> Answer:
    view = View(facts)
    view.at_recipient([one.name for one in facts.recipients].index(finding.recipient))
    view.at_item(finding.item - 1)
    view.at_person([one.id for one in facts.people].index(finding.person))
    view.at_category(finding.category)
    return Answer(answer_to(finding.rule, view))


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
