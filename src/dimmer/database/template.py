"""Databases for tests: a migrated template, and clones of it in which a test may really commit."""

import shutil
import time
from pathlib import Path

from psycopg import Connection
from psycopg.errors import ObjectInUse
from psycopg.sql import SQL, Composed, Identifier

from dimmer.database import roles, url
from dimmer.database.prepare import connect

_MEMORY = Path("/dev/shm")  # noqa: S108  (a folder of one's own is made in it)
_ENOUGH = 4 * 1024**3  # bytes
_PATIENCE = 60  # seconds; the server waits five for whoever was ended to be gone, which a busy machine takes


def in_memory() -> Path | None:
    """Where a server that is thrown away keeps its files in memory; None where there is no room for that.

    Each clone is some hundred files. A file system on a disk looks past those that were just removed whenever it makes
    one: with thousands of clones that takes longer than all else.
    """
    has_room = _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ENOUGH
    return _MEMORY if has_room else None


def make(name: str) -> None:
    """Make an empty database with the three roles let in. Migrate it, then call `roles.grant`."""
    with connect(url.superuser(database="postgres")) as connection:
        owner = Identifier(roles.names()[0])
        connection.execute(
            SQL("create database {} owner {} template template0").format(Identifier(name), owner)
        )
    with connect(url.superuser(database=name)) as connection:
        for statement in roles.admit(name):
            connection.execute(statement)


def clone(name: str, *, template: str) -> str:
    """Copy a template, data and all, with the same three roles. Return the service's address in it.

    Nobody may be connected to the template meanwhile. The owner's: `url.owner(database=name)`.
    """
    with connect(url.superuser(database="postgres")) as connection:
        owner = Identifier(roles.names()[0])
        statement = SQL("create database {} owner {} template {} strategy file_copy")
        _once_free(connection, statement.format(Identifier(name), owner, Identifier(template)))
        for admission in roles.let_in(name):
            connection.execute(admission)
    return url.service(database=name)


def drop(name: str) -> None:
    """Remove a clone or a template, if it is there, ending whoever is still connected to it."""
    with connect(url.superuser(database="postgres")) as connection:
        _once_free(
            connection, SQL("drop database if exists {} with (force)").format(Identifier(name))
        )


def _once_free(connection: Connection, statement: Composed) -> None:
    """Execute what the server refuses while somebody is still connected, until they are gone."""
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            connection.execute(statement)
        except ObjectInUse:
            if time.monotonic() > until:
                raise
        else:
            return
