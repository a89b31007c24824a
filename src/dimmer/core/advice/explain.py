"""Explain advice: every rule of every gate, what it answered, and the facts that it turned on."""

from collections.abc import Iterator
from dataclasses import dataclass

from dimmer.core.advice.advise import conclude
from dimmer.core.advice.cell import answer_to
from dimmer.core.advice.lawbook import Lawbook
from dimmer.core.law.answer import Answer
from dimmer.core.law.facts import Facts
from dimmer.core.law.rule import Gate, Rule
from dimmer.core.law.view import View


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule answered for one item, person, category and recipient.

    Args:
        facts: the facts that the rule looks at, and what they are; unanswered ones are None.
    """

    item: int
    recipient: str
    person: str
    category: str
    gate: Gate
    rule: Rule
    answer: Answer
    facts: tuple[tuple[str, object], ...]


def explain(facts: Facts, lawbook: Lawbook) -> Iterator[Finding]:
    """Every rule that could apply on the day and in the nation, in the order of the gates."""
    conclusion = conclude(facts, lawbook)
    view = View(facts)
    live = [rule for gate in Gate for rule in lawbook.of(gate) if rule.possible.ask(view)]
    for r, i, p, category in conclusion.cells:
        view.at_recipient(r)
        view.at_item(i)
        view.at_person(p)
        view.at_category(category)
        for rule in live:
            yield Finding(
                item=i + 1,
                recipient=view.recipient.name,
                person=view.person.id,
                category=category,
                gate=rule.gate,
                rule=rule,
                answer=Answer(answer_to(rule, view)),
                facts=tuple((fact, _value(facts, p, r, i, fact)) for fact in _facts(rule)),
            )


def _facts(rule: Rule) -> list[str]:
    documents = {"holder.policy_documents"} if rule.policy_document is not None else set()
    return sorted(rule.applies.facts | documents)


def _value(facts: Facts, p: int, r: int, i: int, fact: str) -> object:
    table, _, name = fact.partition(".")
    rows = {"people": facts.people[p], "recipients": facts.recipients[r], "items": facts.items[i]}
    held = rows.get(table) or getattr(facts, table)
    return getattr(held, name, None) if name else held
