"""Every case: what law and published matters say the advice must be."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from dimmer import lawbook
from dimmer.core.advice import advise_without_missing
from dimmer.lawbook.stories import JUDGES, OURS, Story, stories
from pack import PACK


def cases() -> Iterator[Any]:
    for folder in (OURS, PACK / "cases"):
        for story in stories(folder):
            yield pytest.param(story, id=f"{story.id}: {story.title}")


@pytest.mark.parametrize("judge", JUDGES)
@pytest.mark.parametrize("story", list(cases()))
def test_the_advice_is_what_law_and_guidance_support(story: Story, judge: str) -> None:
    advice = advise_without_missing(story.facts, lawbook.book()).as_dict()

    assert JUDGES[judge](story, advice) == []


@pytest.mark.parametrize("story", list(cases()))
def test_the_duties_do_not_turn_on_the_order_in_which_things_are_named(story: Story) -> None:
    facts = story.facts
    turned = replace(facts, recipients=facts.recipients[::-1], items=facts.items[::-1])

    one, other = (
        {(duty.code, duty.person) for duty in advice.duties}
        for advice in (advise_without_missing(each, lawbook.book()) for each in (facts, turned))
    )

    assert one == other


def test_there_are_enough_cases_of_our_own() -> None:
    assert len(list(OURS.glob("*.expected.toml"))) >= 25


def test_a_story_is_told_again_where_and_when_it_says_so() -> None:
    again = {story.id: story for story in stories() if "-" in story.id}

    assert again["V17-wales"].facts.nation == "wales"
    assert again["N09-2026-01-11"].facts.date == date(2026, 1, 11)
    assert "G-VIR" in again["N09-2026-01-11"].expected["forbidden"]
    assert again["N09-2026-01-12"].expected["all_open"] == ["G-VIR"]


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "outcome": ({"outcome": "do-not-share"}, "outcome do-not-share, not share"),
    "routes": ({"routes": []}, "basis: none of A6e is open"),
    "items": ({"items": []}, "item 1 for gp: None, not share"),
    "duties": ({"duties": [{"code": "record"}] * 40}, "more than 11 duties"),
}


@pytest.mark.parametrize("judge", JUDGES)
def test_what_is_wrong_is_said(judge: str) -> None:
    facts = next(stories()).facts
    expected = {
        "outcome": "share",
        "also_ok": [],
        "basis": ["A6e"],
        "condition": [],
        "confidentiality": [],
        "power": [],
        "forbidden": [],
        "duties": [{"code": "record"}],
        "items": [{"item": 1, "recipient": "gp", "action": "share"}],
    }
    story = Story("one", "One", replace(facts, people=facts.people[:1]), expected)
    wrong, says = WRONG[judge]

    assert JUDGES[judge](story, wrong) == [says]
