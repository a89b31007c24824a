"""What is kept back says the true reason, and calls nothing closed that is open."""

from dataclasses import replace
from datetime import date

from dimmer import lawbook
from dimmer.core.advice import advise_without_missing
from dimmer.core.advice.answer import Advice
from dimmer.core.advice.cell import UNSAID
from dimmer.lawbook.stories import stories

BOOK = lawbook.book()
STORIES = {story.id: story.facts for story in stories()}


def advised(story: str) -> Advice:
    return advise_without_missing(STORIES[story], BOOK)


def words(advice: Advice, code: str) -> str:
    return next(duty.words for duty in advice.duties if duty.code == code)


def test_a_duty_that_is_open_but_kept_back_for_a_no_is_not_called_closed() -> None:
    assert "A6c" not in {row.id for row in advised("S21").barred}
    assert "A6c" in {row.id for row in advised("S22").barred}


def test_why_a_child_is_not_helped_is_written_down_where_the_duty_was_announced() -> None:
    assert "do the child more harm" in words(advised("S21"), "record")
    assert "do the child more harm" not in words(advised("S22"), "record")


def test_what_is_dark_for_its_light_alone_says_that_nobody_said_whether_it_is_needed() -> None:
    assert advised("S02").items[0].why == UNSAID
    assert advised("S04").items[0].why != UNSAID


def test_a_young_person_is_asked_whether_a_parent_may_be_told() -> None:
    assert "whether a parent" in words(advised("S19"), "inform")
    assert {duty.person for duty in advised("S19").duties if duty.code == "inform"} == {"child"}


def test_a_day_before_the_law_that_is_held_is_no_advice_against_sharing() -> None:
    facts = replace(STORIES["S31"], date=date(2018, 5, 24))

    assert "cannot be decided" in advise_without_missing(facts, BOOK).items[0].why
