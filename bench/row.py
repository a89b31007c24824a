"""One measured figure, and how a run prints them: a line of JSON, or a table."""

import json
import platform
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from os import cpu_count
from pathlib import Path

_ENOUGH = 1000


@dataclass(frozen=True, slots=True)
class Size:
    """How much to measure.

    Args:
        rows: how many rows to ask among; None for each benchmark's own number.
        rounds: how often each side of a ratio is measured, in turns.
        quick: so little of everything that figures mean nothing: for the tests.
    """

    rows: int | None = None
    rounds: int = 5
    quick: bool = False

    def of(self, usual: int, *, quick: int) -> int:
        """How many rows: what was asked for, else the usual number, or few in a quick run."""
        return self.rows or (quick if self.quick else usual)

    def count(self, usual: int, *, quick: int) -> int:
        """How often something is done, whatever the number of rows."""
        return quick if self.quick else usual


@dataclass(frozen=True, slots=True)
class Row:
    """A figure.

    Args:
        value: the median, in `unit`: s, 1/s, B, or 1 for counts and ratios; None where it was not measured,
            and then `peer` says why.
        peer: what it is set against; empty where nothing is. A peer that cannot be had here says so.
        ratio: value divided by the peer's value, in the same unit and run; None without a peer.
        low: the least value of the rounds; `high` the greatest.
        budget: what the ratio (or, where it names a unit, the value) is to be, in words.
        holds: whether the budget is kept; None where there is none.
    """

    name: str
    value: float | None
    unit: str
    peer: str = ""
    ratio: float | None = None
    low: float | None = None
    high: float | None = None
    budget: str = ""
    holds: bool | None = None

    def as_dict(self) -> dict[str, str | float | None]:
        """The five keys that others rely on."""
        return {
            "name": self.name,
            "value": None if self.value is None else _rounded(self.value),
            "unit": self.unit,
            "peer": self.peer or None,
            "ratio": None if self.ratio is None else _rounded(self.ratio),
        }


def at_least(name: str, least: float, row: Row) -> Row:
    """The row with the budget that its ratio is `least` or more."""
    return _with(name, f"≥ {least:g} times", row, row.ratio is not None and row.ratio >= least)


def at_most(name: str, most: float, row: Row) -> Row:
    """The row with the budget that its ratio is `most` or less."""
    return _with(name, f"≤ {most:g} times", row, row.ratio is not None and row.ratio <= most)


def within(name: str, most: float, row: Row) -> Row:
    """The row with the budget that its value is `most` or less, in its unit."""
    return _with(
        name, f"≤ {shown(most, row.unit)}", row, row.value is not None and row.value <= most
    )


def reaching(name: str, least: float, row: Row) -> Row:
    """The row with the budget that its value is `least` or more, in its unit."""
    return _with(
        name, f"≥ {shown(least, row.unit)}", row, row.value is not None and row.value >= least
    )


def _with(name: str, budget: str, row: Row, holds: bool) -> Row:  # noqa: FBT001 - only called here
    return Row(name, row.value, row.unit, row.peer, row.ratio, row.low, row.high, budget, holds)


def line(rows: Iterable[Row]) -> str:
    """The rows as one line of JSON."""
    return json.dumps([row.as_dict() for row in rows], ensure_ascii=False)


def table(rows: Sequence[Row]) -> str:
    """The rows as a Markdown table."""
    heads = ("what", "measured", "range of the rounds", "beside", "ratio", "budget", "kept")
    cells = [
        (
            row.name,
            "" if row.value is None else shown(row.value, row.unit),
            "" if row.low is None or row.high is None
            else f"{shown(row.low, row.unit)} to {shown(row.high, row.unit)}",
            row.peer,
            "" if row.ratio is None else f"{row.ratio:.3g}",
            row.budget,
            "" if row.holds is None else "yes" if row.holds else "**no**",
        )
        for row in rows
    ]  # fmt: skip
    lines = [heads, tuple("---" for _ in heads), *cells]
    return "\n".join("| " + " | ".join(each) + " |" for each in lines)


def shown(value: float, unit: str) -> str:
    """A figure for a person, with a prefix of the SI where that reads better."""
    if unit == "s" and value:
        for scale, prefix in ((1, "s"), (1e3, "ms"), (1e6, "µs")):
            if value * scale >= 1:
                return f"{value * scale:.3g} {prefix}"
        return f"{value * 1e6:.3g} µs"
    figure = f"{value:,.0f}" if abs(value) >= _ENOUGH else f"{value:.3g}"
    return figure if unit == "1" else f"{figure} {unit}"


def machine() -> str:
    """What the figures were taken on, in one line."""
    info = Path("/proc/cpuinfo")
    names = [
        text.partition(":")[2].strip()
        for text in (info.read_text(encoding="utf-8") if info.exists() else "").splitlines()
        if text.startswith("model name")
    ]
    processor = names[0] if names else platform.processor() or platform.machine()
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {cpu_count()} processors, {processor}, {platform.system()} "
        f"{platform.release()}, CPython {platform.python_version()}"
    )


def say(words: str) -> None:
    """Tell whoever waits; the figures go to the other stream."""
    print(words, file=sys.stderr, flush=True)


def _rounded(value: float) -> float:
    return float(f"{value:.6g}")
