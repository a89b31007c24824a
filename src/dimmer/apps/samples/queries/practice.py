"""Figures of practice in the period of a draw: tables in which no small number can be found, and their plots."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from textwrap import wrap

from dimmer.apps.agencies.queries import agencies
from dimmer.apps.samples.queries.drawn import DrawRead
from dimmer.core.sampling import MEASURES, Decided, Measure, hide, table_of

BAR, GAP, LINE = 14, 4, 15
"""Heights in a plot: of a bar, between bars, and of a line of a row's own words."""
_WIDE = 34
"""Characters of a line in a plot."""
LONGEST = 260
"""How long the longest bar is; a plot is 320 wide."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One count in a plot: its place, its length and which column it is; None is hidden, and has no bar."""

    y: int
    width: int
    letter: int
    count: int | None


@dataclass(frozen=True, slots=True)
class PlotRow:
    """One month or agency in a plot: its words by line, each with its place, and its bars; none where all is hidden."""

    lines: list[tuple[int, str]]
    bars: list[Bar]


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure by month or by agency. `rows` is None where no number may be shown."""

    name: str
    title: str
    by: str
    columns: list[str]
    rows: list[tuple[str, list[int | None]]] | None
    plot: list[PlotRow]
    height: int


def figures_of(found: DrawRead) -> list[Figure]:
    """Every measure, by month and by agency."""
    rows = [Decided(**dict(zip(Decided.__slots__, row, strict=True))) for row in found.figures]
    names = {str(each.pk): each.name for each in agencies()}
    ways: list[tuple[str, Callable[[Decided], str], Callable[[str], str]]] = [
        (
            "month",
            lambda row: row.month,
            lambda month: f"{date.fromisoformat(f'{month}-01'):%B %Y}",
        ),
        ("agency", lambda row: names.get(row.agency, "An agency that has left"), str),
    ]
    return [
        _figure(measure, by, table_of(rows, measure=measure, by=of), words)
        for measure in MEASURES
        for by, of, words in ways
    ]


def _figure(
    measure: Measure, by: str, table: Mapping[str, list[int]], words: Callable[[str], str]
) -> Figure:
    columns = [title for _, title in measure.columns]
    shown = hide(list(table.values()))
    name = f"{measure.name}-{by}"
    if table and not any(cell for cells in shown or () for cell in cells):
        return Figure(name, measure.title, by, columns, None, [], 0)
    rows = [(words(key), cells) for key, cells in zip(table, shown or (), strict=True)]
    plot, height = _plot(rows)
    return Figure(name, measure.title, by, columns, rows, plot, height)


def _plot(rows: Sequence[tuple[str, list[int | None]]]) -> tuple[list[PlotRow], int]:
    """Bars as long as their counts, one below another: nothing is told by colour or by area."""
    most = max((cell for _, cells in rows for cell in cells if cell), default=1)
    drawn, y = [], 0
    for words, cells in rows:
        shown = any(cells)
        lines = []
        for line in wrap(words if shown else f"{words}: not shown", _WIDE):
            y += LINE
            lines.append((y, line))
        y += GAP * 2
        bars = []
        for letter, cell in enumerate(cells if shown else ()):
            bars.append(Bar(y, round(LONGEST * (cell or 0) / most), letter, cell))
            y += BAR + GAP
        drawn.append(PlotRow(lines, bars))
    return drawn, y
