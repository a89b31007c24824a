"""The embedded server: make its cluster, start, stop, tell. Safe twice, and for two at once."""

import os
import signal
import time

from dimmer.database import programs
from dimmer.database.home import in_words, locked
from dimmer.database.launch import make, run, within_reach
from dimmer.database.place import Place, forget, place
from dimmer.database.problem import DatabaseProblem
from dimmer.database.process import is_alive, is_ready, process


def start(*, is_durable: bool = True, seconds: float = 60) -> bool:
    """Start the embedded server, making its cluster where there is none. Return whether it had to.

    Args:
        is_durable: False only for a throw-away cluster of the tests: the power takes it.
        seconds: how long to wait, for example for recovery after a crash.

    Raises:
        DatabaseProblem: it cannot be started, with what to do.
    """
    with locked("cluster"):
        where = place()
        with in_words(where.folder):
            if is_ready(where):
                return False
            chosen = programs.find(_major_of(where))
            chosen = within_reach(chosen, where)
            if not (where.data / "PG_VERSION").exists():
                make(chosen, where, is_durable=is_durable)
            run(chosen, where, is_durable=is_durable, until=time.monotonic() + seconds)
    return True


def stop(*, seconds: float = 60) -> bool:
    """Stop the embedded server, ending sessions in good order. Return whether it was running.

    Raises:
        DatabaseProblem: it belongs to somebody else, or does not end.
    """
    with locked("cluster"):
        where = place()
        running = process(where)
        if running is None:
            return False
        try:
            os.kill(running, signal.SIGINT)  # PostgreSQL's "fast" shutdown
        except PermissionError:
            raise DatabaseProblem(
                f"The server runs as another user: stop it as that user (process {running})."
            ) from None
        until = time.monotonic() + seconds
        while is_alive(running):
            if time.monotonic() > until:
                raise DatabaseProblem(
                    f"The server has not ended after {seconds:.0f} seconds; its log is {where.log}."
                )
            time.sleep(0.01)
    return True


def status() -> str:
    """One line on the embedded server: `running`, `stopped` or `not made yet`, and where."""
    where = place()
    running = process(where)
    if running is not None:
        return f"running as process {running} in {where.folder}"
    return (
        f"stopped, in {where.folder}"
        if where.data.exists()
        else f"not made yet; it will be in {where.folder}"
    )


def is_running() -> bool:
    """Whether the embedded server runs."""
    return process(place()) is not None


def remove() -> None:
    """Stop the embedded server and remove its cluster with all data, wherever it lies."""
    stop()
    forget()


def _major_of(where: Place) -> int | None:
    made_by = where.data / "PG_VERSION"
    return int(made_by.read_text()) if made_by.exists() else None
