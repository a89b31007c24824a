"""The same matter under the law of different days and nations, as it stood there and then."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from dimmer import lawbook
from dimmer.core.advice import Advice, advise, advise_without_missing, parse_facts

COMMISSIONED: Mapping[str, Any] = {
    "id": "x",
    "title": "A commissioned Idva and a child",
    "nation": "england",
    "date": date(2026, 10, 1),
    "holder": {"kind": "idva-charity", "commissioned": True},
    "recipients": [{"kind": "la-children"}],
    "purpose": {"kinds": ["protect-child"]},
    "risk": {"level": "medium", "urgency": "same-day"},
    "people": [{"id": "child", "role": "child", "age": 5}],
    "items": [{"about": ["child"], "categories": ["child-protection"], "nature": "fact"}],
}


def basis(**changed: Any) -> set[str]:
    return {one for row in advised(**changed).routes for one in row.basis}


def advised(**changed: Any) -> Advice:
    return advise_without_missing(parse_facts({**COMMISSIONED, **changed}), lawbook.book())


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        pytest.param(date(2026, 1, 1), {"A6f"}, id="before recognised legitimate interests"),
        pytest.param(date(2026, 2, 4), {"A6f"}, id="the day before"),
        pytest.param(date(2026, 2, 5), {"A6ea-6", "A6f"}, id="the day they came in"),
        pytest.param(date(2026, 3, 1), {"A6ea-6", "A6f"}, id="after"),
        pytest.param(date(2026, 9, 29), {"A6ea-6", "A6f"}, id="before section 16LA"),
        pytest.param(date(2026, 10, 1), {"A6ea-6", "A6f", "A6c"}, id="after the day announced"),
    ],
)
def test_the_law_of_the_day_is_applied(day: date, expected: set[str]) -> None:
    assert basis(date=day) == expected


def test_an_english_duty_reaches_nobody_in_wales() -> None:
    assert "A6c" not in basis(nation="wales")


def test_a_duty_whose_commencement_was_not_seen_is_named_with_low_confidence() -> None:
    advice = advised()

    announced = [a for i, a in advice.citations if i == "G-CA04-16LA"]
    assert [one.confidence.value for one in announced] == ["low"]
    assert announced[0].status.value == "announced"


def test_a_duty_whose_commencement_was_not_seen_opens_nothing_by_itself() -> None:
    # Nothing but the announced duty would carry a child's welfare information that is not needed
    # to protect anybody from harm: confidence would be lifted by that duty alone.
    competent = {"id": "girl", "role": "child", "age": 15, "capacity": "child-competent"}
    refusing = {**competent, "consent": "refused"}
    risk = {
        "level": "standard",
        "urgency": "routine",
        "marac_threshold": False,
        "child_significant_harm": False,
        "serious_crime": False,
        "others_at_risk": False,
        "life_in_danger": False,
    }

    advice = advised(
        people=[refusing],
        items=[{"about": ["girl"], "categories": ["child-protection"]}],
        risk=risk,
        holder={"kind": "school"},
    )

    assert advice.outcome.value not in ("share", "share-limited")


def test_an_unanswered_fact_that_would_change_the_advice_is_reported_with_what_it_would_change() -> (
    None
):
    holder = {"kind": "idva-charity"}

    advice = advise(parse_facts({**COMMISSIONED, "holder": holder}), lawbook.book())

    missing = {row.fact: dict(row.changes) for row in advice.missing}
    assert missing["holder.commissioned"] == {"yes": "which routes are open"}


def test_an_answer_that_changes_nothing_is_not_asked_for() -> None:
    advice = advise(parse_facts({**COMMISSIONED, "date": date(2026, 3, 1)}), lawbook.book())

    assert "holder.commissioned" not in {row.fact for row in advice.missing}
