"""Clones of a template, for tests that really commit."""

import secrets
from collections.abc import Iterator

import psycopg
import pytest

from dimmer.database import roles, template, url


@pytest.fixture
def migrated(ground: str) -> Iterator[str]:
    """A template with a table and a row."""
    name = f"template_{secrets.token_hex(4)}"
    template.make(name)
    with psycopg.connect(url.owner(database=name)) as connection:
        connection.execute("create table concern as select 'from the template' as words")
    roles.grant(database=name)
    yield name
    template.drop(name)
    assert ground


def test_what_is_committed_in_one_clone_is_not_in_the_next(migrated: str) -> None:
    first = template.clone(f"{migrated}_1", template=migrated)
    with psycopg.connect(first) as connection:
        connection.execute("insert into concern values ('committed')")

    second = template.clone(f"{migrated}_2", template=migrated)

    with psycopg.connect(second) as connection:
        assert connection.execute("select words from concern").fetchall() == [
            ("from the template",)
        ]
    template.drop(f"{migrated}_1")
    template.drop(f"{migrated}_2")


def test_strangers_get_into_a_clone_no_more_than_into_the_first(migrated: str) -> None:
    template.clone(f"{migrated}_1", template=migrated)

    with psycopg.connect(url.superuser(database=f"{migrated}_1")) as connection:
        asked = "select has_database_privilege('public', current_database(), 'connect')"
        assert connection.execute(asked).fetchone() == (False,)
    template.drop(f"{migrated}_1")


def test_dropping_ends_whoever_is_still_connected_and_may_be_done_twice(migrated: str) -> None:
    address = template.clone(f"{migrated}_1", template=migrated)

    with psycopg.connect(address) as connection:
        template.drop(f"{migrated}_1")
        template.drop(f"{migrated}_1")
        with pytest.raises(psycopg.errors.AdminShutdown):
            connection.execute("select 1")
