"""Processes that do one act and are really killed at a chosen moment, or race each other to it.

A moment is: before a statement, before or after a COMMIT, when the act has returned. What comes after a statement
that only reads is the same moment as the one before it. Processes are forked, each with a connection of its own and no
transaction but the act's.
"""

import os
import pickle
import re
import signal
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any, NoReturn

from django.db import connection, connections, transaction

from dimmer.database.reader import Reads

Act = Callable[[], Any]
_READS = re.compile(r'SELECT (?:DISTINCT )?(?:"|1 AS|COUNT\(|MAX\()(?!.* FOR UPDATE)', re.DOTALL)
"""The statements of Django's own that read and lock nothing: ours call functions, which may write."""


@dataclass(frozen=True, slots=True)
class Death:
    """Where a process died: the last of the moments that it came to."""

    moment: str

    @property
    def is_before_any_commit(self) -> bool:
        """Whether nothing that the act wrote can have stayed."""
        return self.moment in ("statement", "before-commit")


def kill_at(
    moment: int, act: Act, *, reader: Reads, within: bool = False, each: int = 1, first: int = 0
) -> Death:
    """Do the act in a process that is killed at its nth moment, from 1; once it has returned at the latest.

    Args:
        within: whether a transaction is around it.
        each: of the moments before a statement only each such one is counted, beginning after the `first` ones; and
            the first of all.
    """
    disconnect()
    told, tells = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(told)
        _die_at(moment, act, reader=reader, within=within, tells=tells, each=each, first=first)
    os.close(tells)
    with os.fdopen(told, "rb") as pipe:
        said = pipe.read()
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), f"it was not killed: {said!r}"
    assert os.WTERMSIG(status) == signal.SIGKILL
    return Death(said.decode().split()[-1])


def outcomes(acts: Sequence[tuple[Act, Reads]], *, seconds: float = 20) -> list[Any]:
    """Do all acts at once, a process each, from one starting shot; give what each returned or raised."""
    disconnect()
    ready = [_started(act, reader) for act, reader in acts]
    for _, _, shot in ready:
        os.write(shot, b"go")
        os.close(shot)
    results = []
    for child, answer, _ in ready:
        with os.fdopen(answer, "rb") as pipe:
            said = pipe.read()
        os.waitpid(child, 0)
        results.append(pickle.loads(said) if said else TimeoutError(f"silent for {seconds} s"))  # noqa: S301  (our own child wrote it)
    return results


def _started(act: Act, reader: Reads) -> tuple[int, int, int]:
    answer, answers = os.pipe()
    waits, shot = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(answer)
        os.close(shot)
        signal.alarm(30)  # a deadlock that nobody notices ends the child, and the test fails
        result: Any = None
        try:  # the child ends here, whatever happens: one that went on would be the tests once more
            _connect(reader)
            os.read(waits, 2)
            act()
        except BaseException as error:  # noqa: BLE001  (whatever it is, the parent judges it)
            result = (type(error).__name__, str(error)[:200])
        finally:
            with os.fdopen(answers, "wb") as pipe:
                pickle.dump(result, pipe)
            os._exit(0)
    os.close(answers)
    os.close(waits)
    return child, answer, shot


def disconnect() -> None:
    """Let go of every connection, so that a fork takes none along and clones can be made."""
    connections.close_all()
    connection.close_pool()  # type: ignore[attr-defined]  # of the PostgreSQL backend


def _connect(reader: Reads) -> None:
    """A connection of the process's own, outside the pool, on which the reader is known from the start.

    So the act needs no transaction around it: where it has none of its own, that shows.
    """
    settings = f"-c dimmer.reader={reader.pk} -c dimmer.team={reader.team_id}"
    options = {**connection.settings_dict["OPTIONS"], "options": settings}
    connection.settings_dict["OPTIONS"] = {
        name: value for name, value in options.items() if name != "pool"
    }
    connection.ensure_connection()


def _die_at(
    moment: int, act: Act, *, reader: Reads, within: bool, tells: int, each: int, first: int
) -> NoReturn:
    passed, statements = 0, -first

    def come_to(name: str) -> None:
        nonlocal passed
        passed += 1
        if passed == moment or name == "returned":
            os.write(tells, f" {name}".encode())
            os.kill(os.getpid(), signal.SIGKILL)

    has_written = True

    def statement(execute: Any, sql: Any, *args: Any) -> Any:
        nonlocal has_written, statements
        if has_written:
            if statements % each == 0 or statements == -first:
                come_to("statement")
            statements += 1
        has_written = not _READS.match(str(sql))
        return execute(sql, *args)

    try:
        _connect(reader)
        connection.execute_wrappers.append(statement)
        raw: Any = connection.connection
        commit = raw.commit

        def watched() -> None:
            come_to("before-commit")
            commit()
            come_to("after-commit")

        raw.commit = watched
        with transaction.atomic() if within else nullcontext():
            act()
        come_to("returned")
    except BaseException as error:  # noqa: BLE001  (a forked copy of the test run must not go on)
        os.write(tells, f" raised {error!r}".encode())
    os._exit(3)


def wait_until_gone(witness: Any, *, seconds: float = 10) -> None:
    """Wait until the server has noticed that no client is left, and taken back what they had begun."""
    until = time.monotonic() + seconds
    question = (
        "select count(*) from pg_stat_activity where datname = current_database()"
        " and pid <> pg_backend_pid() and backend_type = 'client backend'"
    )
    while witness.execute(question).fetchone()[0]:
        if time.monotonic() > until:
            sys.exit("a connection of a killed process is still there")
        time.sleep(0.002)


def next_transaction(witness: Any) -> int:
    """The number of the server's next transaction that writes."""
    asked = "select pg_snapshot_xmax(pg_current_snapshot())::text::bigint"
    [(number,)] = witness.execute(asked)
    return int(number)


def may_differ(witness: Any, *, since: int) -> bool:
    """Whether any transaction from this number on was kept or still runs; where none was, every row is as it was."""
    asked = (
        "select exists (select from generate_series(%s, pg_snapshot_xmax(pg_current_snapshot())::text::bigint - 1) n"
        " where pg_xact_status(n::text::xid8) is distinct from 'aborted')"
    )
    [(found,)] = witness.execute(asked, [since])
    return bool(found)
