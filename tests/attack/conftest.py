"""One database for the many short lives of a module, and accounts in it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from attack.theatre import theatre_for

theatre, cast, witness_of = theatre_for("module")


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


@pytest.fixture
def witness(database: str, tmp_path: Path) -> Iterator[Any]:
    """A witness of the ledger here, which asks it."""
    from cosigning import asking, running

    assert database
    with running(tmp_path) as found, asking(found):
        yield found
