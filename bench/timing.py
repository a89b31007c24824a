"""Measuring side by side: every side in turn, round after round; medians with their range."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter, thread_time

from bench.row import Row

Clock = Callable[[], float]
WALL: Clock = perf_counter
OWN: Clock = thread_time
"""Seconds of the processor for this thread: for what waits for nobody; neighbours disturb it least."""


@dataclass(frozen=True, slots=True)
class Spread:
    """The figures of the rounds, in order."""

    values: tuple[float, ...]

    @property
    def middle(self) -> float:
        """Their median."""
        return median(self.values)


def rates(
    sides: Mapping[str, Callable[[], int]], *, rounds: int, clock: Clock = WALL
) -> dict[str, Spread]:
    """How many a second each side does, A B A B and so on; a side says how many it has done."""
    found: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(rounds):
        for name, side in sides.items():
            start = clock()
            done = side()
            found[name].append(done / max(clock() - start, 1e-9))
    return {name: Spread(tuple(values)) for name, values in found.items()}


def latencies(
    sides: Mapping[str, Callable[[], Sequence[float]]], *, rounds: int
) -> dict[str, Spread]:
    """Seconds that each side takes: the median of each round's calls, the sides in turn."""
    found: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(rounds):
        for name, side in sides.items():
            found[name].append(median(side()))
    return {name: Spread(tuple(values)) for name, values in found.items()}


def seconds_of(side: Callable[[], object], *, repeat: int) -> list[float]:
    """Seconds of each of `repeat` calls."""
    taken = []
    for _ in range(repeat):
        start = perf_counter()
        side()
        taken.append(perf_counter() - start)
    return taken


def percentile(values: Iterable[float], part: float) -> float:
    """The value that `part` (0 to 1) of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def against(name: str, ours: Spread, theirs: Spread, *, peer: str, unit: str) -> Row:
    """A figure beside a peer's: the ratio is the median of the rounds' own ratios."""
    pairs = zip(ours.values, theirs.values, strict=True)
    return Row(
        name, ours.middle, unit, peer, median(mine / other for mine, other in pairs),
        min(ours.values), max(ours.values),
    )  # fmt: skip


def alone(name: str, ours: Spread, *, unit: str) -> Row:
    """A figure with nothing beside it."""
    return Row(name, ours.middle, unit, low=min(ours.values), high=max(ours.values))
