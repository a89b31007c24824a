"""Whose advice is taken: the one who knows this kind of question, and not only somebody."""

from copy import deepcopy

import pytest

from dimmer import lawbook
from dimmer.core.advice import Advice, advise_without_missing
from dimmer.core.advice.advise import conclude
from dimmer.core.advice.compose import put_into_words
from dimmer.lawbook.files import tables
from dimmer.lawbook.read import build
from dimmer.lawbook.stories import Story, stories

STORIES = {story.id: story for story in stories()}
LAW = "the information governance lead"
CHILDREN = "the named or designated practitioner for children"
ADULTS = "the safeguarding adults lead"
ANYBODY = "the safeguarding lead or the information governance lead"


def advisers(advice: Advice) -> str:
    return "".join(duty.whom for duty in advice.duties if duty.code == "seek-advice")


@pytest.mark.parametrize(
    ("story", "whom"),
    [
        pytest.param("N77", "a lawyer", id="privilege"),
        pytest.param("K44", CHILDREN, id="neglect of a child"),
        pytest.param("K46", ADULTS, id="neglect of an adult"),
        pytest.param("K47", ADULTS, id="a threshold that nobody has judged"),
        pytest.param("K47", "the Caldicott Guardian", id="a health body"),
        pytest.param("K48", LAW, id="a row of low confidence alone"),
        pytest.param("K01", LAW, id="no policy document"),
    ],
)
def test_the_advice_says_whom(story: str, whom: str) -> None:
    advice = advise_without_missing(STORIES[story].facts, lawbook.book())

    assert whom in advisers(advice)
    assert ANYBODY not in advisers(advice)


def test_where_no_kind_of_question_is_known_anybody_who_advises_will_do() -> None:
    found = [
        advisers(advise_without_missing(one.facts, lawbook.book())) for one in STORIES.values()
    ]

    assert ANYBODY in found


@pytest.mark.parametrize("story", ["K45", "K49"])
def test_a_share_on_clear_facts_needs_nobody(story: str) -> None:
    assert not advisers(advise_without_missing(STORIES[story].facts, lawbook.book()))


def test_advice_that_rests_on_a_doubtful_row_says_so_and_one_surer_row_is_enough() -> None:
    story: Story = STORIES["K45"]
    files = deepcopy(dict(tables()))
    by_name = {
        row["name"]: row
        for table in files.values()
        for row in table.get("rule", ())
        if "gate" in row
    }
    by_name["legitimate-interests"]["confidence"] = "low"
    one_is_surer = advise_without_missing(story.facts, build(files, digest=""))
    by_name["recognised-safeguarding"]["confidence"] = "low"
    book = build(files, digest="")

    assert not advisers(one_is_surer)
    assert LAW in advisers(advise_without_missing(story.facts, book))
    assert LAW in advisers(put_into_words(conclude(story.facts, book), book))


@pytest.mark.parametrize(
    ("story", "code", "whom", "deadline"),
    [
        pytest.param("K69", "sign-off", "the Caldicott Guardian", "the next day", id="patients"),
        pytest.param(
            "K76", "sign-off", "a senior officer of the force", "answered", id="counselling"
        ),
        pytest.param("K05", "sign-off", "a manager who is not involved", "same day", id="staff"),
        pytest.param("K73", "second-check", "did not prepare it", "before it goes", id="a prison"),
        pytest.param("K75", "confirm-receipt", "", "within a month", id="a girl who was cut"),
        pytest.param("K71", "support", "", "every review", id="a refusal"),
        pytest.param("K44", "seek-advice", CHILDREN, "promptly", id="advice"),
    ],
)
def test_who_does_it_and_by_when(story: str, code: str, whom: str, deadline: str) -> None:
    advice = advise_without_missing(STORIES[story].facts, lawbook.book())
    owed = next(duty for duty in advice.duties if duty.code == code)

    assert whom in owed.whom
    assert deadline in owed.deadline
