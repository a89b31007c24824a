"""Whoever receives something reads who tells the person harmed, where somebody is to, and what holds for themselves."""

from html import unescape
from typing import Any

import pytest

from dimmer.core.proportionality import Light
from shares import WORDS, decided, shared
from stage import browser_of

SAID = "The Idva tells her on Thursday"
NOT_YET = "Somebody is to tell them"


def _page(area: Any, light: Light = Light.HEADLINE, **told: str) -> str:
    made = shared(area.amina, area.carys, words={**WORDS, **told}, light=light)
    answer = browser_of(area.carys).get(f"/disclosures/{made.pk}")
    return unescape(answer.content.decode())


def test_who_is_to_tell_them_stands_in_the_pack_in_the_words_of_whoever_shared_it(
    area: Any,
) -> None:
    page = _page(area, told="will", telling=SAID)

    assert f"{NOT_YET}. We wrote down who, and when: “{SAID}”." in page
    assert "Unless that is you" in page
    assert "We tell them" not in page


def test_a_pointer_holds_nothing_that_was_written(area: Any) -> None:
    page = _page(area, Light.POINTER, told="will", telling=SAID)

    assert f"{NOT_YET}." in page
    assert SAID not in page


@pytest.mark.parametrize("told", ["told", "not", ""])
def test_why_they_are_not_told_goes_to_nobody(area: Any, told: str) -> None:
    page = _page(area, told=told, telling="He reads her post")

    assert "He reads her post" not in page
    assert NOT_YET not in page


def test_where_somebody_is_stays_back_in_these_words_too(area: Any) -> None:
    (made,) = decided(
        area.amina, area.carys.team, light=Light.HEADLINE,
        words={**WORDS, "told": "will", "telling": "Her Idva, at LS6 2QT"},
    )  # fmt: skip
    page = browser_of(area.amina).get(f"/disclosures/preview/{made.proposal_id}").content.decode()

    assert "Who tells the person harmed" in page
    assert "Leave these words out" in page
