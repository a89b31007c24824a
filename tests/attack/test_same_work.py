"""What is another's and what never was: the same statements to the database, letter for letter, before the same 404."""

from collections.abc import Callable
from functools import partial
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

import stage
from attack import pages as behind
from attack.pages import Page
from attack.test_every_page import ID, OF_THE_WHOLE_TEAM, PUBLISHED


@pytest.fixture(scope="module")
def pages(cast: SimpleNamespace) -> list[Page]:
    """With something behind each."""
    return behind.pages(cast)


def _asked(send: Callable[[], Any]) -> tuple[int, list[str]]:
    """The status, and every statement with its places for values."""
    said: list[str] = []

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        said.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        return send().status_code, said


@pytest.mark.parametrize("first", ["olu", "rhys", "nina"])
@pytest.mark.parametrize("verb", ["get", "post"])
def test_a_stranger_costs_the_database_the_same_whatever_is_there(
    cast: SimpleNamespace, pages: list[Page], first: str, verb: str
) -> None:
    browser: Client = stage.browser_of(getattr(cast, first))
    browser.get("/")
    tried = 0

    for page in pages:
        if page.who == first or page.name in PUBLISHED:
            continue
        if (first, page.name) in OF_THE_WHOLE_TEAM:
            continue
        never = ID.sub(lambda _: str(uuid4()), page.address)
        typed = [page.typed] if verb == "post" else []
        asks = [partial(getattr(browser, verb), where, *typed) for where in (page.address, never)]
        for ask in asks:  # what is built once is built
            ask()
        told = [_asked(ask) for ask in asks]
        assert told[0][0] == told[1][0] == 404, page
        assert told[0][1] == told[1][1], page
        tried += len(told[0][1]) > 3

    assert tried > 30
