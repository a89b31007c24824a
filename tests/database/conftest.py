"""A throw-away ground for each module of tests, on the embedded server or the one given."""

import os
import secrets
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from dimmer.database import cluster, prepare, roles, url

_OUTSIDE = os.environ.get("DIMMER_DATABASE_URL")
_VARIABLES = [name for name in os.environ if name.startswith("DIMMER_DATABASE_")]


@pytest.fixture
def embedded(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty DIMMER_HOME of the embedded server, whatever server the rest of the tests run on."""
    for name in _VARIABLES:
        monkeypatch.delenv(name)
    with tempfile.TemporaryDirectory() as folder:
        monkeypatch.setenv("DIMMER_HOME", f"{folder}/home")
        yield Path(folder, "home")
        cluster.remove()


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """An administrator's address on a server of any kind: as an operator would give it."""
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as folder:
        patch.setenv("DIMMER_HOME", folder)
        if _OUTSIDE:
            yield psycopg.conninfo.make_conninfo(_OUTSIDE, dbname="postgres")
            return
        for name in _VARIABLES:
            patch.delenv(name)
        cluster.start(is_durable=False)
        yield url.superuser(database="postgres")
        patch.setenv("DIMMER_HOME", folder)
        patch.delenv("DIMMER_DATABASE_URL", raising=False)
        cluster.remove()


@pytest.fixture
def fresh(server: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[str]:
    """DIMMER_DATABASE_URL for a database that is not there yet, and an empty DIMMER_HOME."""
    name = f"fresh_{secrets.token_hex(4)}"
    yield from _given(server, name, monkeypatch, tmp_path)


@pytest.fixture(scope="module")
def ground(server: str) -> Iterator[str]:
    """A prepared database with a few tables, granted. Tests of the module share it."""
    name = f"ground_{secrets.token_hex(4)}"
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as folder:
        for given in _given(server, name, patch, Path(folder)):
            prepare.prepare()
            with psycopg.connect(url.owner()) as connection:
                connection.execute(_TABLES)
            roles.grant()
            yield given


_TABLES = """
create table concern (id integer primary key, words text);
create table ledger_entry (id integer primary key, kind text);
create table django_migrations (id integer primary key, name text);
create table counted (id serial primary key);
"""


def _given(server: str, name: str, patch: pytest.MonkeyPatch, folder: Path) -> Iterator[str]:
    parts = psycopg.conninfo.conninfo_to_dict(server) | {"dbname": name}
    address = psycopg.conninfo.make_conninfo("", **parts)
    patch.setenv("DIMMER_HOME", str(folder))
    patch.setenv("DIMMER_DATABASE_URL", address)
    yield address
    with psycopg.connect(server, autocommit=True) as connection:
        drop = SQL("drop database if exists {} with (force)")
        connection.execute(drop.format(Identifier(name)))
        for role in (f"{name}_owner", f"{name}_service", f"{name}_backup"):
            connection.execute(SQL("drop role if exists {}").format(Identifier(role)))
