"""Where whereabouts that stay back stand in a text, however they are written there."""

import re
from collections.abc import Iterable, Iterator

from dimmer.core.locators.fold import fold

SHORTEST = 4
"""Letters and digits: what is shorter stands in many a sentence that is no address."""
_OF_A_NUMBER = 9
"""Digits of a British number without the 0 or 44 that it is written with."""
_BETWEEN = r"[\W_]{0,3}"
"""What may stand between two letters or digits of the same: NM4 7QT, nm47qt, 07700-900 123."""


def stand_in(text: str, kept: Iterable[str]) -> Iterator[tuple[int, int]]:
    """The start and end, in characters, of each place where one of them stands as a whole."""
    plain = fold(text)
    for letters in sorted({*map(_letters, kept)}):
        if len(letters) < SHORTEST:
            continue
        is_number = letters.isdigit() and len(letters) > _OF_A_NUMBER
        ahead = "" if is_number else r"(?<!\w)"
        wanted = letters[-_OF_A_NUMBER:] if is_number else letters
        pattern = ahead + _BETWEEN.join(map(re.escape, wanted)) + r"(?!\w)"
        for found in re.finditer(pattern, plain.text, re.IGNORECASE):
            yield plain.typed(*found.span())


def _letters(words: str) -> str:
    return "".join(each for each in fold(words).text.casefold() if each.isalnum())
