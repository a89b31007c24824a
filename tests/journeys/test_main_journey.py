"""Concern → advice → decision → disclosure → receipt → review, as two people in two browsers."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.journey
Clean = Callable[[Page], None]


def nothing(_page: Page) -> None:
    """Without scripts axe cannot run: the pages are the same."""


def press(page: Page, name: str) -> None:
    """Press a button or a link that looks like one, and wait for the page that follows."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).first.click()


def raise_a_concern(page: Page, clean: Clean, *, summary: str, name: str) -> None:
    """Write and raise a concern; it ends where it is decided who needs to know."""
    page.goto("/concerns/new")
    clean(page)
    press(page, "Save and continue")
    expect(page).to_have_title(re.compile("^Error: "))
    clean(page)
    page.get_by_label("What are you worried about?").fill(summary)
    press(page, "Save and continue")
    clean(page)
    page.get_by_label("Name", exact=True).fill(name)
    page.locator("input[name=role][value=victim]").check()
    page.get_by_label("Address").fill("7 Made-up Crescent")
    clean(page)
    press(page, "Save and add another person")
    page.get_by_label("Name", exact=True).fill("Victor Lindqvist")
    page.locator("input[name=role][value=alleged-perpetrator]").check()
    press(page, "Save and continue")
    page.get_by_label("What is known?").fill(f"He told {name} that he would kill her on Friday")
    page.get_by_label(name).check()
    page.get_by_label("Victor Lindqvist").check()
    page.locator("input[name=nature][value=fact]").check()
    page.get_by_label("Who said so, or how do you know?").fill("She told her Idva")
    page.locator("input[name=categories][value=threat]").check()
    page.locator("input[name=categories][value=criminal-allegation]").check()
    clean(page)
    press(page, "Save and continue")
    clean(page)
    press(page, "Check your answers")
    clean(page)
    press(page, "Raise the concern")


def answer_questions(page: Page, clean: Clean) -> None:
    """Answer what is asked: the danger is high; of the rest one is not known, then ask for the advice."""
    given = {
        "purpose.kinds": ["prevent-crime", "protect-adult"],
        "risk.level": ["high"],
        "risk.urgency": ["same-day"],
    }
    while page.locator("input[name=fact]").count():
        fact = page.locator("input[name=fact]").get_attribute("value") or ""
        clean(page)
        if fact not in given:
            page.get_by_label("I do not know").check()
            press(page, "Continue")
            break
        for value in given[fact]:
            page.locator(f"input[name=answer][value={value}]").check()
        press(page, "Continue")
    if page.locator("input[name=fact]").count():
        page.get_by_role("link", name="Show the advice now").click()


def decide(page: Page, clean: Clean, *, light: str) -> None:
    """Take the decision for every recipient, in words of one's own."""
    for beside in ("Flowchart of this case", "Words for telling and asking"):
        clean(page)
        page.get_by_role("link", name=beside).click()
        clean(page)
        page.get_by_role("link", name="Back").click()
    clean(page)
    press(page, "Make your decision")
    clean(page)
    press(page, "Record your decision")
    expect(page.get_by_role("alert")).to_contain_text("Enter why this is necessary")
    clean(page)
    for row in page.locator(f"input[value={light}]").all():
        row.check()
    page.get_by_label("What do you want to achieve?").fill("Stop him before Friday")
    page.get_by_label("Why is this necessary, and why this much?").fill(
        "Only the police can act on the threat"
    )
    page.get_by_label("What could happen if it is not shared?").fill("He may do what he says")
    page.get_by_label("What could happen because it is shared?").fill(
        "He may learn that she spoke; nobody will tell him"
    )
    page.get_by_label("What do the people concerned want?").fill(
        "She wants it to stop and is afraid of him"
    )
    page.locator("input[name=told][value=told]").check()
    page.get_by_label("Who told or tells them, when, or why not?").fill(
        "Her Idva, today, when she was alone"
    )
    press(page, "Record your decision")


@pytest.mark.parametrize(
    ("width", "scripts"),
    [(1280, True), (320, True), (1280, False)],
    ids=["wide", "telephone", "without scripts"],
)
def test_a_concern_reaches_another_team_and_is_proved(
    people: Any, clean: Clean, home: Path, tmp_path: Path, width: int, scripts: bool
) -> None:
    clean = clean if scripts else nothing
    ida = people.find(role="practitioner", kind="idva")
    pat = people.find(role="practitioner", kind="police")
    name = f"Miriam Okonjo {width}{scripts}"
    sender = people.browser(ida["email"], width=width, scripts=scripts).new_page()
    receiver = people.browser(pat["email"], width=width, scripts=scripts).new_page()

    raise_a_concern(sender, clean, summary=f"Threats against {name}", name=name)
    clean(sender)
    sender.get_by_label(f"{pat['agency']}: {pat['team']}").check()
    sender.get_by_label("Nobody asked").check()
    press(sender, "Continue")
    answer_questions(sender, clean)
    decide(sender, clean, light="DETAIL")
    expect(sender.locator("main")).to_contain_text("he would kill her on Friday")
    expect(sender.locator("main")).not_to_contain_text("Made-up Crescent")
    clean(sender)
    sender.get_by_label("No, I have read it").check()
    press(sender, "Share this now")
    clean(sender)

    receiver.goto("/")
    clean(receiver)
    receiver.locator("main a[href^='/disclosures/']:not([href*='/tasks/'])").first.click()
    expect(receiver.locator("main")).to_contain_text(name)
    expect(receiver.locator("main")).to_contain_text("he would kill her on Friday")
    expect(receiver.locator("main")).not_to_contain_text("Made-up Crescent")
    expect(receiver).not_to_have_title(re.compile("Miriam"))
    clean(receiver)
    press(receiver, "We have read this")
    clean(receiver)
    with receiver.expect_download() as download:
        receiver.get_by_role("button", name="Download the receipt").click()
    receipt = tmp_path / "receipt.txt"
    download.value.save_as(receipt)
    assert b"Miriam" not in receipt.read_bytes()
    verify = [
        sys.executable,
        "-m",
        "dimmer.cli",
        "verify",
        str(receipt),
        "--key",
        str(home / "ledger.vkey"),
    ]
    assert subprocess.run(verify, check=False, capture_output=True).returncode == 0
    changed = receipt.read_bytes().replace(b"time 2", b"time 3", 1)
    receipt.write_bytes(changed)
    assert subprocess.run(verify, check=False, capture_output=True).returncode == 1
