"""Duties: a list with an end, for the right people, in whole sentences."""

from typing import Any

import pytest

from built import CALM, KIT, MAN, advised, duty, item, purpose, zofia
from dimmer.core.advice import Advice, Duty
from dimmer.core.advice.duties import FOLLOWING, readable


def listed(*codes: str, others: int) -> tuple[Duty, ...]:
    return tuple(Duty(code=code, words=code) for code in codes) + tuple(
        Duty(code=f"other {at}", words="x") for at in range(others)
    )


@pytest.mark.parametrize(("people", "most"), [(1, 14), (3, 18)])
def test_twelve_duties_and_two_a_person_are_read_to_the_end(people: int, most: int) -> None:
    whole = listed(*FOLLOWING, others=most - 4)

    assert readable(whole, people=people) == whole


def test_of_too_many_those_that_follow_from_others_go_and_no_more_than_must() -> None:
    whole = listed(*FOLLOWING, others=12)

    codes = [row.code for row in readable(whole, people=1)]

    assert len(codes) == 14
    assert not {"confirm-receipt", "verify-identity"} & set(codes)
    assert {"onward-terms", "label"} <= set(codes)


def test_what_does_not_follow_from_others_stays_however_many_there_are() -> None:
    whole = listed(*FOLLOWING, others=20)

    assert readable(whole, people=1) == whole[4:]


def about(advice: Advice, code: str) -> dict[str, Duty]:
    return {row.person: row for row in advice.duties if row.code == code}


def test_what_is_withheld_is_named_once_for_each_person_in_plain_words() -> None:
    advice = advised(
        to="wider-workforce",
        people=[zofia(), KIT],
        purpose=purpose("audit"),
        items=[item("health"), item("hiv", "health"), item("education", about="kit")],
    )

    found = about(advice, "withhold")
    assert set(found) == {"zofia", "kit"}
    assert set(found["zofia"].categories) == {"health", "hiv"}
    assert len(found["zofia"].categories) == 2
    assert found["zofia"].words.startswith("Keep back what is marked withheld about zofia: ")
    assert found["zofia"].words.endswith(".")
    assert ", " in found["zofia"].words
    assert found["kit"].categories == ("education",)


def test_nothing_is_named_as_withheld_where_everything_goes() -> None:
    assert not about(advised(), "withhold")


def test_whoever_is_told_is_named_and_not_whoever_it_would_endanger() -> None:
    safe = advised(people=[zofia(telling_is_unsafe=False)])
    unsafe = advised(people=[zofia(telling_is_unsafe=True)])

    assert set(about(safe, "inform")) == {"zofia"}
    assert "zofia" in duty(safe, "inform")
    assert not about(unsafe, "inform")
    assert set(about(unsafe, "do-not-inform")) == {"zofia"}


def test_advice_is_sought_from_whom_the_rule_names() -> None:
    told: dict[str, Any] = {"people": [zofia(), MAN], "risk": CALM, "to": "employer"}

    advice = advised(**told, items=[item("legally-privileged")])

    assert all(row.whom for row in advice.duties if row.code == "seek-advice")
