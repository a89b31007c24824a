"""The explanation: every rule that could apply, at every place, with the facts that it turned on."""

from collections.abc import Mapping
from itertools import groupby
from typing import Any

import pytest

from built import KIT, item, matter, purpose, zofia
from dimmer import lawbook
from dimmer.core.advice import parse_facts
from dimmer.core.advice.explain import Finding, explain
from dimmer.core.law.answer import Answer
from dimmer.core.law.rule import Gate

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
    "stranger",
}
"""Whether asking would mislead turns on whether a condition, its document in place, carries it anyway."""


@pytest.fixture
def found() -> list[Finding]:
    return list(explain(parse_facts(TOLD), BOOK))


def place(finding: Finding) -> tuple[int, str, str, str]:
    return finding.item, finding.recipient, finding.person, finding.category


def given(finding: Finding, fact: str) -> Any:
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
            assert plain(value) == plain(given(finding, fact)), fact


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
