"""A ground made ready on a server that was given by its address."""

import secrets
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.sql import SQL, Identifier

from dimmer.database import prepare, roles, url
from dimmer.database.problem import DatabaseProblem


def answers(address: str) -> bool:
    with psycopg.connect(address) as connection:
        return connection.execute("select true").fetchone() == (True,)


@contextmanager
def somebody(server: str, attributes: str) -> Iterator[tuple[str, str]]:
    """A role of these attributes, with a database of its own. Yield the role's name and address."""
    name = f"somebody_{secrets.token_hex(4)}"
    with psycopg.connect(server, autocommit=True) as connection:
        who = Identifier(name)
        connection.execute(
            SQL("create role {} login password 'secret' ").format(who) + SQL(attributes)
        )
        connection.execute(SQL("create database {} owner {}").format(who, who))
        yield name, make_conninfo(server, user=name, password="secret", dbname=name)
        connection.execute(SQL("drop database {} with (force)").format(who))
        for role in (f"{name}_owner", f"{name}_service", f"{name}_backup", name):
            if connection.execute(
                "select true from pg_roles where rolname = %s", [role]
            ).fetchone():
                connection.execute(SQL("drop owned by {} cascade").format(Identifier(role)))
                connection.execute(SQL("drop role {}").format(Identifier(role)))


def test_an_administrators_address_is_all_it_needs(fresh: str) -> None:
    prepare.prepare()
    prepare.prepare()

    assert all(answers(who()) for who in (url.owner, url.service, url.backup, url.superuser))
    assert conninfo_to_dict(url.service())["dbname"] == conninfo_to_dict(fresh)["dbname"]
    assert len({roles.names()[0], *roles.names()}) == 3


def test_the_database_it_makes_is_in_utf_8_and_sorts_by_code_point(fresh: str) -> None:
    prepare.prepare()

    with psycopg.connect(url.service()) as connection:
        encoding = connection.execute("show server_encoding").fetchone()
        words = "select string_agg(w, '' order by w) from unnest(array['é', 'a', 'B', 'b']) w"
        order = connection.execute(words).fetchone()

    assert (encoding, order) == (("UTF8",), ("Babé",))
    assert fresh


def test_another_home_with_other_passwords_is_told_so_and_locks_nobody_out(
    fresh: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    prepare.prepare()
    first = url.service()
    monkeypatch.setenv("DIMMER_HOME", str(tmp_path / "another"))

    with pytest.raises(DatabaseProblem, match=r"copy passwords\.json"):
        prepare.prepare()

    assert answers(first)
    assert fresh


def test_who_may_make_no_roles_is_given_the_sql_for_those_who_may(
    server: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with somebody(server, "nocreaterole nocreatedb") as (name, address):
        monkeypatch.setenv("DIMMER_HOME", str(tmp_path))
        monkeypatch.setenv("DIMMER_DATABASE_URL", address)

        with pytest.raises(DatabaseProblem) as refused:
            prepare.prepare()

        _, _, sql = str(refused.value).partition("\n\n")
        secret = str(conninfo_to_dict(url.service())["password"])
        assert f'create role "{name}_service"' in sql
        assert secret not in str(refused.value)
        with psycopg.connect(make_conninfo(server, dbname=name)) as connection:
            connection.execute(sql.encode())
        prepare.prepare()
        assert all(answers(who()) for who in (url.owner, url.service, url.backup))


def test_addresses_given_for_each_role_are_taken_as_they_are(
    fresh: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    prepare.prepare()
    given = {role: getattr(url, role)() for role in ("owner", "service", "backup")}
    for role, address in given.items():
        monkeypatch.setenv(f"DIMMER_DATABASE_{role.upper()}_URL", address)
    monkeypatch.delenv("DIMMER_DATABASE_URL")
    monkeypatch.setenv("DIMMER_HOME", str(tmp_path / "another"))

    prepare.prepare()

    assert url.service() == given["service"]
    assert not (tmp_path / "another" / "passwords.json").exists()
    with pytest.raises(DatabaseProblem, match="set DIMMER_DATABASE_URL for this"):
        url.superuser()
    assert fresh


def test_a_service_that_passes_over_row_level_security_is_refused(
    fresh: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare.prepare()
    monkeypatch.setenv("DIMMER_DATABASE_SERVICE_URL", url.backup())

    with pytest.raises(DatabaseProblem, match="the service must not"):
        prepare.prepare()

    assert fresh


def test_a_service_that_owns_the_tables_is_refused(
    fresh: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare.prepare()
    monkeypatch.setenv("DIMMER_DATABASE_SERVICE_URL", url.owner())
    with psycopg.connect(url.service()) as connection:
        connection.execute("create table its_own (id integer)")

    with pytest.raises(DatabaseProblem, match="must not be the owner"):
        roles.grant()

    assert fresh


def test_a_wrong_password_is_said_in_words_that_do_not_show_it(
    fresh: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = make_conninfo(fresh, password="not-the-password", dbname="postgres")
    monkeypatch.setenv("DIMMER_DATABASE_URL", wrong)

    with pytest.raises(DatabaseProblem, match="password authentication failed") as refused:
        prepare.prepare()

    assert "not-the-password" not in str(refused.value)


@contextmanager
def old_server(version: str) -> Iterator[int]:
    """A server that speaks the protocol just far enough to say its version (PostgreSQL, 55.2)."""

    def message(kind: bytes, body: bytes) -> bytes:
        return kind + struct.pack("!i", len(body) + 4) + body

    def serve() -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            with client:
                while (asked := client.recv(8192))[4:8] in {
                    b"\x04\xd2\x16\x2f",
                    b"\x04\xd2\x16\x30",
                }:
                    client.sendall(b"N")  # neither TLS nor GSSAPI
                if asked:
                    version_is = message(b"S", b"server_version\0" + version.encode() + b"\0")
                    ready = message(b"R", struct.pack("!i", 0)) + version_is + message(b"Z", b"I")
                    client.sendall(ready)
                    client.recv(8192)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve)
        thread.start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()


def test_a_postgresql_before_15_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DIMMER_HOME", str(tmp_path))
    with old_server("14.12") as port:
        monkeypatch.setenv("DIMMER_DATABASE_URL", f"postgresql://a:b@127.0.0.1:{port}/x")

        with pytest.raises(DatabaseProblem, match=r"is PostgreSQL 14\. Dimmer needs 15 or later"):
            prepare.prepare()


def test_a_server_that_does_not_answer_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DIMMER_HOME", str(tmp_path))
    monkeypatch.setenv("DIMMER_DATABASE_URL", "postgresql://a:secret@127.0.0.1:1/x")

    with pytest.raises(DatabaseProblem, match=r"x on 127\.0\.0\.1 .*refused") as refused:
        prepare.prepare()

    assert "secret" not in str(refused.value)
