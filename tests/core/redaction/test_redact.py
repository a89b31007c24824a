"""What a light shows: every item once, nothing above a ceiling, and more light never hides."""

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dimmer.core.proportionality import Light
from dimmer.core.redaction import Item, dim, redact

CATEGORIES = ("health", "threat", "location")
lights = st.sampled_from(Light)
items = st.builds(
    Item,
    key=st.text(min_size=1, max_size=3),
    categories=st.lists(st.sampled_from(CATEGORIES), min_size=1, unique=True).map(tuple),
    needs=st.sampled_from([light for light in Light if light]),
    text=st.text(max_size=5),
)
records = st.lists(items, max_size=8)
ceilings = st.dictionaries(st.sampled_from(CATEGORIES), lights)


@given(records, lights, ceilings)
def test_every_item_is_shared_or_withheld_and_never_both(
    record: list[Item], wanted: Light, most: dict[str, Light]
) -> None:
    redaction = redact(record, wanted=wanted, ceilings=most)

    assert Counter(redaction.shared) + Counter(redaction.withheld) == Counter(record)


@given(records, lights, ceilings)
def test_nothing_is_shared_above_the_ceiling_of_any_of_its_categories(
    record: list[Item], wanted: Light, most: dict[str, Light]
) -> None:
    redaction = redact(record, wanted=wanted, ceilings=most)

    assert all(
        item.needs <= most.get(category, Light.DARK)
        for item in redaction.shared
        for category in item.categories
    )


@given(records, ceilings)
def test_more_light_never_hides_what_less_light_showed(
    record: list[Item], most: dict[str, Light]
) -> None:
    by_light = [set(redact(record, wanted=light, ceilings=most).shared) for light in Light]

    assert by_light[0] == set()
    assert all(less <= more for less, more in pairwise(by_light))


def test_a_category_without_a_ceiling_stays_dark() -> None:
    assert dim(Light.FULL, ceilings={}, categories=["health"]) is Light.DARK


def test_an_item_that_needs_no_light_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="dark"):
        Item("1", ("health",), Light.DARK, "text")


def test_an_item_of_no_category_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="ceiling"):
        Item("1", (), Light.DETAIL, "text")
