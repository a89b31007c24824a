"""A page that nobody touches covers itself, and shows itself again to whoever is still signed in."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

pytestmark = pytest.mark.journey
Clean = Callable[[Page], None]
TYPED = "She has not been seen since Friday"


def _writing(context: BrowserContext) -> Page:
    """Somebody who has begun to write, on a page whose clock the test moves."""
    page = context.new_page()
    page.clock.install()
    page.goto("/concerns/new")
    page.get_by_role("textbox").first.fill(TYPED)
    return page


@pytest.mark.parametrize("width", [1280, 320])
def test_a_page_covers_itself_and_gives_back_what_was_typed(
    people: Any, clean: Clean, width: int
) -> None:
    someone = people.find(role="practitioner", kind="idva")
    page = _writing(people.browser(someone["email"], width=width))
    cover, box = (
        page.get_by_role("dialog", name="This page is covered"),
        page.get_by_role("textbox").first,
    )

    page.clock.fast_forward("04:50")
    expect(cover).to_be_hidden()
    box.press("End")  # somebody is there
    page.clock.fast_forward("04:50")
    expect(cover).to_be_hidden()
    page.clock.fast_forward("00:20")

    expect(cover).to_be_visible()
    expect(page.get_by_role("button", name="Show the page")).to_be_focused()
    expect(page.locator("main")).to_be_hidden()
    clean(page)
    page.emulate_media(media="print")
    expect(cover).to_be_hidden()
    expect(page.locator("body")).to_be_hidden()
    page.emulate_media(media="screen")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate(
        "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
    )
    page.get_by_role("button", name="Show the page").click()
    expect(cover).to_be_hidden()
    expect(box).to_have_value(TYPED)
    expect(box).to_be_focused()


def test_the_escape_key_shows_nothing_once_somebody_is_signed_out(people: Any) -> None:
    someone = people.find(role="practitioner", kind="idva")
    context = people.browser(someone["email"])
    page = _writing(context)
    cookies = context.cookies()
    page.clock.fast_forward("06:00")
    context.clear_cookies()

    for _ in range(3):
        page.keyboard.press("Escape")
        expect(page.get_by_role("status")).to_contain_text("You have been signed out")
        expect(page.locator("main")).to_be_hidden()

    context.add_cookies([cookie for cookie in cookies if cookie["name"] == "dimmer_session"])  # type: ignore[typeddict-item]
    page.keyboard.press("Escape")
    expect(page.get_by_role("textbox").first).to_have_value(TYPED)


def test_without_a_connection_the_page_stays_covered_and_says_so(people: Any) -> None:
    someone = people.find(role="practitioner", kind="idva")
    context = people.browser(someone["email"])
    page = _writing(context)
    page.clock.fast_forward("06:00")
    context.set_offline(True)

    page.get_by_role("button", name="Show the page").click()

    expect(page.get_by_role("status")).to_contain_text("no connection")
    expect(page.locator("main")).to_be_hidden()


def test_without_scripts_nothing_is_covered(people: Any) -> None:
    someone = people.find(role="practitioner", kind="idva")
    page = people.browser(someone["email"], scripts=False).new_page()

    page.goto("/concerns/new")

    assert page.locator("#dimmer-cover").is_hidden()
    assert page.locator("main").is_visible()


@pytest.mark.parametrize("width", [1280, 320])
def test_somebody_ends_their_session_in_another_browser(
    people: Any, clean: Clean, width: int
) -> None:
    someone = people.find(role="manager", kind="idva")
    page = people.browser(someone["email"], width=width).new_page()

    page.goto("/account/logout/")
    page.get_by_role("link", name="Where else you are signed in").click()

    expect(page.locator("main")).to_contain_text("Chrome on Linux (this one)")
    clean(page)
