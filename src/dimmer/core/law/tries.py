"""A sheet of one matter: as it is, and as each try of an answer to an open question makes it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from dimmer.core.law.facts import Facts
from dimmer.core.law.layout import layout_of, stand_at
from dimmer.core.law.paths import SHAPE, Path
from dimmer.core.law.sheet import Sheet, Values
from dimmer.core.law.view import Scope, View

_SIDES = {"recipients": Scope.RECIPIENT, "people": Scope.PERSON, "items": Scope.ITEM}

_NAMED = {"people": "id", "recipients": "name", "items": ""}
"""How a row of each list is named: by its id, by how it is printed, or by its place from 1."""


@dataclass(frozen=True, slots=True)
class Try:
    """One answer to one fact that nobody has answered: `facts.<table>[<row>].<name> = value`.

    Args:
        row: the row of a list of the facts, from 0; None where the table is no list.
    """

    table: str
    row: int | None
    name: str
    value: Any

    @property
    def fact(self) -> str:
        """The key of the fact."""
        return f"{self.table}.{self.name}"

    @property
    def facts(self) -> tuple[str, ...]:
        """The same, as the only one."""
        return (self.fact,)

    def held(self, facts: Facts) -> Any:
        """What the fact is as it stands."""
        table: Any = getattr(facts, self.table)
        return getattr(table if self.row is None else table[self.row], self.name)

    def path(self, facts: Facts) -> str:
        """Where the fact stands: `people.victim.capacity`, `items.2.nature`, `risk.level`."""
        if self.row is None:
            return self.fact
        row = getattr(facts, self.table)[self.row]
        return f"{self.table}.{getattr(row, _NAMED[self.table], self.row + 1)}.{self.name}"

    def applied(self, facts: Facts) -> Facts:
        """The facts with this answer."""
        held: Any = getattr(facts, self.table)
        new: dict[str, Any] = {self.name: self.value}
        if self.row is None:
            changed = replace(held, **new)
        else:
            changed = (*held[: self.row], replace(held[self.row], **new), *held[self.row + 1 :])
        whole: dict[str, Any] = {self.table: changed}
        return replace(facts, **whole)


@dataclass(frozen=True, slots=True)
class Emptied:
    """Several facts of a matter left unanswered at once."""

    tries: Sequence[Try]

    @property
    def facts(self) -> tuple[str, ...]:
        """The keys of the facts."""
        return tuple(tried.fact for tried in self.tries)

    def applied(self, facts: Facts) -> Facts:
        """The facts without these answers."""
        for tried in self.tries:
            facts = tried.applied(facts)
        return facts


class OneMatter(Sheet):
    """One matter in the first field, and in the others as each try makes it.

    Attributes:
        layout: which bit of a field is which place.
    """

    def __init__(self, facts: Facts, tries: Sequence[Try | Emptied] = ()) -> None:
        self.facts, self.tries = facts, tries
        self.layout = layout_of(facts)
        fields, stride = 1 + len(tries), len(self.layout.places) + 1
        lowest = ((1 << stride * fields) - 1) // ((1 << stride) - 1)
        super().__init__(
            fields=fields,
            stride=stride,
            cells=self.layout.cells * lowest,
            sides={
                scope: tuple(places * lowest for places in side)
                for scope, side in self.layout.sides.items()
            },
        )
        self._view = View(facts)
        self._reading: dict[str, list[int]] = {}
        for at, tried in enumerate(tries):
            for fact in tried.facts:
                self._reading.setdefault(fact, []).append(at)
        self._applied: dict[int, Facts] = {}

    def _look(self, path: Path) -> Values:
        found = self._in_field(path, self.facts, self._view)
        if not self.tries:
            return found
        changed = 0
        told: Values = {}
        only = (1 << self.stride) - 1
        for at in self._that_change(path):
            shift = self.stride * (at + 1)
            changed |= only << shift
            facts = self._with(at)
            for value, places in self._in_field(path, facts, View(facts)).items():
                told[value] = told.get(value, 0) | places << shift
        found = {value: places * self.lowest & ~changed for value, places in found.items()}
        for value, places in told.items():
            found[value] = found.get(value, 0) | places
        return found

    def _that_change(self, path: Path) -> list[int]:
        """Which tries may change a path: a few of many, found by the facts that it reads."""
        reads = {*path.facts, *path.also, *path.turns_on}
        return sorted({at for fact in reads for at in self._reading.get(fact, ())})

    def _with(self, at: int) -> Facts:
        """The facts as a try makes them; several paths ask."""
        found = self._applied.get(at)
        if found is None:
            found = self._applied[at] = self.tries[at].applied(self.facts)
        return found

    def _in_field(self, path: Path, facts: Facts, view: View) -> Values:
        """The values of a path in one field, from its lowest bit."""
        if path.table == SHAPE and facts is self.facts:
            return self.layout.told(path, facts)
        found: Values = {}
        if not path.scope:
            return {path.look(view): (1 << self.stride - 1) - 1}
        if path.column and path.table in _SIDES:
            rows = zip(
                getattr(facts, path.table), self.layout.sides[_SIDES[path.table]], strict=True
            )
            for row, places in rows:
                value = getattr(row, path.column)
                found[value] = found.get(value, 0) | places
            return found
        for place, places in self.layout.standing(path.scope):
            stand_at(view, place)
            value = path.look(view)
            found[value] = found.get(value, 0) | places
        return found
