"""A first look at many matters, before any sheet is made: in which of them a rule could apply at all.

Nothing is asked from a place. A part of a rule that turns on one plain fact is answered no wherever no row
of the matter has a value that it answers otherwise; so is the rule, of which all parts must hold.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import chain
from operator import attrgetter
from typing import Any

from dimmer.core.law import schema
from dimmer.core.law.expression import Compiled, Leaf
from dimmer.core.law.facts import Facts
from dimmer.core.law.paths import FACTS, PAIRS, Path

Marks = int  # a byte for each matter, 1 or 0
_MOST = 256  # sets of values of a fact that a byte tells apart
_CATEGORIES = attrgetter("categories")


def tells(parts: Iterable[Compiled]) -> bool:
    """Whether a first look can rule a matter out: some part turns on one plain fact."""
    return any(part.leaf is not None and part.leaf.path.column for part in parts)


class Glance:
    """The plain facts of matters, as the sets of values that their rows have."""

    def __init__(self, matters: Sequence[Facts]) -> None:
        self._matters = matters
        self.all: Marks = int.from_bytes(b"\1" * len(matters), "little")
        self._seen: dict[Path, tuple[bytes, Collection[Collection[object]]]] = {}

    def could(self, parts: Iterable[Compiled]) -> Marks:
        """The matters in which no part is sure to be answered no everywhere."""
        found = self.all
        for part in parts:
            if found and part.leaf is not None and part.leaf.path.column:
                found &= self._could(part.leaf)
        return found

    def numbers(self, marks: Marks) -> list[int]:
        """The numbers of the matters that are marked."""
        told = marks.to_bytes(len(self._matters), "little")
        return [at for at, mark in enumerate(told) if mark]

    def _could(self, leaf: Leaf) -> Marks:
        codes, sets = self._seen.get(leaf.path) or self._look(leaf.path)
        if len(sets) > _MOST:
            return self.all
        table = bytes([any(map(leaf.answer, values)) for values in sets])
        return int.from_bytes(codes.translate(table.ljust(_MOST, b"\0")), "little")

    def _look(self, path: Path) -> tuple[bytes, Collection[Collection[object]]]:
        """For each matter the number of the set of values that its rows have, and these sets."""
        column = _column(path, self._matters)
        numbers = {values: at for at, values in enumerate(dict.fromkeys(column))}
        codes = bytes(map(numbers.__getitem__, column)) if len(numbers) <= _MOST else b""
        self._seen[path] = found = codes, numbers.keys()
        return found


def _column(path: Path, matters: Sequence[Facts]) -> list[Collection[object]]:
    """The values that the rows of each matter have."""
    value: Callable[[Any], object] = attrgetter(path.column)
    if path.table == FACTS:
        return [(value(facts),) for facts in matters]
    if path.table == PAIRS:
        return [frozenset(chain.from_iterable(map(_CATEGORIES, facts.items))) for facts in matters]
    held = map(attrgetter(path.table), matters)
    if path.table in schema.LISTS:
        return [frozenset(map(value, rows)) for rows in held]
    return [(None,) if row is None else (value(row),) for row in held]
