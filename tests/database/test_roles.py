"""What each role may do, tried on real tables."""

import psycopg
import pytest
from psycopg import errors
from psycopg.sql import SQL, Identifier

from dimmer.database import policies, roles, url


def run(address: str, *statements: str) -> list[tuple[object, ...]]:
    with psycopg.connect(address) as connection:
        for statement in statements:
            cursor = connection.execute(SQL(statement))
        return cursor.fetchall() if cursor.description else []


def test_the_service_reads_and_writes_what_is_ordinary(ground: str) -> None:
    rows = run(
        url.service(),
        "insert into concern values (1, 'a')",
        "update concern set words = 'b'",
        "select words from concern",
    )
    run(url.service(), "delete from concern", "insert into counted default values")

    assert rows == [("b",)]
    assert run(url.service(), "select from concern") == []
    assert ground


def test_the_service_adds_to_the_ledger_and_reads_it(ground: str) -> None:
    run(url.service(), "insert into ledger_entry values (1, 'made')")

    assert run(url.service(), "select kind from ledger_entry where id = 1") == [("made",)]
    assert ground


@pytest.mark.parametrize(
    "statement",
    [
        "update ledger_entry set kind = 'other'",
        "delete from ledger_entry",
        "truncate ledger_entry",
        "select from ledger_entry for update",
        "insert into ledger_entry values (1) on conflict (id) do update set kind = 'other'",
        "drop table ledger_entry",
        "alter table ledger_entry disable row level security",
        "truncate concern",
        "insert into django_migrations values (1, 'mine')",
        "create table mine (id integer)",
        "create temporary table mine (id integer)",
        "create schema mine",
        "create function mine() returns integer language sql as 'select 1'",
        "create trigger mine after insert on concern execute function suppress_redundant_updates_trigger()",
        "copy concern to '/out'",
        "copy concern from program 'id'",
        "select pg_read_file('/etc/passwd')",
        "alter role current_user bypassrls",
        "create role mine",
        "grant select on concern to public",
    ],
)  # fmt: skip
def test_the_service_may_not(ground: str, statement: str) -> None:
    run(url.service(), "insert into ledger_entry values (1, 'x') on conflict do nothing")

    if statement.startswith("grant"):  # PostgreSQL only warns; nothing is granted
        run(url.service(), statement)
        assert run(url.superuser(), _PUBLIC) == [(False,)]
    else:
        with pytest.raises(errors.InsufficientPrivilege):
            run(url.service(), statement)

    assert ground


_PUBLIC = "select has_table_privilege('public', 'concern', 'select')"


@pytest.mark.parametrize("role", ["owner", "backup", "administrator"])
def test_the_service_becomes_no_other(ground: str, role: str) -> None:
    owner, _, backup = roles.names()
    names = {"owner": owner, "backup": backup, "administrator": _user(url.superuser())}

    with pytest.raises(errors.InsufficientPrivilege), psycopg.connect(url.service()) as connection:
        connection.execute(SQL("set role {}").format(Identifier(names[role])))

    assert ground


def _user(address: str) -> str:
    with psycopg.connect(address) as connection:
        return connection.info.user


@pytest.mark.parametrize("role", ["owner", "service"])
def test_neither_owner_nor_service_passes_over_row_level_security(ground: str, role: str) -> None:
    address = {"owner": url.owner, "service": url.service}[role]()
    flags = (
        "select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication from pg_roles"
    )

    assert run(address, f"{flags} where rolname = current_user") == [(False,) * 5]
    assert ground


def test_the_backup_reads_what_row_level_security_hides_from_all_others(ground: str) -> None:
    there, back = policies.enable("concern", sees="false")
    run(url.service(), "insert into concern values (7, 'hidden')")
    run(url.owner(), there)

    seen = [run(who(), "select words from concern") for who in (url.owner, url.service, url.backup)]

    run(url.owner(), back)
    assert seen == [[], [], [("hidden",)]]
    assert run(url.service(), "select words from concern where id = 7") == [("hidden",)]
    assert ground


@pytest.mark.parametrize(
    "statement",
    [
        "insert into concern values (9, 'x')",
        "update concern set words = 'x'",
        "delete from ledger_entry",
        "set default_transaction_read_only = off; insert into concern values (9, 'x')",
        "set default_transaction_read_only = off; select nextval('counted_id_seq')",
    ],
)
def test_the_backup_writes_nothing(ground: str, statement: str) -> None:
    *first, last = statement.split("; ")
    with psycopg.connect(url.backup(), autocommit=True) as connection:
        for each in first:
            connection.execute(SQL(each))

        with pytest.raises((errors.InsufficientPrivilege, errors.ReadOnlySqlTransaction)):
            connection.execute(SQL(last))

    assert ground


def test_a_table_of_tomorrow_can_be_added_to_and_dumped_at_once_and_changed_once_granted(
    ground: str,
) -> None:
    run(
        url.owner(),
        "create table tomorrow (id integer)",
        "create table ledger_tomorrow (id integer)",
    )
    run(url.service(), "insert into tomorrow values (1)", "insert into ledger_tomorrow values (1)")
    with pytest.raises(errors.InsufficientPrivilege):
        run(url.service(), "update tomorrow set id = 2")

    roles.grant()
    roles.grant()

    run(url.service(), "update tomorrow set id = 2")
    with pytest.raises(errors.InsufficientPrivilege):
        run(url.service(), "update ledger_tomorrow set id = 2")
    assert run(url.backup(), "select id from tomorrow") == [(2,)]
    assert ground


def test_what_was_granted_by_hand_is_taken_back(ground: str) -> None:
    run(url.owner(), f'grant update on ledger_entry to "{roles.names()[1]}", public')

    roles.grant()

    with pytest.raises(errors.InsufficientPrivilege):
        run(url.service(), "update ledger_entry set kind = 'other'")
    assert ground


def test_strangers_on_the_server_do_not_get_in(ground: str) -> None:
    connect = "select has_database_privilege('public', current_database(), 'connect')"

    assert run(url.superuser(), connect) == [(False,)]
    assert ground
