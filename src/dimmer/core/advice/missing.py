"""Which facts are missing: those of which some answer would change the advice, found by trying.

Every answer to every unanswered fact is a field of one sheet, beside the facts as they are: all are
advised on at once, and what differs from the first field is what an answer would change.
"""

from collections.abc import Container, Iterable, Iterator
from typing import Any, NamedTuple

from dimmer.core.advice.answer import Missing
from dimmer.core.advice.lawbook import Lawbook
from dimmer.core.advice.signs import Signs, signs_of
from dimmer.core.law.facts import Facts
from dimmer.core.law.layout import Places, bits
from dimmer.core.law.schema import LISTS
from dimmer.core.law.sheet import Sheet
from dimmer.core.law.tries import OneMatter, Try
from dimmer.core.law.vocabulary import Answered, Question


def missing_of(facts: Facts, lawbook: Lawbook, *, only_asked: bool = False) -> tuple[Missing, ...]:
    """Try every answer of every unanswered fact; report what would change.

    What nobody is asked for is reported where it would change the outcome, an item
    or how much of it is shown, after all the rest.

    Args:
        only_asked: leave that out, which takes half of the time.
    """
    found_open = unanswered_facts(facts, lawbook)
    unanswered = [row for row in found_open if row.is_asked or not only_asked]
    sheet = OneMatter(facts, [tried for row in unanswered for tried in row.tries])
    signs = signs_of(sheet, lawbook, with_lights=True)
    changed = _Changed(sheet, signs)
    found = []
    field = 0
    for row in unanswered:
        changes = []
        for tried in row.tries:
            field += 1
            to = changed.by(field)
            if not row.is_asked and to in (_ROUTES, _DUTIES):
                to = changed.light_by(field)
            if to:
                changes.append((_word(tried.value), to))
        if changes:
            found.append(
                Missing(row.name, row.question.fact, tuple(changes), is_asked=row.is_asked)
            )
    return tuple(sorted(found, key=lambda row: (not row.is_asked, _weight(row))))


def worth_asking(
    missing: Iterable[Missing], *, answered: Container[str] = ()
) -> tuple[Missing, ...]:
    """The missing facts that somebody is asked for, the best question first.

    What changes the outcome comes before what changes items or routes; then the order of the lawbook's
    questions. What would change no more than how much is shown, or duties, is told with the advice:
    nobody is kept waiting.

    Args:
        answered: the facts that were asked for already, "I do not know" included.
    """
    worth = [
        row
        for row in missing
        if row.is_asked and row.fact not in answered and _weight(row) < _WEIGHTS[_LIGHTS]
    ]
    return tuple(sorted(worth, key=lambda row: _weight(row) > 0))


_ITEMS = "which items may be shared"
_ROUTES = "which routes are open"
_LIGHTS = "how much of it is shown"
_DUTIES = "which duties follow"
_WEIGHTS = {_ITEMS: 1, _ROUTES: 2, _LIGHTS: 3, _DUTIES: 4}


class _Changed:
    """What differs between the first field of a sheet and each other, the weightiest first."""

    def __init__(self, sheet: Sheet, signs: Signs) -> None:
        self._sheet, self._signs = sheet, signs
        self._outcome = self._differing(signs.outcomes.values())
        self._items = self._differing(signs.actions.values())
        self._routes = self._differing(places for _, places in signs.routes)
        self._lights = self._differing(signs.lights.values())
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
        return self.light_by(field) or self._duty_by(at, only)

    def light_by(self, field: int) -> str:
        """That a recipient would be given more or less of an item, or nothing."""
        only = (1 << self._sheet.stride) - 1
        return _LIGHTS if self._lights >> self._sheet.stride * field & only else ""

    def _duty_by(self, at: int, only: Places) -> str:
        return _DUTIES if self._duties >> at & only else ""

    def _is_by_other_ids(self, places: Places, at: int) -> bool:
        """Whether routes differ in more than which limb of a provision opens them."""
        for bit in bits(places):
            before, after = (
                {rule.id for rule, there in self._signs.routes if there >> shift & 1}
                for shift in (bit, at + bit)
            )
            if before != after:
                return True
        return False


def _weight(missing: Missing) -> int:
    return min(_WEIGHTS.get(to, 0) for _, to in missing.changes)


class Unanswered(NamedTuple):
    """A fact that nobody has answered, and each answer to it.

    Args:
        is_asked: whether somebody is asked for it; else it is recorded elsewhere, or asked of others.
    """

    name: str
    question: Question
    tries: list[Try]
    is_asked: bool


def unanswered_facts(facts: Facts, lawbook: Lawbook) -> Iterator[Unanswered]:
    """Every fact with a question that is not answered."""
    for question in lawbook.questions.values():
        table, name = question.fact.split(".")
        held: Any = getattr(facts, table)
        rows = enumerate(held) if table in LISTS else [(None, held)] if held is not None else []
        for at, row in rows:
            if not _is_open(getattr(row, name)):
                continue
            values = _values(question, row) if question.choices[:-1] else _people_but(at, facts)
            tries = [Try(table, at, name, value) for value in values]
            is_asked = question.asked and _is_asked_for(facts, question)
            is_asked = is_asked and (at is None or _is_asked_of(row, question))
            yield Unanswered(tries[0].path(facts), question, tries, is_asked)


def _is_asked_for(facts: Facts, question: Question) -> bool:
    return not question.purposes or not set(question.purposes).isdisjoint(facts.purpose.kinds)


def _is_asked_of(row: Any, question: Question) -> bool:
    if question.living and (row.deceased or row.unborn):
        return False
    if question.born and row.unborn:
        return False
    return not question.roles or row.role in question.roles


def _is_open(value: object) -> bool:
    return value is None or value == "unknown"


def _values(question: Question, row: Any) -> list[Answered]:
    choices = question.choices_for(getattr(row, "role", ""))
    return [choice.value for choice in choices if choice.value is not None]


def _people_but(at: int | None, facts: Facts) -> list[tuple[str, ...]]:
    """Who may be named of somebody where people are named: nobody, or any one of the others."""
    return [(), *((other.id,) for row, other in enumerate(facts.people) if row != at)]


def _word(value: Answered | tuple[str, ...]) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return value[0] if value else "nobody"  # one of those who may be named
    return str(value)
