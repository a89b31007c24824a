"""One database for the many short lives of a module: what is killed leaves nothing, so it can be used again."""

from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(scope="module")
def theatre(template: str) -> Iterator[str]:
    """A clone of the template that the tests of a module share."""
    from uuid import uuid4

    from django.db import connection

    import stage
    from dimmer.database import template as templates

    name = f"theatre_{uuid4().hex[:12]}"
    templates.clone(name, template=template)
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]  # of the PostgreSQL backend
    connection.settings_dict["NAME"] = name
    with stage.own_ring():
        yield name
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]  # of the PostgreSQL backend
    connection.settings_dict["NAME"] = template
    templates.drop(name)


@pytest.fixture(scope="module")
def cast(theatre: str) -> Any:
    """The cast, by first name, in the module's database."""
    import stage

    return stage.people()


@pytest.fixture(scope="module")
def witness_of(theatre: str) -> Iterator[Any]:
    """The witness's connection to the module's database."""
    from attack import witness

    with witness.connect(theatre) as connection:
        yield connection


@pytest.fixture
def quick_signing_in(cast: Any) -> Iterator[None]:
    """Hashes that cost nothing, and limits that begin anew."""
    from django.core.cache import cache
    from django.test import override_settings

    assert cast
    cache.clear()
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield
    cache.clear()


@pytest.fixture(scope="module")
def account(cast: Any) -> Any:
    """Somebody with a second factor."""
    from attack.test_signing_in import SECRET
    from dimmer.apps.agencies.actions import give_second_factor

    give_second_factor(cast.pat, secret=SECRET)
    return cast.pat
