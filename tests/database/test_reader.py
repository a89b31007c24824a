"""The reader of a transaction ends with it: a pooled connection never carries one over."""

import uuid
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg import errors
from psycopg.pq import TransactionStatus
from psycopg_pool import ConnectionPool

from dimmer.database import policies, roles, url
from dimmer.database.reader import AsTeam, set_reader

HERS, THEIRS = uuid.UUID(int=1), uuid.UUID(int=2)


@pytest.fixture(scope="module")
def inbox(ground: str) -> Iterator[ConnectionPool]:
    """Two teams' rows under row-level security, behind a pool of one connection."""
    with psycopg.connect(url.owner()) as connection:
        connection.execute(
            "create table inbox (reader uuid not null, words text, primary key (reader, words))"
        )
        connection.execute(policies.enable("inbox")[0].encode())
    roles.grant()
    with psycopg.connect(url.service()) as connection:
        for team, words in ((HERS, "hers"), (THEIRS, "theirs")):
            connection.execute("insert into inbox values (%s, %s)", [team, words])
    with ConnectionPool(url.service(), min_size=1, max_size=1, open=True) as pool:
        pool.wait()
        yield pool
    assert ground


def seen(connection: psycopg.Connection) -> list[str]:
    return [words for (words,) in connection.execute("select words from inbox order by words")]


def test_each_team_sees_its_own_and_nobody_sees_nothing(inbox: ConnectionPool) -> None:
    found = []
    for team in (HERS, THEIRS, None, uuid.uuid4()):
        with inbox.connection() as connection:
            set_reader(connection, AsTeam(team) if team else None)
            found.append(seen(connection))

    assert found == [["hers"], ["theirs"], [], []]


def test_without_a_reader_there_is_nothing_to_see(inbox: ConnectionPool) -> None:
    with inbox.connection() as connection:
        assert seen(connection) == []


@pytest.mark.parametrize("statement", ["update inbox set words = 'x'", "delete from inbox"])
def test_nobody_changes_another_teams_rows(inbox: ConnectionPool, statement: str) -> None:
    with inbox.connection() as connection:
        set_reader(connection, AsTeam(HERS))
        changed = connection.execute(f"{statement} where reader = %s".encode(), [THEIRS]).rowcount

    assert changed == 0


def test_a_row_cannot_be_pushed_onto_another_team_by_changing_its_reader(
    inbox: ConnectionPool,
) -> None:
    with inbox.connection() as connection:
        set_reader(connection, AsTeam(HERS))
        with pytest.raises(errors.InsufficientPrivilege):
            connection.execute("update inbox set reader = %s", [THEIRS])
        connection.rollback()


def test_a_setting_that_is_no_team_stops_the_reading(inbox: ConnectionPool) -> None:
    with inbox.connection() as connection:
        connection.execute("select set_config('dimmer.reader', 'everybody', true)")
        with pytest.raises(errors.InvalidTextRepresentation):
            seen(connection)
        connection.rollback()


def test_a_function_in_the_question_is_not_shown_hidden_rows(inbox: ConnectionPool) -> None:
    with inbox.connection() as connection:
        set_reader(connection, AsTeam(HERS))
        leaky = "select words from inbox where words = 'hers' or 1 / (length(words) - 6) > 0"

        assert connection.execute(leaky).fetchall() == [("hers",)]


class Interruption(Exception):
    """What goes wrong in the middle of a request."""


def use(pool: ConnectionPool, team: uuid.UUID | None, ending: str, *, asks_first: bool) -> None:
    """One borrower that reads as a team and ends in one of the ways that requests end."""
    with pool.connection() as connection:
        if asks_first:
            connection.execute("select 1")
        set_reader(connection, AsTeam(team) if team else None)
        assert seen(connection) == {HERS: ["hers"], THEIRS: ["theirs"]}.get(
            team or uuid.UUID(int=0), []
        )
        if ending == "savepoint rolled back":
            with connection.transaction(force_rollback=True):
                set_reader(connection, AsTeam(THEIRS))
        elif ending == "savepoint kept":
            with connection.transaction():
                set_reader(connection, AsTeam(HERS))
        elif ending == "commit":
            connection.commit()
        elif ending == "rollback":
            connection.rollback()
        elif ending == "error in SQL":
            connection.execute("select 1 / 0")
        elif ending == "exception":
            raise Interruption
        elif ending == "connection lost":
            connection.close()


ENDINGS = st.sampled_from(
    [
        "end of block",
        "commit",
        "rollback",
        "savepoint kept",
        "savepoint rolled back",
        "error in SQL",
        "exception",
        "connection lost",
    ]
)


BORROWERS = st.tuples(st.sampled_from([HERS, THEIRS, None]), ENDINGS, st.booleans())


@given(st.lists(BORROWERS, min_size=1, max_size=6))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_pooled_connection_never_carries_a_reader_over(
    inbox: ConnectionPool, borrowers: list[tuple[uuid.UUID | None, str, bool]]
) -> None:
    for team, ending, asks_first in borrowers:
        try:
            use(inbox, team, ending, asks_first=asks_first)
        except (Interruption, errors.DivisionByZero, psycopg.OperationalError):
            inbox.check()

        with inbox.connection() as connection:
            for name in ("dimmer.reader", "dimmer.team"):
                left = connection.execute("select current_setting(%s, true)", [name]).fetchone()
                assert left in {(None,), ("",)}
            assert seen(connection) == []


def test_outside_a_transaction_setting_a_reader_opens_nothing(inbox: ConnectionPool) -> None:
    assert inbox.min_size == 1

    with psycopg.connect(url.service(), autocommit=True) as connection:
        set_reader(connection, AsTeam(HERS))
        assert seen(connection) == []


def test_a_transaction_begins_with_who_reads_in_one_message(inbox: ConnectionPool) -> None:
    last = "select query, state from pg_stat_activity where pid = %s"
    with inbox.connection() as connection, psycopg.connect(url.superuser()) as beside:
        set_reader(connection, AsTeam(HERS))
        said = beside.execute(last, [connection.info.backend_pid]).fetchone()

        assert said == (
            f"begin;set local dimmer.reader = '{HERS}';set local dimmer.team = '{HERS}'",
            "idle in transaction",
        )
        assert seen(connection) == ["hers"]


def test_an_id_that_is_no_id_stays_a_value(inbox: ConnectionPool) -> None:
    odd: Any = r"x'; commit; set dimmer.reader = '\'; --"
    with inbox.connection() as connection:
        set_reader(connection, AsTeam(odd))
        said = connection.execute("select current_setting('dimmer.reader')").fetchone()

        assert said == (odd,)
        assert connection.info.transaction_status == TransactionStatus.INTRANS
        connection.rollback()


def test_a_transaction_of_its_own_kind_stays_of_that_kind(inbox: ConnectionPool) -> None:
    assert inbox.min_size == 1
    asks = (
        "select current_setting('transaction_isolation'), current_setting('transaction_read_only')"
    )
    with psycopg.connect(url.service()) as connection:
        connection.isolation_level = psycopg.IsolationLevel.SERIALIZABLE
        connection.read_only = True
        set_reader(connection, AsTeam(HERS))

        assert connection.execute(asks).fetchone() == ("serializable", "on")
        assert seen(connection) == ["hers"]


def test_what_went_wrong_before_is_said_by_the_driver(inbox: ConnectionPool) -> None:
    assert inbox.min_size == 1

    with psycopg.connect(url.service()) as connection:
        with pytest.raises(errors.DivisionByZero):
            connection.execute("select 1 / 0")
        with pytest.raises(errors.InFailedSqlTransaction):
            set_reader(connection, AsTeam(HERS))


@pytest.mark.parametrize("begun", [False, True])
def test_a_connection_that_the_server_ended_is_not_taken_for_one_that_reads(
    inbox: ConnectionPool, *, begun: bool
) -> None:
    assert inbox.min_size == 1

    with psycopg.connect(url.service()) as connection:
        if begun:
            connection.execute("select 1")
        with psycopg.connect(url.superuser(), autocommit=True) as beside:
            beside.execute("select pg_terminate_backend(%s, 5000)", [connection.info.backend_pid])
        with pytest.raises(psycopg.OperationalError):
            set_reader(connection, AsTeam(HERS))


def test_the_policies_come_off_as_they_went_on(ground: str) -> None:
    there, back = policies.enable('odd"name', column="odd column", insert="reader", delete="reader")
    asked = "select count(*) from pg_policies where tablename = 'odd\"name'"
    with psycopg.connect(url.owner()) as connection:
        connection.execute('create table "odd""name" ("odd column" uuid)')

        connection.execute(there.encode())
        on = connection.execute(asked).fetchone()
        connection.execute(back.encode())
        off = connection.execute(asked).fetchone()

    assert (on, off) == ((4,), (0,))
    assert ground


def test_a_row_that_is_only_its_readers_to_add_cannot_be_added_for_another(ground: str) -> None:
    with psycopg.connect(url.owner()) as connection:
        connection.execute("create table own (reader uuid, words text)")
        connection.execute(policies.enable("own", insert="reader", update="nobody")[0].encode())
    roles.grant()

    with psycopg.connect(url.service()) as connection:
        set_reader(connection, AsTeam(HERS))
        connection.execute("insert into own values (%s, 'mine')", [HERS])
        assert connection.execute("update own set words = 'other'").rowcount == 0
    with psycopg.connect(url.service()) as connection:
        set_reader(connection, AsTeam(HERS))
        with pytest.raises(errors.InsufficientPrivilege):
            connection.execute("insert into own values (%s, 'forged')", [THEIRS])
        connection.rollback()

    assert ground
