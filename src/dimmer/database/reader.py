"""Who is reading: the settings that row-level security asks, for the length of one transaction.

The reader is a practitioner, or a team where work is done by the clock. What a reader may see is theirs alone;
the keys that open it are their team's.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from psycopg import Connection
from psycopg.pq import Escaping, ExecStatus, TransactionStatus

SETTING = "dimmer.reader"
TEAM_SETTING = "dimmer.team"
NOBODY = ""
_SET_READER = f"set local {SETTING} = %s;".encode()
_SET_TEAM = f"set local {TEAM_SETTING} = %s".encode()


class HasCursor(Protocol):
    """A connection of psycopg or of Django."""

    def cursor(self) -> AbstractContextManager[Any]:
        """A cursor that closes at the end of its block."""


class Reads(Protocol):
    """A team, or a practitioner of one."""

    @property
    def pk(self) -> UUID:
        """Whose lists are read."""

    @property
    def team_id(self) -> UUID:
        """Whose keys open what is found."""


@dataclass(frozen=True, slots=True)
class AsTeam:
    """A team that reads as itself, where no row of it is at hand."""

    pk: UUID

    @property
    def team_id(self) -> UUID:
        """Its own keys."""
        return self.pk


def set_reader(connection: HasCursor, reader: Reads | None) -> None:
    """Say who reads until the transaction ends; None is nobody. For every transaction.

    Local to the transaction: what is set for a session would go back to the pool with its
    connection, and be there for whoever takes it next. Outside a transaction it has no effect.
    """
    who, whose = (str(reader.pk), str(reader.team_id)) if reader else (NOBODY, NOBODY)
    if not _set_at_once(getattr(connection, "connection", connection), who, whose):
        with connection.cursor() as cursor:
            cursor.execute(
                f"select set_config('{SETTING}', %s, true), set_config('{TEAM_SETTING}', %s, true)",
                [who, whose],
            )


def _set_at_once(driver: Any, who: str, whose: str) -> bool:
    """Send it straight away, where a transaction has yet to begin in the same message as its beginning.

    Every page and every act says who reads: this is one journey to the server instead of two, and a fraction of
    the driver's own work. Where anything is not as usual, it is not done: the ordinary way does it, or says what is
    wrong.
    """
    if not isinstance(driver, Connection):
        return False
    server = driver.pgconn
    begun = server.transaction_status == TransactionStatus.INTRANS
    if not (begun or _is_to_begin(driver)):
        return False
    quoted = Escaping(server).escape_literal
    said = server.exec_(
        (b"" if begun else b"begin;")
        + (_SET_READER % quoted(who.encode()))
        + (_SET_TEAM % quoted(whose.encode()))
    )
    return said.status == ExecStatus.COMMAND_OK


def _is_to_begin(driver: Connection[Any]) -> bool:
    """Whether the driver would begin a transaction with the next statement, and one of no special kind."""
    return (
        not driver.autocommit
        and driver.pgconn.transaction_status == TransactionStatus.IDLE
        and (driver.isolation_level, driver.read_only, driver.deferrable) == (None, None, None)
    )


def is_reading(connection: HasCursor, who: Reads) -> bool:
    """Whether that is who the database has been told reads: what reads as others asks, and takes nobody's word."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"select coalesce(current_setting('{SETTING}', true), '') = %s",
            [str(who.pk)],
        )
        (answer,) = cursor.fetchone()
    return bool(answer)


@contextmanager
def reading_as_others(connection: HasCursor) -> Iterator[Callable[[Reads], None]]:
    """For work on the rows of several readers in one transaction; whoever read before reads again afterwards."""
    asks = (
        f"select nullif(current_setting('{SETTING}', true), '')::uuid,"
        f" nullif(current_setting('{TEAM_SETTING}', true), '')::uuid"
    )
    with connection.cursor() as cursor:
        cursor.execute(asks)
        who, whose = cursor.fetchone()
    try:
        yield lambda reader: set_reader(connection, reader)
    finally:
        set_reader(connection, _Whoever(who, whose) if who else None)


@contextmanager
def reading_as_own_team(connection: HasCursor) -> Iterator[None]:
    """For what follows from all that the reader's team has, and is shown to nobody, or had been theirs.

    Whose team that is, is what the database has been told, not what a caller says; nobody stays nobody.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"select before, set_config('{SETTING}', own, true) as reader from (select"  # noqa: S608  (names of settings)
            f" coalesce(current_setting('{SETTING}', true), '') as before,"
            f" coalesce(current_setting('{TEAM_SETTING}', true), '') as own) as asked"
        )
        (before, _) = cursor.fetchone()
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"select set_config('{SETTING}', %s, true) as reader", [before])


@contextmanager
def showing(connection: HasCursor) -> Iterator[None]:
    """For what asks who is kept off, and from what: no reader sees that, whoever they are.

    Where a statement fails within, the setting goes with the transaction or its savepoint.
    """
    with connection.cursor() as cursor:
        cursor.execute("select set_config('dimmer.showing', 'yes', true) as showing")
        yield
        cursor.execute("select set_config('dimmer.showing', '', true) as showing")


@dataclass(frozen=True, slots=True)
class _Whoever:
    pk: UUID
    team_id: UUID
