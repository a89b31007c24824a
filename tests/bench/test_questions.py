"""Few facts are asked for, and once nothing more is asked nothing more would change the outcome."""

from statistics import median
from typing import Any

import pytest
from bench.questions import OPENING, Asking, ask, begun, heard, stories

from dimmer import lawbook
from dimmer.core.advice import Outcome, advise, advise_without_missing, parse_facts, worth_asking

STORIES = stories()


PAIRS = ("VA05",)
"""Two answers, each of which changes nothing by itself: that somebody may be under pressure, and that it is not safe to
ask them. Until both are known the advice is to see them alone and ask, which is where both come up."""


@pytest.fixture(scope="module")
def asked() -> dict[str, Asking]:
    return {name: ask(story) for name, story in STORIES.items()}


def test_a_typical_share_needs_eight_answers_with_the_opening_ones(
    asked: dict[str, Asking],
) -> None:
    counts = [OPENING + len(each.asked) for each in asked.values()]

    assert len(counts) > 100
    assert median(counts) <= 8
    assert max(counts) <= 16


def test_what_was_asked_is_enough_for_the_outcome_of_everything_that_could_be_asked(
    asked: dict[str, Asking],
) -> None:
    book = lawbook.book()

    differing = {
        name: outcome
        for name, each in asked.items()
        if (outcome := advise_without_missing(each.facts, book).outcome)
        != advise_without_missing(heard(STORIES[name]), book).outcome
    }

    assert differing == dict.fromkeys(PAIRS, Outcome.SEEK_ADVICE_FIRST)


def test_nothing_is_asked_twice_and_nothing_that_changes_only_duties() -> None:
    story = STORIES["X16"]
    missing = advise(parse_facts(begun(story)), lawbook.book()).missing
    only_duties = {row.fact for row in missing if all("duties" in to for _, to in row.changes)}

    first = worth_asking(missing)
    second = worth_asking(missing, answered={first[0].fact})

    assert only_duties
    assert not only_duties & {row.fact for row in first}
    assert [row.fact for row in second] == [row.fact for row in first[1:]]


def test_what_changes_the_outcome_is_asked_before_what_changes_routes() -> None:
    seen_both = 0
    for story in STORIES.values():
        missing = advise(parse_facts(begun(story)), lawbook.book()).missing
        decides = [
            any(to.startswith("outcome") for _, to in row.changes) for row in worth_asking(missing)
        ]
        assert decides == sorted(decides, reverse=True)
        seen_both += len(set(decides)) == 2

    assert seen_both


def test_an_answer_can_settle_what_else_would_be_asked(asked: dict[str, Any]) -> None:
    silent = begun(STORIES["Z17"])

    assert len(asked["Z17"].asked) < len(ask(silent).asked)
