"""Where a refuge is, is told from its office, and from what only speaks of one."""

import pytest

from dimmer.core.locators import is_beside_refuge, is_of_refuge


@pytest.mark.parametrize(
    "words",
    [
        "Bluebell refuge, 3 Elm Road, LS6 3AB",
        "Bluebell refuge, 3 Elm Road (office on ground floor)",
        "Bluebell refuge, 3 Elm Road, near the post office",
        "Refuge flat 2, 3 Elm Road, near the post office",
        "Women\u2019s Aid, 3 Elm Road",
        "Domestic abuse shelter, 3 Elm Road",
        "dispersed accommodation, 3 Elm Road, LS6 3AB",
        "safe home, 3 Elm Road",
        "Refuge, 3 Elm Road, by the PO box",
        "Lloches, 3 Elm Road",
    ],
)
def test_an_address_that_is_called_a_refuges_is_one(words: str) -> None:
    assert is_of_refuge(words)


@pytest.mark.parametrize(
    "words",
    [
        "Office of Bluebell refuge, 1 High Street",
        "Bluebell Women's Aid office, 1 High Street",
        "c/o Bluebell refuge, 1 High Street",
        "Bluebell refuge, PO Box 12, Leeds",
        "Swyddfa Lloches, 1 High Street",
        "3 Elm Road, LS6 3AB",
        "by the bus shelter, Elm Road",
        "2 Shelter Lane",
        "",
    ],
)
def test_an_office_a_box_and_another_address_are_none(words: str) -> None:
    assert not is_of_refuge(words)


@pytest.mark.parametrize("words", ["3 Elm Road", "3 Elm Road (office on ground floor)"])
def test_said_to_be_one_it_is_one_whatever_its_words(words: str) -> None:
    assert is_of_refuge(words, said=True)
    assert not is_of_refuge(f"Office, {words}", said=True)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("She is at the refuge at 3 Elm Road now", True),
        ("She is at Bluebell refuge, 3 Elm Road.", True),
        ("3 Elm Road, the refuge, is full", True),
        ("3 Elm Road is a safe house", True),
        ("She left the refuge and has lived since May at 3 Elm Road", False),
        ("She left the refuge. 3 Elm Road is hers", False),
        ("Write to the refuge office, 3 Elm Road", False),
        ("She is at 3 Elm Road", False),
    ],
)
def test_beside_an_address_in_a_text_the_words_call_it_one(text: str, is_one: bool) -> None:
    start = text.index("3 Elm Road")

    assert is_beside_refuge(text, start, start + len("3 Elm Road")) == is_one
