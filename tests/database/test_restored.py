"""What one test leaves in a database, the next does not find."""

from contextlib import nullcontext
from typing import Any

import pytest
from django.db import connection, transaction
from psycopg.sql import SQL, Identifier

import stage
from dimmer.database import url
from dimmer.database.prepare import connect

_TABLES = (
    "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"
)
_NUMBERS = "select sequencename, last_value from pg_sequences order by 1"


@pytest.mark.parametrize("by_hand", [False, True])
def test_what_was_written_changed_and_set_is_gone(clones: Any, by_hand: bool) -> None:
    with clones.one() as name:
        cast = stage.people()
        before = _whole(name)
        stage.raised(cast.amina)
        stage.browser_of(cast.amina)
        with connect(url.superuser(database=name)) as hand:
            hand.execute("set session_replication_role = replica")
            hand.execute("update agencies_team set name = name || ' again'")
            hand.execute("delete from agencies_outofhoursnumber")
        _asked("select set_config('dimmer.reader', 'amina', false)", by_hand=by_hand)
        assert _whole(name) != before

    with clones.one() as again:
        assert again == name
        assert _whole(again) == before
        found = _asked("select current_setting('dimmer.reader', true)", by_hand=by_hand)
        assert found in ("", None)


@pytest.mark.parametrize(
    "done",
    [
        "drop policy {policy} on {table}",
        "alter table {table} disable row level security",
        "grant delete on {table} to public",
        "create or replace function public.made() returns int language sql as 'select 1'",
        "create role {table}_made",
        "comment on table {table} is 'said'; create index on {table} (id)",
    ],
)
def test_where_anything_but_rows_was_touched_the_next_gets_another(clones: Any, done: str) -> None:
    with clones.one() as name, connect(url.superuser(database=name)) as hand:
        table, policy = hand.execute("select tablename, policyname from pg_policies").fetchone()  # type: ignore[misc]
        hand.execute(done.format(table=table, policy=f'"{policy}"').encode())

    with clones.one() as again:
        assert again != name


@pytest.mark.parametrize("by_hand", [False, True])
def test_a_lock_that_a_test_leaves_keeps_its_connection_from_the_next(
    clones: Any, by_hand: bool
) -> None:
    with clones.one() as name:
        _asked("select pg_advisory_lock(7)", by_hand=by_hand)

    with clones.one() as again:
        assert again != name


def _whole(name: str) -> Any:
    """Every row of every table, and where each number stands."""
    with connect(url.superuser(database=name)) as hand:
        tables = sorted(table for (table,) in hand.execute(_TABLES))
        rows = {
            table: hand.execute(
                SQL("select t::text from {} t order by 1").format(Identifier(table))
            ).fetchall()
            for table in tables
        }
        return rows, hand.execute(_NUMBERS).fetchall()


def _asked(sql: str, *, by_hand: bool) -> Any:
    """Over the service's connection, or over the one that looks past policies (see looking.py)."""
    with nullcontext() if by_hand else transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]
