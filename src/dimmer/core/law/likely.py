"""Which rules could apply to a sheet at all, found before any of them is asked.

Most parts of most rules turn on the value of one fact: who holds it, for what purpose, on which day, of
what category. For each such fact and value a number says, with one bit for each rule, which rules it
leaves possible. A few look-ups and `&` leave a third of the lawbook; only that is asked.
"""

from collections.abc import Sequence
from typing import Generic, TypeVar

from dimmer.core.law.expression import Leaf
from dimmer.core.law.paths import Path
from dimmer.core.law.rule import DutyRule, Rule
from dimmer.core.law.sheet import Answers, Sheet

Row = TypeVar("Row", Rule, DutyRule)
_KEPT = 4096  # values of a fact, and sets of rules, that are remembered; there could be many more


class Likely(Generic[Row]):
    """Rows of the lawbook by the facts and values that they stand or fall by.

    Attributes:
        rows: all of them, in the order in which they are asked.
    """

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows: tuple[Row, ...] = tuple(rows)
        self._leaves: dict[Path, list[tuple[int, Leaf]]] = {}
        for at, row in enumerate(rows):
            for part in row.parts:
                if part.leaf is not None:
                    self._leaves.setdefault(part.leaf.path, []).append((1 << at, part.leaf))
        self._known: dict[Path, dict[object, int]] = {path: {} for path in self._leaves}
        self._left: dict[int, tuple[tuple[Row, ...], dict[int, Answers]]] = {}

    def narrow(self, sheet: Sheet) -> tuple[Row, ...]:
        """The rows that could apply; the sheet learns that the others do not."""
        left = -1
        for path, known in self._known.items():
            possible = 0
            for value in sheet.values(path):
                found = known.get(value)
                possible |= self._possible(path, value) if found is None else found
            left &= possible
        split = self._left.get(left) or self._split(left)
        sheet.answers.update(split[1])
        return split[0]

    def _possible(self, path: Path, value: object) -> int:
        """The rows that a value of one fact leaves possible."""
        found = (1 << len(self.rows)) - 1
        for bit, leaf in self._leaves[path]:
            if not leaf.answer(value):
                found &= ~bit
        known = self._known[path]
        if len(known) < _KEPT:
            known[value] = found
        return found

    def _split(self, left: int) -> tuple[tuple[Row, ...], dict[int, Answers]]:
        """The rows that are left, and the answers that follow for those that are not."""
        rows: list[Row] = []
        dead: dict[int, Answers] = {}
        for at, row in enumerate(self.rows):
            if left >> at & 1:
                rows.append(row)
            elif row.applies.number is not None:
                dead[row.applies.number] = (0, 0)
        if len(self._left) < _KEPT:
            self._left[left] = (tuple(rows), dead)
        return tuple(rows), dead
