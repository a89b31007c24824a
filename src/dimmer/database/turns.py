"""Turns about the ring: whoever writes what is sealed below it, and whoever takes a key off it."""

from dimmer.database.reader import HasCursor

_RING = 0x44494D4B


def ring_stays(connection: HasCursor) -> None:
    """Until the transaction ends, no key is taken off the ring. Many may hold this at once."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock_shared(%s)", [_RING])


def ring_changes(connection: HasCursor) -> None:
    """Wait until nobody holds the ring, and let nobody until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [_RING])
