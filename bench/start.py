"""From the start of a process to its first signed-in page, beside a whole Django in one file."""

import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from time import perf_counter

from bench import area, server, timing
from bench.row import Row, Size, at_most, within

_HEAVY = {
    "cedarpy", "duckdb", "fpdf", "numpy", "pandas", "pikepdf", "polars", "pyarrow", "pymerkle", "reportlab", "splink",
    "typst", "weasyprint",
}  # fmt: skip
_ONEFILE = Path(__file__).with_name("onefile.py")
_LAWBOOK = "from dimmer import lawbook; lawbook.book()"


def run(size: Size) -> Iterator[Row]:
    """Start both in turn; see that both answered, and what ours has imported."""
    here = area.area()
    from dimmer.database import template, url

    template.make("onefile")
    address = url.owner(database="onefile")
    environment = {"ONEFILE_DATABASE": address}
    theirs = _printed([str(_ONEFILE), "make"], environment)
    browser = area.browser_of(here.sender)
    ours = ["-m", "bench.dimmer_once", server.cookie_of(browser), "Dimmer"]
    imported = set(_printed(ours, {}).split())
    sides: dict[str, Callable[[], Sequence[float]]] = {
        "ours": partial(_seconds, ours, {}),
        "theirs": partial(_seconds, [str(_ONEFILE), "page", theirs.strip()], environment),
        "law": partial(_seconds, ["-c", _LAWBOOK], {}),
        "nothing": partial(_seconds, ["-c", "0"], {}),
    }
    found = timing.latencies(sides, rounds=size.count(max(size.rounds, 7), quick=1))
    yield at_most(
        "start: process to the first signed-in page", 1.3,
        timing.against("", found["ours"], found["theirs"], unit="s", peer="a whole Django in one file"),
    )  # fmt: skip
    yield timing.alone(
        "start: an interpreter that reads the lawbook, and ends", found["law"], unit="s"
    )
    yield timing.alone("start: an interpreter that does nothing", found["nothing"], unit="s")
    heavy = sorted(imported & _HEAVY)
    yield within(
        f"start: linkage, document and data-frame modules on the way{''.join(f' ({each})' for each in heavy)}", 0,
        Row("", len(heavy), "1"),
    )  # fmt: skip


def _seconds(arguments: Sequence[str], environment: Mapping[str, str]) -> list[float]:
    start = perf_counter()
    _printed(arguments, environment)
    return [perf_counter() - start]


def _printed(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    done = subprocess.run(  # noqa: S603 - our own modules
        [sys.executable, *arguments],
        check=False,
        capture_output=True,
        text=True,
        env=area.environment(**environment, PYTHONPATH=str(_ONEFILE.parent.parent)),
    )
    assert done.returncode == 0, (
        f"{' '.join(arguments[:2])}: {done.stderr[-2000:] or done.stdout[-500:]}"
    )
    return done.stdout
