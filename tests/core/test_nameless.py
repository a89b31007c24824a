"""A question without a name: nothing that identifies anybody stays, and rare traits are asked about."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dimmer.core.locators.nameless import identity, rare, without_identity

PARTS = st.sampled_from(
    [
        *("Zofia Nowak", "Dr Patel", "her brother Jakub", "born 14 March 2019", "14 Mill Lane", "ZX9 9QQ"),
        *("07700 900123", "943 476 5919", "Northmarket Primary School", "the 42 bus at 8.15am", "AB12 CDE"),
        *("a child is hungry", "she wants nobody told", "what may I do?", "\n", ", and ", ". ", " "),
    ]
)  # fmt: skip


@given(st.lists(PARTS, max_size=12).map(" ".join))
def test_what_is_left_identifies_nobody(text: str) -> None:
    left = without_identity(text, names=["Zofia Nowak"])

    assert identity(left, names=["Zofia Nowak"]) == ()
    if not identity(text, names=["Zofia Nowak"]):
        assert left == text


@given(st.text(max_size=400))
def test_of_any_text_nothing_is_left_that_identifies(text: str) -> None:
    assert identity(without_identity(text)) == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A deaf parent of twins is hit", ("deaf", "twins")),
        ("A police officer in our village hits his wife", ("police officer", "village")),
        ("The only family that does this", ("The only",)),
        ("Six children, and an inquest last year", ("Six children", "inquest")),
        ("Somebody of a Lithuanian family who is HIV positive", ("Lithuanian", "HIV")),
    ],
)
def test_traits_that_may_fit_one_family_are_named(text: str, words: tuple[str, ...]) -> None:
    assert rare(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "A parent tells me that they are hit at home",
        "A deaf parent is hit",
        "She lives in a village",
        "Two children are hungry, and their teacher rang their GP",
        "",
    ],
)
def test_what_many_have_is_not_asked_about(text: str) -> None:
    assert rare(text) == ()
