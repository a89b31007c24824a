"""Ceilings: the brightest row that covers a disclosure counts, and what none covers stays dark."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dimmer import lawbook
from dimmer.core.law import codes
from dimmer.core.law.facts import Risk
from dimmer.core.proportionality import Danger, Light, danger_of

CEILINGS = lawbook.book().ceilings


@pytest.mark.parametrize(
    ("category", "recipient", "purpose", "danger", "role", "light"),
    [
        ("hiv", "la-housing", "protect-adult", Danger.HIGH, "victim", Light.DARK),
        ("threat", "police", "prevent-crime", Danger.HIGH, "victim", Light.DETAIL),
        ("domestic-abuse", "school", "protect-child", Danger.USUAL, "child", Light.DETAIL),
        ("health", "la-housing", "protect-adult", Danger.HIGH, "victim", Light.HEADLINE),
        ("agency-involvement", "wider-workforce", "audit", Danger.USUAL, "victim", Light.POINTER),
        ("criminal-conviction", "marac", "prevent-crime", Danger.HIGH, "victim", Light.DARK),
        ("whole-file", "police", "investigate-crime", Danger.EMERGENCY, "victim", Light.DARK),
    ],
)
def test_the_lawbook_dims_as_it_says(
    category: str, recipient: str, purpose: str, danger: Danger, role: str, light: Light
) -> None:
    found = CEILINGS.ceiling(
        category, recipient=recipient, purposes=(purpose,), danger=danger, role=role
    )

    assert found is light


@given(
    st.sampled_from(codes.CATEGORIES),
    st.sampled_from(codes.RECIPIENT_KINDS),
    st.lists(st.sampled_from(codes.PURPOSES), min_size=1, max_size=3),
    st.sampled_from(codes.ROLES),
    st.sampled_from(Danger),
)
def test_one_more_purpose_never_dims(
    category: str, recipient: str, purposes: list[str], role: str, danger: Danger
) -> None:
    lights = [
        CEILINGS.ceiling(category, recipient=recipient, purposes=some, danger=danger, role=role)
        for some in (purposes[:1], purposes)
    ]

    assert lights[0] <= lights[1]


def test_an_item_needs_the_light_of_the_category_that_needs_most() -> None:
    assert CEILINGS.need(["identity", "hiv"]) is Light.FULL


@pytest.mark.parametrize(
    ("risk", "danger"),
    [
        (Risk("standard", "routine"), Danger.USUAL),
        (Risk("unknown", "routine"), Danger.USUAL),
        (Risk("medium", "routine", marac_threshold=True), Danger.HIGH),
        (Risk("high", "immediate"), Danger.HIGH),
        (Risk("imminent", "routine"), Danger.HIGH),
        (Risk("medium", "routine", child_significant_harm=True), Danger.HIGH),
        (Risk("medium", "routine", life_in_danger=True), Danger.HIGH),
        (Risk("imminent", "immediate"), Danger.EMERGENCY),
        (Risk("medium", "immediate", life_in_danger=True), Danger.EMERGENCY),
    ],
)
def test_danger_stands_where_it_is_said_to(risk: Risk, danger: Danger) -> None:
    assert danger_of(risk) is danger
