"""Somebody takes back what she agreed to: it arrives at three agencies, and each answers differently."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from dimmer.cli.exampleshire.play import token_of

pytestmark = pytest.mark.journey
Clean = Callable[[Page], None]
LEILA = "leila.haddad@exampleshire.example"
AMINA, MARCUS = "amina.yusuf@exampleshire.example", "marcus.adeyemi@exampleshire.example"
DEAN = "dean.halloran@exampleshire.example"
SECONDS = 5


@pytest.fixture(scope="module")
def worker(home: Path, address: str) -> Iterator[None]:
    """The clock's process beside the pages: a real one."""
    assert address
    running = subprocess.Popen(
        [sys.executable, "-m", "dimmer.cli", "work"],
        env={**os.environ, "DIMMER_HOME": str(home)}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    time.sleep(3)
    yield
    running.terminate()
    running.wait(20)


def press(page: Page, name: str) -> None:
    """Press a button or a link that looks like one."""
    page.get_by_role("button", name=name, exact=True).first.click()


def concern_of(page: Page, story: str) -> None:
    """Open the concern of a story of the area."""
    page.goto(f"/concerns/{token_of(story)}")


def opened_when_there(page: Page, reference: str, within: float) -> None:
    """Wait until the desk says that something of one concern has changed, and open that."""
    until = time.monotonic() + within
    row = page.locator("li", has_text=reference).filter(has_text="Taken back")
    while time.monotonic() < until:
        page.goto("/")
        if row.count():
            row.get_by_role("link").click()
            return
        time.sleep(0.2)
    pytest.fail("the notice did not arrive in time")


def _take_back(leila: Page, clean: Clean) -> str:
    """She takes it back with Leila, who forgets a field first; the reference of the concern."""
    concern_of(leila, "support-that-she-asked-for")
    reference = leila.locator("h1").inner_text().removeprefix("Concern ").strip()
    leila.get_by_role("link", name="They take it back (Nadia Rahman)").click()
    clean(leila)
    press(leila, "Save, and tell everybody who received it")
    clean(leila)
    expect(leila.get_by_role("alert")).to_contain_text("Enter how you checked that it is them")
    leila.get_by_label("How did you check that it is them?").fill("I have known her since summer")
    leila.get_by_role("group", name="Were they alone").get_by_label("Yes", exact=True).check()
    leila.get_by_role("group", name="Could somebody be making").get_by_label(
        "No", exact=True
    ).check()
    leila.get_by_label("That they can take it back at any time").check()
    leila.get_by_text("Their words", exact=True).click()
    leila.get_by_label("What did they say, in their words?").fill("I have changed my mind")
    leila.get_by_label("All that they agreed to here").check()
    press(leila, "Save, and tell everybody who received it")
    return reference


def test_it_arrives_at_three_agencies_and_each_answers_differently(
    people: Any, clean: Clean, worker: None
) -> None:
    leila = people.browser(LEILA).new_page()
    amina, marcus = people.browser(AMINA).new_page(), people.browser(MARCUS, width=320).new_page()
    dean = people.browser(DEAN, scripts=False).new_page()
    reference = _take_back(leila, clean)
    at, cause = time.monotonic(), leila.url
    clean(leila)
    for page in (amina, marcus, dean):
        # three desks, one after another
        opened_when_there(page, reference, max(1, at + SECONDS + 3 - time.monotonic()))
        if page is not dean:  # without scripts nothing can look over the page
            clean(page)
        expect(page.locator("h1")).to_contain_text("no longer rests on their permission")
        expect(page.locator("main")).not_to_contain_text("changed my mind")
    leila.goto(cause)
    expect(leila.locator("main .govuk-tag", has_text="Seen")).to_have_count(3)

    amina.get_by_label("Stopped using it, and it is deleted").check()
    press(amina, "Save")
    marcus.get_by_label("Keep it under another route").check()
    press(marcus, "Save")
    clean(marcus)
    expect(marcus.get_by_role("alert")).to_contain_text("Enter who decided that")
    marcus.get_by_label("A task in the public interest, set down in law").check()
    marcus.get_by_label("Why?").fill("It stands in an open investigation")
    marcus.get_by_label("Who decided that?").fill("Sioned Pritchard, detective sergeant")
    press(marcus, "Save")
    dean.get_by_label("Never used it").check()
    press(dean, "Save")

    leila.goto(cause)
    clean(leila)
    main = leila.locator("main")
    for words in ("Stopped using it", "Keep it under another route", "Never used it", "Sioned"):
        expect(main).to_contain_text(words)
    expect(main).to_contain_text("Everybody has said what they did. This is closed.")
    concern_of(leila, "support-that-she-asked-for")
    expect(leila.locator("main")).to_contain_text("Permission taken back on")
    marcus.goto("/inbox")
    expect(marcus.locator("main")).to_contain_text(reference)
    for page in (amina, dean):
        page.goto("/inbox")
        expect(page.locator("main")).not_to_contain_text(reference)


@pytest.mark.parametrize("width", [1280, 320])
def test_who_was_told_and_what_they_did_stands_on_one_page(
    people: Any, clean: Clean, width: int
) -> None:
    page = people.browser(LEILA, width=width).new_page()
    concern_of(page, "support-that-she-took-back")
    page.get_by_role("link", name="Permission taken back on").click()
    clean(page)
    main = page.locator("main")
    for words in ("Dr Anneke Vos", "Not yet", "Stopped using it", "A task in the public interest"):
        expect(main).to_contain_text(words)
    concern_of(page, "support-that-she-took-back")
    reference = page.locator("h1").inner_text().removeprefix("Concern ").strip()
    page.goto("/")
    row = page.locator("li", has_text=reference).filter(has_text="Something that was given on")
    row.get_by_role("link", name="Somebody to ring").click()
    clean(page)
    expect(page.locator("h1")).to_contain_text("Ring Dr Anneke Vos")
