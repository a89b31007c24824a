"""Addresses that mean the same after they were written as before."""

from pathlib import Path

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from dimmer.database import url
from dimmer.database.problem import DatabaseProblem

TEXT = st.text(st.characters(exclude_characters="\0", codec="utf-8"), min_size=1, max_size=20)
HOST = st.sampled_from(["db.example", "127.0.0.1", "::1", "/run/a b/c", "one.example,two.example"])


@pytest.fixture(autouse=True)
def a_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DIMMER_HOME", str(tmp_path))


@given(user=TEXT, password=TEXT, dbname=TEXT, host=HOST)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_whatever_an_address_holds_it_is_understood_as_it_was_meant(
    user: str, password: str, dbname: str, host: str
) -> None:
    port = "5432,5433" if "," in host else "5433"
    given_parts = {"user": user, "password": password, "dbname": dbname, "host": host, "port": port}
    address = make_conninfo("", **given_parts, sslmode="require", application_name="a b&c")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DIMMER_DATABASE_URL", address)

        written = conninfo_to_dict(url.superuser())
        service = conninfo_to_dict(url.service(database="clone"))

    assert written == {**given_parts, "sslmode": "require", "application_name": "a b&c"}
    assert service["user"] == f"{dbname}_service"
    assert (service["dbname"], service["host"], service["sslmode"]) == ("clone", host, "require")


def test_passwords_are_made_once_and_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIMMER_DATABASE_URL", "postgresql://admin@db.example/one")
    first = [who() for who in (url.owner, url.service, url.backup)]

    again = [who() for who in (url.owner, url.service, url.backup)]

    assert first == again
    assert len({conninfo_to_dict(address)["password"] for address in first}) == 3


def test_a_password_of_one_server_is_not_told_to_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIMMER_DATABASE_URL", "postgresql://admin@db.example/one")
    here = conninfo_to_dict(url.service())["password"]
    monkeypatch.setenv("DIMMER_DATABASE_URL", "postgresql://admin@other.example/one")

    assert conninfo_to_dict(url.service())["password"] != here


def test_what_is_no_address_is_refused_without_repeating_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DIMMER_DATABASE_URL", "sqlite:///secret-file")

    with pytest.raises(DatabaseProblem, match="DIMMER_DATABASE_URL is no address") as refused:
        url.service()

    assert "secret-file" not in str(refused.value)


def test_with_the_roles_kept_by_hand_the_one_address_is_the_owners(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DIMMER_DATABASE_URL", "postgresql://keeper:x@db.example/one")
    monkeypatch.setenv("DIMMER_DATABASE_SERVICE_URL", "postgresql://pages:y@db.example/one")

    assert conninfo_to_dict(url.owner())["user"] == "keeper"
    assert url.service(database="clone") == "postgresql://pages:y@db.example/clone"


def test_an_address_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DIMMER_DATABASE_URL", raising=False)
    monkeypatch.setenv("DIMMER_DATABASE_SERVICE_URL", "postgresql://pages:y@db.example/one")

    with pytest.raises(DatabaseProblem, match="Set DIMMER_DATABASE_BACKUP_URL too"):
        url.backup()


def test_the_embedded_address_works_for_every_reader_of_addresses(
    embedded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIMMER_HOME", str(embedded.with_name("a folder, with & all % sorts")))

    parts = conninfo_to_dict(url.service())

    assert parts["user"] == "dimmer_service"
    assert str(parts["host"]).startswith("/")
    assert isinstance(psycopg.conninfo.make_conninfo(url.service()), str)
