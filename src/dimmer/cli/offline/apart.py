"""Work shared out among processes, as many as the machine has processors; what each makes comes back in order.

Each has a pipe of its own, into which it writes until that is full: nobody runs far ahead of whoever reads, whatever
the work. Where one dies its pipe ends, and that is said; where whoever reads dies, they end at their next word.
"""

import os
import signal
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

Made = TypeVar("Made")
Work = Callable[[range], Iterator[Made]]
"""Makes one thing of each number, in their order. It and what it makes are sent between processes (pickled)."""

_MOST = 8
"""Processes. Beyond them whoever reads is the slowest."""


class Ended(Exception):
    """A process that worked for this one died: nothing is known of what it had to do."""

    def __init__(self, status: int | None) -> None:
        super().__init__(
            f"a process that read for this one ended before it was done (its status is {status}): nothing is proved."
            " There may have been too little memory"
        )


@dataclass(frozen=True, slots=True)
class _Failed:
    error: Exception


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def shared_out(work: Work[Made], parts: range, *, processes: int) -> Generator[Made]:
    """What `work` makes of each part, in their order; here, where one process is enough.

    Close it (`contextlib.closing`) where it is not read to its end: the others end then.

    Raises:
        Ended: another process died.
    """
    count = min(processes, len(parts), _MOST)
    if count <= 1:
        yield from work(parts)
        return
    others = [_begin(work, parts[at::count]) for at in range(count)]
    try:
        for at in range(len(parts)):
            yield _next(*others[at % count])
    finally:
        for process, answers in others:
            process.terminate()
            answers.close()
        for process, _ in others:
            process.join()


def _begin(work: Work[Made], parts: range) -> tuple[BaseProcess, Connection]:
    # Not forked off: whoever asks may have threads, and connections that are nobody else's.
    anew = get_context("spawn")
    answers, writer = anew.Pipe(duplex=False)
    process = anew.Process(target=_work, args=(work, parts, writer), daemon=True)
    with _uninterrupted():
        process.start()
    writer.close()
    return process, answers


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Ctrl-C reaches every process of a terminal. Those begun here leave it to this one, which ends them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _work(work: Work[Made], parts: range, answers: Connection) -> None:
    with suppress(BrokenPipeError):  # nobody reads any more
        try:
            for made in work(parts):
                answers.send(made)
        except BrokenPipeError:
            raise
        except Exception as error:  # noqa: BLE001 - whoever reads is told, whatever it was
            answers.send(_Failed(error))


def _next(process: BaseProcess, answers: Connection) -> Any:
    try:
        made = answers.recv()
    except EOFError:
        process.join()
        raise Ended(process.exitcode) from None
    if isinstance(made, _Failed):
        raise made.error
    return made
