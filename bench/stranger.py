"""What a stranger learns from a clock: 404 for another team's concern beside 404 for one that never was, in pairs."""

import random
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from statistics import median
from time import perf_counter
from uuid import UUID, uuid4

from bench import area, server, volume
from bench.row import Row, Size, say

_NEGLIGIBLE = 0.147
"""Cliff's delta below which Romano and others (2006) call a difference negligible."""
_RESAMPLED = 1_000
_NONE = "a concern that never was"


def run(size: Size) -> Iterator[Row]:
    """Ask for each concern once, as another team, and beside it for one that never was; which first is drawn."""
    here = area.area()
    pairs = size.of(2_000, quick=20)
    volume.fill(here, rows=max(pairs, 20), readers=2)
    with area.loader() as database:
        sql = "select id from concerns_concern where reference like 'bench%%' limit %s"
        there = [row[0] for row in database.execute(sql, [pairs]).fetchall()]
    cookie = server.cookie_of(area.browser_of(here.recipient))
    area.release()
    with server.serving() as port:
        reader = server.Reader(port, cookie)
        for _ in range(size.count(200, quick=2)):
            _ask(reader, uuid4())
        say(f"  ({len(there):,} pairs)")
        theirs, nobodys = _pairs(reader, there)
    yield Row(
        "stranger: 404 for another team's concern, p50", median(theirs), "s", _NONE, median(theirs) / median(nobodys)
    )  # fmt: skip
    draw = random.Random(7)
    low, high = _interval(
        [median(a) - median(b) for a, b in _resampled(theirs, nobodys, draw=draw)]
    )
    apart = median(theirs) - median(nobodys)
    yield Row("stranger: difference of the medians, 95 in 100", apart, "s", low=low, high=high)
    low, high = _interval([delta(a, b) for a, b in _resampled(theirs, nobodys, draw=draw)])
    found = delta(theirs, nobodys)
    yield Row(
        f"stranger: Cliff's delta over {len(there):,} pairs, 95 in 100", found, "1", low=low, high=high,
        budget=f"≤ ±{_NEGLIGIBLE:g}", holds=abs(found) <= _NEGLIGIBLE,
    )  # fmt: skip


def _pairs(reader: server.Reader, there: Sequence[UUID]) -> tuple[list[float], list[float]]:
    draw, theirs, nobodys = random.Random(11), [], []
    for concern in there:
        sides = [(theirs, concern), (nobodys, uuid4())]
        draw.shuffle(sides)
        for taken, asked in sides:
            taken.append(_ask(reader, asked))
    return theirs, nobodys


def _ask(reader: server.Reader, concern: UUID) -> float:
    start = perf_counter()
    status, _ = reader.get(f"/concerns/{concern}")
    taken = perf_counter() - start
    assert status == 404, status  # noqa: PLR2004 - to a stranger it is not there
    return taken


def delta(ones: Sequence[float], others: Sequence[float]) -> float:
    """How much oftener one of `ones` is greater than one of `others` than less: from -1 to 1, 0 for alike."""
    ordered = sorted(others)
    more = sum(bisect_left(ordered, one) for one in ones)
    less = sum(len(ordered) - bisect_right(ordered, one) for one in ones)
    return (more - less) / (len(ones) * len(others))


def _resampled(
    ones: Sequence[float], others: Sequence[float], *, draw: random.Random
) -> Iterator[tuple[list[float], list[float]]]:
    """The pairs drawn anew, with some twice and some not at all, again and again."""
    for _ in range(_RESAMPLED if len(ones) > _RESAMPLED else 50):
        places = draw.choices(range(len(ones)), k=len(ones))
        yield [ones[place] for place in places], [others[place] for place in places]


def _interval(values: Sequence[float]) -> tuple[float, float]:
    ordered = sorted(values)
    tail = len(ordered) // 40
    return ordered[tail], ordered[-1 - tail]
