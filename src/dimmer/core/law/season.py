"""Seasons: spells of days in which no row of the lawbook begins or ends, so that the law is the same."""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date

from dimmer.core.law.columns import by_value
from dimmer.core.law.expression import Compiled, Leaf, meaning_of
from dimmer.core.law.paths import FACTS, Path
from dimmer.core.law.schema import Kind
from dimmer.core.law.view import Scope, View


class Seasons:
    """The days on which some row begins or ends; filled while the lawbook is read.

    Attributes:
        here: the nation of a matter and the first day of its season, in the place of a fact.
    """

    def __init__(self) -> None:
        self._days: list[date] = [date.min]
        self.here = Path(
            Scope.CASE, Kind.DAY, self._of, table=FACTS, turns_on=("facts.nation", "facts.date")
        )

    def in_force(self, nations: frozenset[str], spells: Iterable[tuple[date, date]]) -> Compiled:
        """The claim that a row is in force in these nations and, from the first to the last, these days.

        Args:
            spells: the first day that is in it, and the first that no longer is.
        """
        kept = tuple(spells)
        self._days = sorted({*self._days, *(day for spell in kept for day in spell)})

        def is_in_force(nation: str, day: date) -> int:
            if nation in nations:
                for start, end in kept:  # asked of every rule of every matter, and `any` is a call
                    if start <= day < end:
                        return 2
            return 0

        def answer(here: tuple[str, date]) -> int:
            return is_in_force(*here)

        turns = frozenset(day for spell in kept for day in spell)
        meaning = meaning_of("in force", sorted(nations), sorted(kept))
        return Compiled(
            lambda view: is_in_force(view.facts.nation, view.facts.date),
            Scope.CASE,
            frozenset(),
            "in force here on the day",
            by_value(self.here, answer),
            meaning._replace(turns=turns),
            Leaf(self.here, answer),
        )

    def _of(self, view: View) -> tuple[str, date]:
        day = self._days[bisect_right(self._days, view.facts.date) - 1]
        return view.facts.nation, day
