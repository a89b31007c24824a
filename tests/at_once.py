"""Two acts at once: the second begins before the first has committed."""

import time
from collections.abc import Callable
from threading import Thread
from typing import Any

from django.db import connection, transaction

_WAITS = """
    select exists (
        select from pg_stat_activity
        where datname = current_database() and pg_backend_pid() = any(pg_blocking_pids(pid))
    )
"""
_LONGEST = 10  # seconds


def at_once(first: Callable[[], Any], second: Callable[[], Any]) -> Any:
    """Do the first; before it commits, let the second come as far as it can. Return what the second gives."""
    given: list[Any] = []

    def do() -> None:
        try:
            given.append(second())
        finally:
            connection.close()

    other = Thread(target=do)
    with transaction.atomic(), connection.cursor() as cursor:
        first()
        other.start()
        deadline = time.monotonic() + _LONGEST
        while other.is_alive() and time.monotonic() < deadline:
            cursor.execute(_WAITS)
            if cursor.fetchone()[0]:
                break
            time.sleep(0.01)
    other.join()
    (result,) = given
    return result
