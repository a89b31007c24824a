"""Who is reading: the setting that row-level security asks, for the length of one transaction."""

from contextlib import AbstractContextManager
from typing import Any, Protocol
from uuid import UUID

SETTING = "dimmer.reader"
NOBODY = ""


class HasCursor(Protocol):
    """A connection of psycopg or of Django."""

    def cursor(self) -> AbstractContextManager[Any]:
        """A cursor that closes at the end of its block."""


def set_reader(connection: HasCursor, team: UUID | None) -> None:
    """Say which team reads until the transaction ends; None is nobody. For every transaction.

    Local to the transaction: what is set for a session would go back to the pool with its
    connection, and be there for whoever takes it next. Outside a transaction it has no effect.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"select set_config('{SETTING}', %s, true)", [str(team) if team else NOBODY])
