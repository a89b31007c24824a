"""Several clients at once, each a process with a connection of its own, as the server's workers are."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.synchronize import Event
from time import perf_counter
from typing import Any

from bench import area

_FORK = get_context("fork")
_PATIENCE = 60  # seconds


@dataclass(frozen=True, slots=True)
class Rush:
    """What the clients did together.

    Args:
        done: how many acts.
        seconds: from the first to the last.
        taken: seconds of every act, or of its parts.
    """

    done: int
    seconds: float
    taken: tuple[float, ...]

    @property
    def rate(self) -> float:
        """Acts a second."""
        return self.done / self.seconds


def together(act: Callable[[int], Sequence[float] | None], *, clients: int, each: int) -> Rush:
    """Let `clients` processes do an act `each` times, all beginning at one moment.

    Args:
        act: is given a number that no other call is given, -1 for warming up; it may say how many seconds
            its parts took, which then count instead of the whole.
    """
    area.release()
    barrier, answers = _FORK.Barrier(clients + 1), _FORK.SimpleQueue()

    def client(place: int) -> None:
        taken: list[float] = []
        try:
            act(-1)
            barrier.wait(_PATIENCE)
            for at in range(each):
                start = perf_counter()
                parts = act(place * each + at)
                taken += parts or (perf_counter() - start,)
        except BaseException:
            barrier.abort()
            raise
        finally:
            answers.put((taken, perf_counter()))
            area.release()

    started = [_FORK.Process(target=client, args=(place,)) for place in range(clients)]
    for process in started:
        process.start()
    barrier.wait(_PATIENCE)
    start = perf_counter()
    found = [answers.get() for _ in started]
    for process in started:
        process.join(_PATIENCE)
        assert process.exitcode == 0, "a client failed"
    taken = tuple(one for some, _ in found for one in some)
    return Rush(clients * each, max(end for _, end in found) - start, taken)


@contextmanager
def beside(work: Callable[[], Any], *, every: float) -> Iterator[Event]:
    """Do some work every so many seconds in another process, until the block ends and once more after it."""
    area.release()
    ended = _FORK.Event()

    def worker() -> None:
        while not ended.wait(every):
            work()
        work()
        area.release()

    process = _FORK.Process(target=worker)
    process.start()
    try:
        yield ended
    finally:
        ended.set()
        process.join(_PATIENCE)
        assert process.exitcode == 0, "the work beside failed"
