"""The pages that keep the advice on every story: what they say is what is advised."""

from pathlib import Path

from dimmer.lawbook import book
from dimmer.lawbook.cases_page import cases_page
from dimmer.lawbook.reasons_page import reasons_page

REFERENCE = Path(__file__).resolve().parents[2] / "docs" / "reference"


def test_the_advice_on_every_story_is_what_the_page_of_cases_keeps() -> None:
    assert _kept("cases.md").endswith(cases_page(book()))


def test_every_reason_is_given_where_the_page_of_reasons_keeps_it() -> None:
    assert _kept("reasons.md").endswith(reasons_page(book()))


def _kept(page: str) -> str:
    return (REFERENCE / page).read_text(encoding="utf-8")
