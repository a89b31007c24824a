"""All places of a matter at once: a place is one bit, and an answer to a claim is two whole numbers.

A rule is asked from many places: each recipient, item, person and category of a matter, and the same
matter over again with one fact answered otherwise. Python's whole numbers are as wide as we like, so
`&` and `|` answer for all places together. A sheet gives each matter a field of bits of the same
width, one bit for each place and at least one above them that stays free, which catches the carry when
`anywhere` adds up a field. `View` is the plain way to stand at one place; the two are held to agree.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from dimmer.core.law.facts import Facts
from dimmer.core.law.paths import Path
from dimmer.core.law.view import Scope, View

Places = int  # one bit for each place
Answers = tuple[Places, Places]  # where it holds, and where it holds or may hold
_PARTS = (Scope.RECIPIENT, Scope.ITEM, Scope.PERSON, Scope.CATEGORY)
_Place = tuple[int, int, int, str]  # recipient, item and person from 0, and category
_Stand = tuple[_Place, Places]


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
class Layout:
    """Which bit of a field is which place, for one matter.

    The places of an item stand in the order in which the item names people, and after them, for claims
    about somebody whom it is not about, everybody else.

    Args:
        places: recipient, item, person and category of each bit.
        cells: the places where the item is about the person.
        recipients: the places of each recipient; so `people`, `items`, and `pairs` of item and category.
    """

    places: tuple[_Place, ...]
    cells: Places
    recipients: tuple[Places, ...]
    people: tuple[Places, ...]
    items: tuple[Places, ...]
    pairs: tuple[Places, ...]

    def rows(self, table: str) -> tuple[Places, ...]:
        """The places of each row of a list of the facts."""
        match table:
            case "recipients":
                return self.recipients
            case "people":
                return self.people
            case _:
                return self.items


def lay_out(facts: Facts) -> Layout:
    """Give each place of a matter its bit."""
    place_of = {person.id: at for at, person in enumerate(facts.people)}
    places: list[_Place] = []
    recipients, people = [0] * len(facts.recipients), [0] * len(facts.people)
    items = [0] * len(facts.items)
    pairs: dict[tuple[int, str], int] = {}
    cells, bit = 0, 1
    for r in range(len(recipients)):
        for i, item in enumerate(facts.items):
            about = [place_of[who] for who in item.about]
            for p in (*about, *(other for other in range(len(people)) if other not in about)):
                for category in item.categories:
                    places.append((r, i, p, category))
                    recipients[r] |= bit
                    people[p] |= bit
                    items[i] |= bit
                    pairs[i, category] = pairs.get((i, category), 0) | bit
                    if p in about:
                        cells |= bit
                    bit <<= 1
    return Layout(
        tuple(places), cells, tuple(recipients), tuple(people), tuple(items), tuple(pairs.values())
    )


class Sheet:
    """The places of one matter in the first field, and of the matter as each try makes it in the others.

    Attributes:
        everywhere: every place; `cells`: those where the item is about the person.
        lowest: the lowest bit of each field.
        stride: the bits of a field.
        answers: what was answered already, by the claim's number.
        found: what `values` has found already.
        findings: what the advice has found, for the rules of duties.
    """

    def __init__(self, facts: Facts, tries: Sequence[Try] = ()) -> None:
        self.facts, self.tries = facts, tries
        self.layout = lay_out(facts)
        self.fields = 1 + len(tries)
        self.stride = len(self.layout.places) + 1
        self.lowest = sum(1 << self.stride * at for at in range(self.fields))
        self.everywhere = self.lowest * ((1 << self.stride - 1) - 1)
        self.cells = self.lowest * self.layout.cells
        self.answers: dict[int, Answers] = {}
        self.findings: dict[str, Places] = {}
        self._guards = self.lowest << self.stride - 1
        self.found: dict[Path, dict[object, Places]] = {}
        self._slots: dict[Scope, tuple[Places, ...]] = {}
        self._view = View(facts)
        self._stands: dict[Scope, tuple[_Stand, ...]] = {}

    def anywhere(self, places: Places, within: Places) -> Places:
        """All the places `within`, in each field that has any of `places` there."""
        found = places & within
        if not found:
            return 0
        carried = (found + self.everywhere) & self._guards
        return (carried - (carried >> self.stride - 1)) & within

    def first(self, places: Places) -> Places:
        """The first of the places in each field."""
        return places & ~((places | self._guards) - self.lowest)

    def slots(self, scope: Scope) -> tuple[Places, ...]:
        """The places in groups: those of one recipient, person, item or category, as the scope says."""
        found = self._slots.get(scope)
        if found is None:
            layout = self.layout
            sides = [
                side
                for part, side in (
                    (Scope.RECIPIENT, layout.recipients),
                    (Scope.PERSON, layout.people),
                    (Scope.ITEM, () if scope & Scope.CATEGORY else layout.items),
                    (Scope.CATEGORY, layout.pairs),
                )
                if scope & part and side
            ]
            found = self._slots[scope] = tuple(
                self.lowest * _common(choice) if choice else self.everywhere
                for choice in product(*sides)
            )
        return found

    def some(self, places: Places, scope: Scope) -> Places:
        """For each group of the scope with any of the places, the whole group."""
        if not places:
            return 0
        found = 0
        for slot in self.slots(scope):
            found |= self.anywhere(places, slot)
        return found

    def values(self, path: Path) -> dict[object, Places]:
        """What a fact or relation is, and where: the places of each of its values."""
        found = self.found.get(path)
        if found is None:
            found = self.found[path] = self._found(path)
        return found

    def _found(self, path: Path) -> dict[object, Places]:
        found = self._in_field(path, self.facts, self._view)
        if not self.tries:
            return found
        found = {value: places * self.lowest for value, places in found.items()}
        for at, tried in enumerate(self.tries, 1):
            if not path.reads(tried.fact):
                continue
            facts = tried.applied(self.facts)
            field = self.stride * at
            for value in found:
                found[value] &= ~(((1 << self.stride) - 1) << field)
            for value, places in self._in_field(path, facts, View(facts)).items():
                found[value] = found.get(value, 0) | places << field
        return found

    def _in_field(self, path: Path, facts: Facts, view: View) -> dict[object, Places]:
        """The values of a path in one field, from its lowest bit."""
        found: dict[object, Places] = {}
        if path.column is not None:
            table, name = path.column
            for row, places in zip(getattr(facts, table), self.layout.rows(table), strict=True):
                value = getattr(row, name)
                found[value] = found.get(value, 0) | places
            return found
        for (r, i, p, category), places in self._standing(path.scope):
            view.at_recipient(r)
            view.at_item(i)
            view.at_person(p)
            view.at_category(category)
            told = path.look(view)
            found[told] = found.get(told, 0) | places
        return found

    def _standing(self, scope: Scope) -> "tuple[_Stand, ...]":
        """Where a claim of the scope has to be asked from, and the places that are the same from there."""
        stands = self._stands.get(scope)
        if stands is None:
            parts = [at for at, part in enumerate(_PARTS) if scope & part]
            same: dict[tuple[int | str, ...], list[int]] = {}
            for bit, place in enumerate(self.layout.places):
                same.setdefault(tuple(place[at] for at in parts), []).append(bit)
            stands = self._stands[scope] = tuple(
                (self.layout.places[bits[0]], sum(1 << bit for bit in bits))
                for bits in same.values()
            )
        return stands


def bits(places: Places) -> Iterator[int]:
    """The numbers of the places, from the lowest."""
    while places:
        lowest = places & -places
        yield lowest.bit_length() - 1
        places ^= lowest


def _common(sides: Sequence[Places]) -> Places:
    found = sides[0]
    for side in sides[1:]:
        found &= side
    return found


Answering = Callable[[Sheet], Answers]
