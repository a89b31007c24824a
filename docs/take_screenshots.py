#!/usr/bin/env python3
"""Play the tutorial in a browser against a demo of its own, and photograph pages for the README and the docs.

Whoever changes the tutorial changes this; whoever changes a page runs it. Takes about a minute. Needs
Chromium (DIMMER_CHROMIUM, or on the PATH). Nothing of it stays but docs/screenshots/*.png.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "screenshots"
DIMMER = [sys.executable, "-m", "dimmer.cli"]
MOST_BYTES = 300_000
LEILA, MARCUS = "leila.haddad@exampleshire.example", "marcus.adeyemi@exampleshire.example"
THREAT = "He told her on the telephone: “On Friday I will finish it.”"
PRIVATE = "She is twenty weeks pregnant, and has told nobody but us"


@contextmanager
def demo() -> Iterator[tuple[str, dict[str, str]]]:
    """Exampleshire in a folder of its own, served on a free port: its address and its environment."""
    with tempfile.TemporaryDirectory(prefix="dimmer-pictures-") as folder:
        Path(folder).chmod(0o755)  # the database's server may run as another user
        environment = {**os.environ, "DIMMER_HOME": folder}
        environment.pop("DIMMER_KEY_FILE", None)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        try:
            _run("demo", "--no-serve", environment=environment)
            served = subprocess.Popen(  # noqa: S603  (our own command)
                [*DIMMER, "serve", "--port", str(port)],
                env=environment,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            try:
                address = f"http://127.0.0.1:{port}"
                _await(address)
                yield address, environment
            finally:
                served.terminate()
                served.wait(20)
        finally:
            _run("db", "stop", environment=environment)


def _run(*arguments: str, environment: dict[str, str]) -> str:
    done = subprocess.run(  # noqa: S603  (our own command)
        [*DIMMER, *arguments], env=environment, check=True, stdout=subprocess.PIPE, text=True
    )
    return done.stdout.strip()


def _await(address: str) -> None:
    for _ in range(100):
        try:
            urllib.request.urlopen(f"{address}/out-of-hours", timeout=2).close()  # noqa: S310  (loopback)
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError("the demo does not answer")


def sign_in(browser: Browser, email: str, *, address: str, environment: dict[str, str]) -> Page:
    """A browser window of their own in which somebody of the cast is signed in."""
    cast = json.loads(_run("demo", "--cast", "--json", environment=environment))
    password = next(row["password"] for row in cast if row["email"] == email)
    context = browser.new_context(
        base_url=address, viewport={"width": 1100, "height": 900}, accept_downloads=True
    )
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.goto("/")
    page.get_by_label("Work e-mail address").fill(email)
    page.get_by_label("Password").fill(password)
    press(page, "Sign in")
    page.get_by_label("Code").fill(_run("demo", "--code", email, environment=environment))
    press(page, "Continue")
    return page


def press(page: Page, name: str) -> None:
    """Press what looks like a button."""
    page.get_by_role("button", name=name, exact=True).first.click()


def raise_a_concern(page: Page) -> None:
    """The tutorial's first part."""
    page.get_by_role("link", name="Raise a concern").first.click()
    page.get_by_label("What are you worried about?").fill(
        "Her partner says that he will kill her on Friday. She is afraid to go home."
    )
    press(page, "Save and continue")
    page.get_by_label("Name", exact=True).fill("Nadia Mistry")
    page.get_by_label("Victim or person who is afraid").check()
    page.get_by_label("Address").fill("7 Made-up Crescent, Northmarket")
    press(page, "Save and add another person")
    page.get_by_label("Name", exact=True).fill("Daniel Roe")
    page.get_by_label("Alleged perpetrator").check()
    press(page, "Save and continue")
    _add_piece(
        page, THREAT, about=["Nadia Mistry", "Daniel Roe"], nature="Allegation", kind="Threat"
    )
    press(page, "Add a piece of information")
    _add_piece(
        page, PRIVATE, about=["Nadia Mistry"], nature="Fact", kind="Pregnancy, birth and abortion"
    )
    press(page, "Check your answers")
    press(page, "Raise the concern")


def _add_piece(page: Page, text: str, *, about: list[str], nature: str, kind: str) -> None:
    page.get_by_label("What is known?").fill(text)
    for name in about:
        page.get_by_label(name, exact=True).check()
    page.get_by_label(nature, exact=True).check()
    page.get_by_label("Who said so, or how do you know?").fill("She told her Idva")
    page.get_by_label(kind, exact=True).check()
    press(page, "Save and continue")


def ask(page: Page) -> None:
    """The tutorial's second part: who needs to know, and the questions."""
    page.get_by_label("Exampleshire Police: Northmarket victim safeguarding unit").check()
    page.get_by_label("Nobody asked: we want to tell them").check()
    press(page, "Continue")
    for answers in (
        ["Prevent crime", "Protect an adult"],
        ["High"],
        ["Today"],
    ):
        for answer in answers:
            page.get_by_label(answer, exact=True).check()
        press(page, "Continue")
    page.get_by_label("I do not know").check()
    press(page, "Continue")
    if page.get_by_role("link", name="Show the advice now").count():
        page.get_by_role("link", name="Show the advice now").click()


def decide(page: Page) -> None:
    """The tutorial's third part: a decision in words of one's own, preview, share."""
    press(page, "Make your decision")
    page.get_by_label("The relevant facts").check()
    page.get_by_label("What do you want to achieve?").fill("Stop him before Friday")
    page.get_by_label("Why is this necessary, and why this much?").fill(
        "Only the police can act on the threat. They need no more than the threat itself."
    )
    page.get_by_label("What could happen if it is not shared?").fill("He may do what he says")
    page.get_by_label("What could happen because it is shared?").fill("He may learn that she spoke")
    page.get_by_label("What do you keep back, and why?").fill(
        "Her pregnancy: the police need not know"
    )
    page.get_by_label("What do the people concerned want?").fill("She wants it to stop")
    page.get_by_label("I have told the person harmed").check()
    page.get_by_label("Who told or tells them, when, or why not?").fill("I did, today, on her own")
    page.get_by_label("What do you ask Exampleshire Police").fill("Ring me before you visit her")
    press(page, "Record your decision")
    page.get_by_label("No, I have read it").check()
    press(page, "Share this now")


def receive(page: Page, *, receipt: Path) -> None:
    """The tutorial's fourth part: the other person reads, and takes the receipt away."""
    page.goto("/")
    page.locator("main a[href^='/disclosures/']:not([href*='/tasks/'])").first.click()
    if PRIVATE in page.content() or "Made-up Crescent" in page.content():
        raise AssertionError("the recipient sees what was kept back")
    photograph(page, "received")
    press(page, "We have read this")
    with page.expect_download() as download:
        press(page, "Download the receipt")
    download.value.save_as(receipt)


def light_and_look(page: Page) -> None:
    """The history of the dial of a concern of the demo, and what the alleged abuser could learn of it."""
    page.goto("/concerns")
    for link in [
        each.get_attribute("href") for each in page.locator("main a[href^='/concerns/']").all()
    ]:
        page.goto(f"{link}/light")
        if page.locator(".dimmer-dial-step").count() > 1:
            photograph(page, "dial")
            page.goto(f"{link}/look")
            photograph(page, "look")
            return
    raise AssertionError("no concern of the demo has a light that was turned")


def photograph(page: Page, name: str) -> None:
    """The upper part of the page, as a small PNG.

    Raises:
        ValueError: it is too large for a README.
    """
    page.mouse.move(0, 0)
    picture = PICTURES / f"{name}.png"
    height = min(1_150, page.evaluate("document.documentElement.scrollHeight"))
    page.screenshot(
        path=picture, full_page=True, clip={"x": 0, "y": 0, "width": 1_100, "height": height}
    )
    if picture.stat().st_size > MOST_BYTES:
        raise ValueError(f"{picture.name} has {picture.stat().st_size} bytes")


def main() -> None:
    """Play the tutorial, photograph, verify the receipt."""
    PICTURES.mkdir(exist_ok=True)
    chromium = os.environ.get("DIMMER_CHROMIUM") or shutil.which("chromium")
    with demo() as (address, environment), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        leila = sign_in(browser, LEILA, address=address, environment=environment)
        raise_a_concern(leila)
        ask(leila)
        photograph(leila, "advice")
        decide(leila)
        light_and_look(leila)
        marcus = sign_in(browser, MARCUS, address=address, environment=environment)
        receipt = Path(environment["DIMMER_HOME"], "receipt.txt")
        receive(marcus, receipt=receipt)
        sys.stdout.write(_run("verify", str(receipt), environment=environment) + "\n")
        browser.close()


if __name__ == "__main__":
    main()
