"""A document under a password in a real browser: refused, refused with another, opened with its own."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Frame, Page

from dimmer.papers import document, locked, parts_of
from paper import FONTS

AT = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
NAMES = "রহিমা বেগম, ਗੁਰਪ੍ਰੀਤ ਕੌਰ, 王小明, ሰላም ተስፋዬ, فاطمة محمد"
STATE = """() => {
    const viewer = document.querySelector("pdf-viewer")?.shadowRoot;
    if (!viewer) return null;
    if (viewer.querySelector("viewer-password-dialog")) return "asks";
    return viewer.querySelector("viewer-toolbar")?.docLength || null;
}"""


def _viewer(page: Page) -> Frame:
    for _ in range(100):
        for frame in page.frames:
            if frame.url.startswith("chrome-extension://"):
                return frame
        page.wait_for_timeout(100)
    raise AssertionError([frame.url for frame in page.frames])


def _state(page: Page, *, wanted: Any) -> Any:
    """What the browser's own viewer shows, once it is that; else what it shows after a while."""
    found = None
    for _ in range(100):
        found = _viewer(page).evaluate(STATE)
        if found == wanted:
            return found
        page.wait_for_timeout(100)
    return found


def _type(page: Page, words: str) -> None:
    field = _viewer(page).locator("viewer-password-dialog input")
    field.fill(words)
    field.press("Enter")


def test_a_browser_refuses_it_and_opens_it_with_its_password(
    chromium: Browser, tmp_path: Path
) -> None:
    said = f"<h1>What was shared</h1><p>{NAMES}</p>"
    plain = document(
        parts_of(said), title="What was shared", foot="Reference ABC", at=AT, fonts=FONTS
    )
    file = tmp_path / "document.pdf"
    file.write_bytes(locked(plain, password="academic-acid-acne"))
    page = chromium.new_page()
    page.goto(file.as_uri())

    first = _state(page, wanted="asks")
    _type(page, "academic-acid")
    page.wait_for_timeout(1000)
    wrong = _state(page, wanted="asks")
    _type(page, "academic-acid-acne")
    right = _state(page, wanted=1)

    assert (first, wrong, right) == ("asks", "asks", 1)
    page.close()
