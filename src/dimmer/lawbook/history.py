"""When a fact is old, and what can be said of what came of it, from the lawbook's rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dimmer.core.law.rule import Confidence
from dimmer.core.law.table import BadLawbook, Table


@dataclass(frozen=True, slots=True)
class History:
    """After how many years something is historical, by first day, and the words of what came of it, by code."""

    years: tuple[tuple[date, int], ...]
    came_of: Mapping[str, str]
    checked_by: str

    def years_on(self, day: date) -> int:
        """The years that held on a day; before the first row those of the first."""
        held = [years for first, years in self.years if first <= day]
        return held[-1] if held else self.years[0][1]

    def before(self, day: date) -> str:
        """The day (in ISO form) before which a fact is historical on a day; of 29 February the 28th."""
        leap = (day.month, day.day) == (2, 29)
        year = day.year - self.years_on(day)
        return day.replace(year=year, day=28 if leap else day.day).isoformat()


def parse_history(file: Table) -> History:
    """Make the table.

    Raises:
        BadLawbook: a key is unknown, rows are not in the order of their days, or a code is there twice.
    """
    checked = file.table("checked")
    by = checked.text("by")
    checked.day("on")
    checked.close()
    file.text("source")
    file.choice("confidence", Confidence)
    years = tuple(_years(row) for row in file.tables("historical"))
    outcomes = [_outcome(row) for row in file.tables("came_of")]
    file.close()
    days = [first for first, _ in years]
    if not days or days != sorted({*days}):
        raise BadLawbook(f"{file.where}: rows of years are in the order of their first days")
    if len(dict(outcomes)) < len(outcomes):
        raise BadLawbook(f"{file.where}: what came of it is there twice")
    return History(years, dict(outcomes), by)


def _years(row: Table) -> tuple[date, int]:
    first, years = row.day("first_day"), row.answer("years")
    row.close()
    if not isinstance(years, int) or isinstance(years, bool) or years < 1:
        raise BadLawbook(f"{row.where}: years is no number of years")
    return first, years


def _outcome(row: Table) -> tuple[str, str]:
    found = row.text("code"), row.text("words")
    row.close()
    return found
