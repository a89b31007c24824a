"""Turns: of two acts on one thing the second waits; and those about the ring of keys and the ledger's places."""

from collections.abc import Iterator
from contextlib import contextmanager

from dimmer.database.reader import HasCursor

_RING = 0x44494D4B
_SEQUENCER = 0x44494D4D


def ring_stays(connection: HasCursor) -> None:
    """Until the transaction ends, no key is taken off the ring. Many may hold this at once."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock_shared(%s)", [_RING])


def ring_changes(connection: HasCursor) -> None:
    """Wait until nobody holds the ring, and let nobody until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [_RING])


def sequence_alone(connection: HasCursor) -> None:
    """Until the transaction ends, nobody else takes entries of the ledger into its tree."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [_SEQUENCER])


@contextmanager
def sequencers_wait(connection: HasCursor) -> Iterator[None]:
    """The same, from before a transaction until after it."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(%s)", [_SEQUENCER])
        try:
            yield
        finally:
            cursor.execute("select pg_advisory_unlock(%s)", [_SEQUENCER])


def take_turns(connection: HasCursor, about: object, *, among: int = 0) -> None:
    """Until the transaction ends, whoever else takes a turn about the same waits; so does whoever shares one.

    Args:
        about: what it is printed as stands for it: an id, or ids one behind the other.
        among: turns of another number are others.
    """
    _wait(connection, "pg_advisory_xact_lock", about, among)


def takes_turn(connection: HasCursor, about: object) -> bool:
    """Take a turn as `take_turns` does, if nobody has it; else False, at once."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [str(about)])
        row = cursor.fetchone()
    return bool(row and row[0])


def share_turn(connection: HasCursor, about: object, *, among: int = 0) -> None:
    """The same, for those whom each other's turns do not disturb: they wait for none but a turn of one alone."""
    _wait(connection, "pg_advisory_xact_lock_shared", about, among)


def _wait(connection: HasCursor, how: str, about: object, among: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"select {how}(hashtextextended(%s, %s))", [str(about), among])
