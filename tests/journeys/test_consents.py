"""What somebody said is written down, settled, sorted on a card; an adult's no needs a ground: wide and narrow."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.journey
Clean = Callable[[Page], None]
LEILA = "leila.haddad@exampleshire.example"
GARETH = "gareth.blackwood@exampleshire.example"


def concern_of(page: Page, name: str) -> str:
    """The address of the team's concern in which somebody is."""
    page.goto("/concerns")
    links = page.locator("main a[href^='/concerns/']").evaluate_all("all => all.map(a => a.href)")
    for link in links:
        page.goto(link)
        if name in page.content():
            return str(link)
    raise AssertionError(f"{name} is in no concern of the team")


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).first.click()


def choose(page: Page, question: str, answer: str) -> None:
    page.get_by_role("group", name=question).get_by_label(answer, exact=True).check()


@pytest.mark.parametrize("width", [1280, 320])
def test_what_was_said_is_written_down_settled_and_sorted(
    people: Any, clean: Clean, width: int
) -> None:
    page = people.browser(LEILA, width=width).new_page()
    page.goto(concern_of(page, "Matthew Oyelaran-Pike"))
    page.get_by_role("link", name="What they said about sharing").click()
    clean(page)
    home = page.url
    picture(page, "concern", width)
    press(page, "Write down what they said")
    clean(page)
    picture(page, "what", width)
    page.get_by_label("No to sharing").check()
    press(page, "Continue")
    clean(page)
    press(page, "Save")
    expect(page.get_by_role("alert")).to_contain_text("Enter what they said")
    today = datetime.now(UTC).date()
    for part, value in (("Day", today.day), ("Month", today.month), ("Year", today.year)):
        page.get_by_label(part, exact=True).fill(str(value))
    page.get_by_label("What did they say?").fill("Tell nobody any more")
    choose(page, "Did you speak with them alone?", "Yes")
    choose(page, "Was the person they fear away", "Yes")
    choose(page, "Might somebody be making them say it?", "No")
    picture(page, "say", width)
    press(page, "Save")
    expect(page.locator("main")).to_contain_text("Tell nobody any more")
    page.get_by_role("link", name="See it side by side").click()
    clean(page)
    picture(page, "settle", width)
    press(page, "Settle it")
    expect(page.get_by_role("alert")).to_contain_text("Choose which counts")

    page.goto(home)
    page.get_by_role("link", name="Sort their card").first.click()
    clean(page)
    picture(page, "card", width)
    page.goto(home)
    page.get_by_role("link", name="Slip").first.click()
    clean(page)
    picture(page, "slip", width)
    assert "Matthew" not in page.title() + page.locator("body").inner_text()


@pytest.mark.parametrize("width", [1280, 320])
def test_what_was_said_is_taken_out_and_brought_in(people: Any, clean: Clean, width: int) -> None:
    page = people.browser(GARETH, width=width).new_page()
    page.goto(concern_of(page, "Jordan Attwater"))
    page.get_by_role("link", name="What they said about sharing").click()
    home = page.url
    page.get_by_role("link", name="As a file").first.click()
    clean(page)
    picture(page, "file", width)
    with page.expect_download() as download:
        press(page, "Download the file")
    taken = download.value.path().read_text()
    assert "Jordan" not in taken
    page.goto(home)
    page.get_by_role("link", name="Bring in records").first.click()
    clean(page)
    page.get_by_label("Paste the records").fill(
        taken.replace("dpv:ConsentRefused", "dpv:ConsentUnknown")
    )
    press(page, "Read it")
    clean(page)
    expect(page.get_by_role("alert")).to_contain_text("It stands as dpv:ConsentUnknown")
    picture(page, "bring", width)
    page.get_by_label("Paste the records").fill(taken)
    press(page, "Read it")
    expect(page.locator("h1")).to_contain_text("Check what it says")
    clean(page)
    picture(page, "brought", width)
    press(page, "Keep it")
    expect(page.locator("h1")).to_contain_text("What they said about sharing")


@pytest.mark.parametrize("width", [1280, 320])
def test_an_adults_no_needs_a_ground_and_a_talk(people: Any, clean: Clean, width: int) -> None:
    page = people.browser(GARETH, width=width).new_page()
    page.goto(concern_of(page, "Jordan Attwater"))
    going_on = page.get_by_role("button", name="Go on with this decision").get_attribute("href")
    page.goto(f"{str(going_on).partition('?')[0]}/advice")
    clean(page)
    expect(page.locator("main")).to_contain_text("Grounds and the talk are written down")
    picture(page, "advice", width)
    page.get_by_role("link", name="Grounds for sharing against what Jordan Attwater wants").click()
    clean(page)
    picture(page, "grounds", width)
    page.get_by_label("5. A serious crime has been done.").check()
    press(page, "Save")
    expect(page.get_by_role("alert")).to_contain_text("Enter what shows ground 5")
    page.get_by_label("What shows ground 5?").fill("Two stitches")
    press(page, "Save")
    clean(page)
    picture(page, "talk", width)
    page.get_by_label("Say what worries you, and why sharing matters.").check()
    page.get_by_label("If not all of it: why not?").fill("He left")
    page.get_by_label("Who tells them, and when?").fill("I do, on Thursday")
    page.get_by_label("What was said, and what did they answer?").fill("He asks for time")
    press(page, "Save")
    clean(page)
    expect(page.locator("h1")).to_contain_text("Your decision")
    picture(page, "decide", width)


def picture(page: Page, name: str, width: int) -> None:
    """Only for whoever wants to look."""
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)
