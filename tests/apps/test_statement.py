"""What people are told before they tell anything: to print, and beside the first question."""

from collections.abc import Callable
from typing import Any

from django.test import Client


def test_what_people_are_told_first_is_dated_and_open_to_everybody(area: Any) -> None:
    page = Client().get("/forms/confidentiality")

    assert page.status_code == 200
    assert b"I cannot promise to keep everything secret." in page.content
    assert b"Edition 1, November 2026" in page.content
    assert Client().get("/forms/secrecy").status_code == 404


def test_whoever_raises_a_concern_sees_what_to_say_first(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    for who in (area.ida, area.ben):
        page = browser_of(who).get("/concerns/new").content.decode()

        assert "I cannot promise to keep everything secret." in page
        assert 'href="/forms/confidentiality"' in page
