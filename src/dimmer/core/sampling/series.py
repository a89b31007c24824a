"""Figures of practice: how many decisions went which way, by month or by agency."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

_DAY = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """One decision as it is counted. It names nobody.

    Args:
        month: its year and month, as 2026-07.
        agency: the agency that decided, by whatever names it.
        basis: the lawful basis that the advice opened, or empty.
        hours: from the first question of who needs to know to the decision.
        is_overdue: nobody has looked again though the day for it is over.
    """

    month: str
    agency: str
    is_shared: bool
    basis: str
    hours: int
    is_overridden: bool
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class Measure:
    """One way to count: its name, and into which column a decision falls."""

    name: str
    title: str
    columns: tuple[tuple[str, str], ...]
    column: Callable[[Decided], str]


_TIMES = (
    ("hours", "Within a day"),
    ("days", "Within three days"),
    ("week", "Within a week"),
    ("longer", "Longer"),
)
_BASES = (
    ("A6c", "Legal obligation"),
    ("A6d", "Vital interests"),
    ("A6e", "Public task"),
    ("A6ea", "Recognised legitimate interest"),
    ("A6f", "Legitimate interests"),
    ("A6a", "Consent"),
    ("other", "Another law, or none advised"),
)
_NAMED = frozenset(code for code, _ in _BASES)


def _time(row: Decided) -> str:
    ends = {"hours": _DAY, "days": 3 * _DAY, "week": 7 * _DAY}
    return next((name for name, end in ends.items() if row.hours < end), "longer")


MEASURES = (
    Measure(
        "shared",
        "Shared and not shared",
        (("yes", "Decided to share"), ("no", "Decided not to share")),
        lambda row: "yes" if row.is_shared else "no",
    ),
    Measure(
        "basis",
        "First lawful basis that the advice opened",
        _BASES,
        lambda row: row.basis if row.basis in _NAMED else "other",
    ),
    Measure("time", "Time from the first question to the decision", _TIMES, _time),
    Measure(
        "overridden",
        "Against the advice, or against what an adult said",
        (("yes", "Overridden"), ("no", "Not overridden")),
        lambda row: "yes" if row.is_overridden else "no",
    ),
    Measure(
        "overdue",
        "Looked at again in time",
        (("no", "In time, or not due yet"), ("yes", "The day is over")),
        lambda row: "yes" if row.is_overdue else "no",
    ),
)


def table_of(
    rows: Iterable[Decided], *, measure: Measure, by: Callable[[Decided], str]
) -> Mapping[str, list[int]]:
    """Counts in the measure's columns, by month or agency, in their order."""
    places = {code: place for place, (code, _) in enumerate(measure.columns)}
    found: dict[str, list[int]] = {}
    for row in rows:
        found.setdefault(by(row), [0] * len(places))[places[measure.column(row)]] += 1
    return dict(sorted(found.items()))
