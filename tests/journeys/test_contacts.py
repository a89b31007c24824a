"""Somebody is reached safely: a number is seen, never printed, found unsafe, and another team is told."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.journey
Clean = Callable[[Page], None]
LEILA, MARCUS = "leila.haddad@exampleshire.example", "marcus.adeyemi@exampleshire.example"


def press(page: Page, name: str) -> None:
    """Press a button or a link that looks like one."""
    page.get_by_role("button", name=name).first.click()


@pytest.mark.parametrize("width", [1280, 320])
def test_a_number_is_seen_while_it_is_safe_and_closed_when_it_was_not(
    people: Any, clean: Clean, width: int
) -> None:
    number, label = f"07700 900{width % 1000:03}", f"her work telephone {width}"
    page = people.browser(LEILA, width=width).new_page()
    page.goto("/")
    expect(page.locator("main")).to_contain_text("Ask again before you contact them")
    _record(page)
    clean(page)
    page.get_by_role("link", name="How to contact them safely").click()
    clean(page)
    expect(page.locator("main")).to_contain_text("It was found unsafe. Do not use it.")
    expect(page.locator("main")).to_contain_text("Something has changed since")

    press(page, "Add a way to contact them")
    press(page, "Save")
    clean(page)
    expect(page.get_by_role("alert")).to_contain_text("Enter the number or address")
    page.get_by_label("Telephone call").check()
    page.get_by_label("Number or address").fill(number)
    page.get_by_label("What do you call it?").fill(label)
    page.get_by_label("Safe", exact=True).check()
    page.get_by_label("Who said so?").fill("She did, alone")
    today = datetime.now(tz=UTC)
    for name in ("day", "month", "year"):
        page.get_by_label(name.title(), exact=True).fill(str(getattr(today, name)))
    page.get_by_label("At any time").check()
    page.get_by_label("Words to use").fill("Ask for the florist")
    press(page, "Save")
    clean(page)
    assert number not in page.content()

    press(page, "See it, to use it now")
    if label not in page.locator("h1").inner_text():  # the demo's own, on a working day
        page.go_back()
        page.locator(".govuk-summary-card", has_text=label).locator(
            "xpath=following-sibling::div[1]"
        ).get_by_role("button").click()
    clean(page)
    expect(page.get_by_text(number)).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_text(number)).to_be_hidden()
    expect(page.get_by_text("Ask for the florist")).to_be_hidden()
    page.emulate_media(media="screen")
    assert number not in page.title() + page.url

    page.get_by_label("It was not safe").check()
    press(page, "Save")
    clean(page)
    expect(page.get_by_role("alert")).to_contain_text("Enter what happened")
    page.get_by_label("What happened?").fill("Somebody else answered")
    press(page, "Save")
    card = page.locator(".govuk-summary-card", has_text=label)
    expect(card).to_contain_text("It was found unsafe. Do not use it.")
    clean(page)


@pytest.mark.parametrize("width", [1280, 320])
def test_what_is_said_now_and_what_changed_are_written_down(
    people: Any, clean: Clean, width: int
) -> None:
    page = people.browser(LEILA, width=width).new_page()
    _record(page)
    page.get_by_role("link", name="How to contact them safely").click()
    press(page, "Write down what they say now")
    clean(page)
    expect(page.locator("h1")).to_contain_text("What is said of")

    _record(page)
    page.locator("main a[href^='/concerns/']").first.click()
    page.get_by_role("link", name="Something has changed").click()
    clean(page)
    press(page, "Save")
    clean(page)
    expect(page.get_by_role("alert")).to_contain_text("Choose what changed")


def _record(page: Page) -> None:
    """The team's record of Shabnam."""
    page.goto("/people")
    page.get_by_label("Name", exact=True).fill("Shabnam Akhtar")
    press(page, "Search")
    page.get_by_role("link", name="Shabnam").click()


def test_the_police_are_told_whom_to_ask_and_say_that_they_know(people: Any, clean: Clean) -> None:
    page = people.browser(MARCUS, width=320).new_page()
    page.goto("/")
    clean(page)
    page.locator("main a[href^='/contacts/notices/']").first.click()
    clean(page)
    address = page.url
    expect(page.locator("h1")).to_contain_text(
        re.compile("is no longer safe|Ask before you contact")
    )
    expect(page.locator("main")).not_to_contain_text("01632 960413")
    press(page, "We have read this")
    page.goto(address)
    expect(page.locator("h1")).to_contain_text("Page not found")
    page.goto("/inbox")
    page.locator("main a[href^='/disclosures/']:not([href*='/tasks/'])").first.click()
    page.get_by_role("link", name="Do you keep a record of").first.click()
    clean(page)
