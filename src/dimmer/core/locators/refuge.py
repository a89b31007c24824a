"""That words give the place of a refuge, which is kept nowhere: its office is enough to write or ring to."""

import re

from dimmer.core.locators.streets import flats, streets

_REFUGE = re.compile(
    r"\b(?:refuges?|safe\s?-?\s?(?:house|home)s?|(?:safe|dispersed) accommodation|women'?s aid|lloches|"
    r"(?<!bus )(?<!animal )shelters?(?! (?:lane|road|street|hill|close|way)\b))\b",
    re.IGNORECASE,
)
_OFFICE = re.compile(
    r"^[^\d(]*\b(?:(?<!post )(?<!post-)offices?|c/o|care of|swyddfa)\b", re.IGNORECASE
)
"""That it is the office: said first, and not of a room in the house or of a post office near by."""
_BOX = re.compile(r"\bp\.?\s?o\.?\s?box\b", re.IGNORECASE)
_BESIDE = 14
"""Characters between the word for a refuge and an address that is its place: "refuge, which is at 3 Elm Road"."""
_BEFORE = 40


def is_of_refuge(words: str, *, said: bool = False) -> bool:
    """Whether an address is that of a refuge and not of its provider's office.

    Args:
        words: the address as typed, with its postcode.
        said: that somebody said it is a refuge, in a field of its own.
    """
    plain = _plain(words)
    if not plain or not (said or _REFUGE.search(plain)) or _OFFICE.search(plain):
        return False
    return not _BOX.search(plain) or bool([*streets(plain), *flats(plain)])


def is_beside_refuge(text: str, start: int, end: int) -> bool:
    """Whether the words beside an address in a text, from `start` up to and without `end`, call it a refuge's."""
    before = _plain(text[max(0, start - _BEFORE) : start], is_whole=False)
    after = _plain(text[end : end + _BEFORE], is_whole=False)
    named = [each.end() for each in _REFUGE.finditer(before)]
    if named and _joins(between := before[named[-1] :]):
        return not _OFFICE.search(between)
    follows = _REFUGE.search(after)
    return follows is not None and _joins(after[: follows.start()])


def _joins(between: str) -> bool:
    return len(between) <= _BESIDE and not re.search(r"[.;!?\n]", between)


def _plain(words: str, *, is_whole: bool = True) -> str:
    joined = " ".join(words.split()) if is_whole else words
    return joined.replace("\u2019", "'")
