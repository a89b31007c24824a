"""Which facts are missing: those of which some answer would change the advice, found by trying."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from dimmer.core.advice.advise import Conclusion, conclude
from dimmer.core.advice.answer import Missing
from dimmer.core.advice.duties import duties_of
from dimmer.core.advice.lawbook import Lawbook
from dimmer.core.law.facts import Facts
from dimmer.core.law.findings import FOUND
from dimmer.core.law.view import CLAIM_BITS
from dimmer.core.law.vocabulary import Answered, Question

Sign = tuple[object, ...]
_CLAIM = (1 << CLAIM_BITS) - 1


def missing_of(facts: Facts, lawbook: Lawbook) -> tuple[Missing, ...]:
    """Try every answer of every unanswered fact that may be asked; report what would change."""
    base = conclude(facts, lawbook)
    sign = _sign(base)
    duties = _owed(base, lawbook)
    answers = dict(base.view.memo)
    found = []
    for fact, question, tries in _unanswered(facts, lawbook):
        changes = []
        kept = _untouched(answers, question.fact, lawbook)
        for answer, other in tries:
            conclusion = conclude(other, lawbook, dict(kept))
            changed = _difference(sign, _sign(conclusion))
            if not changed and _owed(conclusion, lawbook) != duties:
                changed = _DUTIES
            if changed:
                changes.append((answer, changed))
        if changes:
            found.append(Missing(fact, question.fact, tuple(changes)))
    return tuple(sorted(found, key=_weight))


def _sign(conclusion: Conclusion) -> Sign:
    routes = frozenset(
        (place, tuple(rule.id for gate in cell.routes for rule in gate))
        for place, cell in conclusion.cells.items()
        if cell.is_open and cell.personal
    )
    items = tuple((row.item, row.recipient, row.action) for row in conclusion.items)
    return conclusion.outcome, items, routes


def _owed(conclusion: Conclusion, lawbook: Lawbook) -> frozenset[tuple[str, str, str]]:
    return frozenset(
        (duty.code, duty.person, duty.recipient) for duty in duties_of(conclusion, lawbook)
    )


_ITEMS = "which items may be shared"
_ROUTES = "which routes are open"
_DUTIES = "which duties follow"
_WEIGHTS = {_ITEMS: 1, _ROUTES: 2, _DUTIES: 3}


def _difference(before: Sign, after: Sign) -> str:
    """The weightiest thing that is different, or nothing."""
    if before[0] != after[0]:
        outcome: Any = after[0]
        return f"outcome: {outcome.value}"
    for place, changed in ((1, _ITEMS), (2, _ROUTES)):
        if before[place] != after[place]:
            return changed
    return ""


def _weight(missing: Missing) -> int:
    return min(_WEIGHTS.get(to, 0) for _, to in missing.changes)


def _untouched(answers: dict[int, int], fact: str, lawbook: Lawbook) -> dict[int, int]:
    """The answers that stay the same whatever the answer to one fact turns out to be."""
    nothing: frozenset[int] = frozenset()
    touched = lawbook.looking_at.get(fact, nothing) | lawbook.looking_at.get(FOUND, nothing)
    return {key: value for key, value in answers.items() if key & _CLAIM not in touched}


Tries = list[tuple[str, Facts]]


def _unanswered(facts: Facts, lawbook: Lawbook) -> Iterator[tuple[str, Question, Tries]]:
    """Every fact that may be asked and is not answered, with the facts as each answer makes them."""
    for question in lawbook.questions.values():
        if not question.asked:
            continue
        table, name = question.fact.split(".")
        held: Any = getattr(facts, table)
        if table in _ROWS:
            for at, row in enumerate(held):
                if _is_open(getattr(row, name)) and _is_asked_of(row, question):
                    key = getattr(row, _ROWS[table], at + 1)
                    yield f"{table}.{key}.{name}", question, _in_row(facts, question, table, at)
        elif held is not None and _is_open(getattr(held, name)):
            yield question.fact, question, _in_table(facts, question, table)


# How a row of each list is named: by its id, by how it is printed, or by its place from 1.
_ROWS = {"people": "id", "recipients": "name", "items": ""}


def _is_asked_of(row: object, question: Question) -> bool:
    return not question.roles or getattr(row, "role", None) in question.roles


def _in_row(facts: Facts, question: Question, table: str, at: int) -> Tries:
    name = question.fact.partition(".")[2]
    rows: tuple[Any, ...] = getattr(facts, table)
    return [
        (
            _word(value),
            _with(facts, table, (*rows[:at], replace(rows[at], **{name: value}), *rows[at + 1 :])),
        )
        for value in _values(question)
    ]


def _in_table(facts: Facts, question: Question, table: str) -> Tries:
    name = question.fact.partition(".")[2]
    held: Any = getattr(facts, table)
    return [
        (_word(value), _with(facts, table, replace(held, **{name: value})))
        for value in _values(question)
    ]


def _with(facts: Facts, table: str, value: Any) -> Facts:
    changed: dict[str, Any] = {table: value}
    return replace(facts, **changed)


def _is_open(value: object) -> bool:
    return value is None or value == "unknown"


def _values(question: Question) -> list[Answered]:
    return [choice.value for choice in question.choices if choice.value is not None]


def _word(value: Answered) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
