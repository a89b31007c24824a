"""A person is searched for, kept, recognised in a concern and taken apart again: wide and narrow."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.journey
Clean = Callable[[Page], None]
LEILA = "leila.haddad@exampleshire.example"


def press(page: Page, name: str) -> None:
    """Press a button or a link that looks like one."""
    page.get_by_role("button", name=name, exact=True).first.click()


@pytest.mark.parametrize("width", [1280, 320])
def test_a_person_is_found_linked_and_taken_apart_again(
    people: Any, clean: Clean, width: int
) -> None:
    page = people.browser(LEILA, width=width).new_page()
    page.goto("/people")
    clean(page)
    press(page, "Search")
    expect(page.get_by_role("alert")).to_contain_text("Enter a first and a last name")

    page.get_by_label("Name", exact=True).fill(f"Wilhelmina Ostergaard {'W' * (width // 100)}")
    press(page, "Search")
    clean(page)
    expect(page.locator("main")).to_contain_text("Nobody like that was found")
    assert page.url.endswith("/people")
    press(page, "Make a new record")
    clean(page)
    page.get_by_label("Year").fill("1981")
    press(page, "Save the record")
    clean(page)
    expect(page.locator("h1")).to_contain_text("Wilhelmina Ostergaard")
    assert "Wilhelmina" not in page.title() + page.url

    page.goto("/people")
    page.get_by_label("Name", exact=True).fill("Mathew Oyelaran Pike")
    press(page, "Search")
    page.get_by_role("link", name="Mathew Oyelaran Pike").click()
    record = page.url
    page.goto("/search")
    page.goto(_concern_of(page, "Matthew Oyelaran-Pike"))
    page.get_by_role("link", name="Is this somebody you have worked with?").first.click()
    clean(page)
    page.get_by_label("Mathew Oyelaran Pike").check()
    press(page, "Save")
    expect(page.get_by_role("alert")).to_contain_text("Write why you are sure")
    expect(page.get_by_label("Mathew Oyelaran Pike")).to_be_checked()
    page.get_by_label("Why are you sure?").fill("He gave me the same sister's number")
    press(page, "Save")
    clean(page)
    expect(page.locator("main")).to_contain_text("Linked")

    page.goto(record)
    clean(page)
    page.get_by_role("link", name="Take it back").click()
    clean(page)
    page.get_by_label("Why?").fill("His cousin")
    press(page, "Take it back")
    expect(page.locator("main")).to_contain_text("In no concern that your team works on")


def _concern_of(page: Page, name: str) -> str:
    """The address of the team's concern in which somebody is."""
    page.goto("/concerns")
    links = page.locator("main a[href^='/concerns/']").evaluate_all("all => all.map(a => a.href)")
    for link in links:
        page.goto(link)
        if name in page.content():
            return str(link)
    raise AssertionError(f"{name} is in no concern of the team")
