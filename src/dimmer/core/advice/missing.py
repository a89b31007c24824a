"""Which facts are missing: those of which some answer would change the advice, found by trying.

Every answer to every unanswered fact is a field of one sheet, beside the facts as they are: all are
advised on at once, and what differs from the first field is what an answer would change.
"""

from collections.abc import Container, Iterable, Iterator
from typing import Any

from dimmer.core.advice.answer import Missing
from dimmer.core.advice.lawbook import Lawbook
from dimmer.core.advice.signs import Signs, signs_of
from dimmer.core.law.facts import Facts
from dimmer.core.law.layout import Places, bits
from dimmer.core.law.sheet import Sheet
from dimmer.core.law.tries import OneMatter, Try
from dimmer.core.law.vocabulary import Answered, Question


def missing_of(facts: Facts, lawbook: Lawbook) -> tuple[Missing, ...]:
    """Try every answer of every unanswered fact that may be asked; report what would change."""
    unanswered = list(unanswered_facts(facts, lawbook))
    sheet = OneMatter(facts, [tried for _, _, tries in unanswered for tried in tries])
    signs = signs_of(sheet, lawbook)
    changed = _Changed(sheet, signs)
    found = []
    field = 0
    for name, question, tries in unanswered:
        changes = []
        for tried in tries:
            field += 1
            if to := changed.by(field):
                changes.append((_word(tried.value), to))
        if changes:
            found.append(Missing(name, question.fact, tuple(changes)))
    return tuple(sorted(found, key=_weight))


def worth_asking(
    missing: Iterable[Missing], *, answered: Container[str] = ()
) -> tuple[Missing, ...]:
    """The missing facts that somebody is asked for, the best question first.

    What changes the outcome comes before what changes items or routes; then the order of the lawbook's
    questions. What would change no more than duties is told with the advice: nobody is kept waiting.

    Args:
        answered: the facts that were asked for already, "I do not know" included.
    """
    worth = [
        row for row in missing if row.fact not in answered and _weight(row) < _WEIGHTS[_DUTIES]
    ]
    return tuple(sorted(worth, key=lambda row: _weight(row) > 0))


_ITEMS = "which items may be shared"
_ROUTES = "which routes are open"
_DUTIES = "which duties follow"
_WEIGHTS = {_ITEMS: 1, _ROUTES: 2, _DUTIES: 3}


class _Changed:
    """What differs between the first field of a sheet and each other, the weightiest first."""

    def __init__(self, sheet: Sheet, signs: Signs) -> None:
        self._sheet, self._signs = sheet, signs
        self._outcome = self._differing(signs.outcomes.values())
        self._items = self._differing(signs.actions.values())
        self._routes = self._differing(places for _, places in signs.routes)
        self._duties = self._differing(signs.duties.values())

    def _differing(self, columns: Iterable[Places]) -> Places:
        """Where any of the columns is not what it is in the first field."""
        sheet = self._sheet
        first = (1 << sheet.stride) - 1
        found = 0
        for column in columns:
            found |= column ^ (column & first) * sheet.lowest
        return found

    def by(self, field: int) -> str:
        """The weightiest thing that is different in a field, or nothing."""
        at = self._sheet.stride * field
        only = (1 << self._sheet.stride) - 1
        if self._outcome >> at & only:
            return next(
                f"outcome: {outcome.value}"
                for outcome, places in self._signs.outcomes.items()
                if places >> at & only
            )
        if self._items >> at & only:
            return _ITEMS
        if (other := self._routes >> at & only) and self._is_by_other_ids(other, at):
            return _ROUTES
        return _DUTIES if self._duties >> at & only else ""

    def _is_by_other_ids(self, places: Places, at: int) -> bool:
        """Whether routes differ in more than which limb of a provision opens them."""
        for bit in bits(places):
            before, after = (
                [rule.id for rule, there in self._signs.routes if there >> shift & 1]
                for shift in (bit, at + bit)
            )
            if before != after:
                return True
        return False


def _weight(missing: Missing) -> int:
    return min(_WEIGHTS.get(to, 0) for _, to in missing.changes)


def unanswered_facts(facts: Facts, lawbook: Lawbook) -> Iterator[tuple[str, Question, list[Try]]]:
    """Every fact that may be asked and is not answered, and each answer to it."""
    for question in lawbook.questions.values():
        if not question.asked:
            continue
        table, name = question.fact.split(".")
        held: Any = getattr(facts, table)
        if table in _ROWS:
            for at, row in enumerate(held):
                if _is_open(getattr(row, name)) and _is_asked_of(row, question):
                    key = getattr(row, _ROWS[table], at + 1)
                    tries = [Try(table, at, name, value) for value in _values(question)]
                    yield f"{table}.{key}.{name}", question, tries
        elif held is not None and _is_open(getattr(held, name)):
            yield (
                question.fact,
                question,
                [Try(table, None, name, value) for value in _values(question)],
            )


# How a row of each list is named: by its id, by how it is printed, or by its place from 1.
_ROWS = {"people": "id", "recipients": "name", "items": ""}


def _is_asked_of(row: Any, question: Question) -> bool:
    if question.living and (row.deceased or row.unborn):
        return False
    return not question.roles or row.role in question.roles


def _is_open(value: object) -> bool:
    return value is None or value == "unknown"


def _values(question: Question) -> list[Answered]:
    return [choice.value for choice in question.choices if choice.value is not None]


def _word(value: Answered) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
