"""The pages that keep the advice on every story: what they say is what is advised."""

from pathlib import Path

from dimmer.lawbook import book
from dimmer.lawbook.cases_page import cases_page
from dimmer.lawbook.reasons_page import reasons_page
from dimmer.lawbook.stories import stories_advised

REFERENCE = Path(__file__).resolve().parents[2] / "docs" / "reference"


def test_what_is_advised_on_every_story_and_why_is_what_the_pages_keep() -> None:
    advised = stories_advised(book())

    assert _kept("cases.md").endswith(cases_page(advised, book()))
    assert _kept("reasons.md").endswith(reasons_page(advised))


def _kept(page: str) -> str:
    return (REFERENCE / page).read_text(encoding="utf-8")
