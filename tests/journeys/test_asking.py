"""One worker asks another agency on what she shared with it; they answer with nothing, and she learns that alone."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from dimmer.cli.exampleshire.play import token_of

pytestmark = pytest.mark.journey
Clean = Callable[[Page], None]
LEILA, MARCUS = "leila.haddad@exampleshire.example", "marcus.adeyemi@exampleshire.example"
ASKS, KEPT = "Did he come to the station this week?", "What his brother told us"


def press(page: Page, name: str) -> None:
    """Press a button or a link that looks like one."""
    page.get_by_role("button", name=name, exact=True).first.click()


def _ask(leila: Page, clean: Clean) -> str:
    """From the answer to what she asked before, she asks for something else; the reference of that."""
    leila.goto(f"/concerns/{token_of('stairs-at-home')}")
    leila.get_by_role("link", name="Asked of Exampleshire Police").first.click()
    expect(leila.locator("main")).to_contain_text("We have nothing to share with you")
    clean(leila)
    leila.get_by_role("link", name="Ask them for something else").click()
    press(leila, "Continue")
    expect(leila.get_by_role("alert")).to_contain_text("Enter what you need to know")
    clean(leila)
    leila.locator("input[name=about]").first.check()
    leila.get_by_label("What do you need to know?").fill(ASKS)
    leila.get_by_label("Why do you need it?").fill("Her plan for the weekend")
    leila.get_by_label("They agreed", exact=True).check()
    for box, typed in (("Day", "27"), ("Month", "3"), ("Year", "2027")):
        leila.get_by_label(box, exact=True).fill(typed)
    press(leila, "Continue")
    expect(leila.get_by_role("region", name="What they will read")).to_contain_text(ASKS)
    clean(leila)
    press(leila, "Ask them")
    expect(leila.locator("main")).to_contain_text("Nobody has answered yet")
    clean(leila)
    return leila.locator(".govuk-caption-l").inner_text().removeprefix("Request ").strip()


def test_she_asks_and_learns_the_answer_alone(people: Any, clean: Clean) -> None:
    leila = people.browser(LEILA).new_page()
    marcus = people.browser(MARCUS, width=320).new_page()
    reference = _ask(leila, clean)
    mine = leila.url

    marcus.goto("/requests")
    marcus.get_by_role("link", name=f"Request {reference}").click()
    expect(marcus.locator("main")).to_contain_text(ASKS)
    expect(marcus.locator("main")).to_contain_text("They asked from their own account on Dimmer")
    clean(marcus)
    theirs = marcus.url
    marcus.get_by_role("link", name="Nothing to share").click()
    marcus.get_by_label("What do you keep back, and why?").fill(KEPT)
    press(marcus, "Answer that there is nothing to share")
    expect(marcus.locator("main")).to_contain_text("They see these words on Dimmer")
    clean(marcus)

    leila.goto(mine)
    expect(leila.locator("main")).to_contain_text("We have nothing to share with you")
    expect(leila.locator("main")).not_to_contain_text(KEPT)
    clean(leila)
    leila.goto(theirs)
    expect(leila.locator("h1")).not_to_contain_text(reference)
