"""The matters of a sheet once more: to be asked under another law beside the first, or on another day."""

from dataclasses import replace
from datetime import date

from dimmer.core.law.facts import Facts
from dimmer.core.law.paths import PATHS, Path
from dimmer.core.law.sheet import Sheet, Values
from dimmer.core.law.view import View

_DATE, _DAY, _NATION = "facts.date", PATHS["day"], PATHS["nation"]


class Beside(Sheet):
    """The same fields and facts, with answers of its own; what is found of a fact is found for both.

    Args:
        matter: any one of the sheet.
        day: the day of all of them here; None leaves each its own.
    """

    def __init__(self, sheet: Sheet, *, matter: Facts, day: date | None) -> None:
        super().__init__(
            fields=sheet.fields, stride=sheet.stride, cells=sheet.cells, sides=sheet.sides
        )
        self._sheet, self._matter, self._day = sheet, matter, day

    def _look(self, path: Path) -> Values:
        if self._day is None or not (path is _DAY or _DATE in path.turns_on):
            return self._sheet.values(path)
        found: Values = {}
        for nation, places in self._sheet.values(_NATION).items():
            there = View(replace(self._matter, nation=str(nation), date=self._day))
            value = path.look(there)
            found[value] = found.get(value, 0) | places
        return found
