"""All places of a matter at once: a place is one bit, and an answer to a claim is two whole numbers.

A rule is asked from many places: each recipient, item, person and category of a matter, and of the
same matter with one fact answered otherwise, or of many matters. Python's whole numbers are as wide as
we like, so `&` and `|` answer for all places together. A sheet gives each matter a field of bits of the
same width, one bit for each place and at least one above them that stays free, which catches the carry
when `anywhere` adds up a field. `View` is the plain way to stand at one place; the two are held to agree.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from itertools import product

from dimmer.core.law.layout import Places
from dimmer.core.law.paths import Path
from dimmer.core.law.view import Scope

Answers = tuple[Places, Places]  # where it holds, and where it holds or may hold
Values = dict[object, Places]
_ORDER = (Scope.RECIPIENT, Scope.PERSON, Scope.ITEM, Scope.CATEGORY)


class Sheet(ABC):
    """The places of several matters, a field for each.

    Args:
        fields: how many.
        stride: the bits of a field.
        cells: the places where the item is about the person.
        sides: the places of each first, second, third recipient of all fields; so for people, items,
            and pairs of item and category.

    Attributes:
        everywhere: every place.
        lowest: the lowest bit of each field.
        answers: what was answered already, by the claim's number.
        found: what `values` has found already, and what the advice has found.
    """

    def __init__(
        self, *, fields: int, stride: int, cells: Places, sides: Mapping[Scope, tuple[Places, ...]]
    ) -> None:
        self.fields, self.stride, self.cells = fields, stride, cells
        self.lowest = ((1 << stride * fields) - 1) // ((1 << stride) - 1)
        self.everywhere = 0
        for places in sides[Scope.RECIPIENT]:
            self.everywhere |= places
        self.answers: dict[int, Answers] = {}
        self.found: dict[Path, Values] = {}
        self.sides = sides
        self._guards = self.lowest << stride - 1
        self._full = self._guards - self.lowest
        self._slots: dict[int, tuple[Places, ...]] = {}

    def anywhere(self, places: Places, within: Places) -> Places:
        """All the places `within`, in each field that has any of `places` there."""
        found = places & within
        if not found:
            return 0
        carried = (found + self._full) & self._guards
        return (carried - (carried >> self.stride - 1)) & within

    def first(self, places: Places) -> Places:
        """The first of the places in each field."""
        return places & ~((places | self._guards) - self.lowest)

    def slots(self, scope: Scope) -> tuple[Places, ...]:
        """The places in groups: those of one recipient, person, item or category, as the scope says."""
        found = self._slots.get(int(scope))  # an enumeration is slow to hash
        if found is None:
            asked = int(scope)
            if scope & Scope.CATEGORY:
                scope &= ~Scope.ITEM  # a pair of item and category tells both
            groups = []
            for choice in product(*(self.sides[part] for part in _ORDER if scope & part)):
                group = self.everywhere
                for side in choice:
                    group &= side
                if group:
                    groups.append(group)
            found = self._slots[asked] = tuple(groups)
        return found

    def some(self, places: Places, scope: Scope) -> Places:
        """For each group of the scope with any of the places, the whole group."""
        if not places:
            return 0
        found = 0
        for group in self.slots(scope):
            found |= self.anywhere(places, group)
        return found

    def values(self, path: Path) -> Values:
        """What a fact or relation is, and where: the places of each of its values."""
        found = self.found.get(path)
        if found is None:
            found = self.found[path] = self._look(path)
        return found

    @abstractmethod
    def _look(self, path: Path) -> Values:
        """Find the values of a path."""


Answering = Callable[[Sheet], Answers]
