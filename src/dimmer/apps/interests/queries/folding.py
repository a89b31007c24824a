"""From what was typed to what can be compared: plain letters in any script, sounds, tidy postcodes.

The two libraries stand here and nowhere else: a name in letters a to z (anyascii), and how it sounds in
English ears (Metaphone, jellyfish).
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from anyascii import anyascii
from jellyfish import metaphone

from dimmer.core.matching import Born, Known, Name, NotADate, born_from

_PARTED = re.compile(r"[\s\-,/]+")
_JOINED = re.compile(r"(?<=[a-z])(?=[A-Z])")
"""Where letters of a script without spaces were written out one by one: ChenMeiLing."""
_SHORTEST_SOUND = 2
"""A code of one letter says nothing: Mia, Mae and Mo would all be M."""


def name_from(text: str) -> Name | None:
    """A name, folded; None where no letter is in it."""
    spelt = [letters for word in _PARTED.split(text) for letters in _spelt(word)]
    parts = [letters for letters in spelt if letters]
    if not parts:
        return None
    return Name(tuple(parts), tuple(_sound(part) for part in parts))


def _spelt(word: str) -> list[str]:
    """A word in letters a to z; one of another script may be several."""
    plain = anyascii(word)
    is_latin = any("LATIN" in unicodedata.name(each, "") for each in word)
    pieces = [plain] if is_latin else _JOINED.split(plain)
    return ["".join(each for each in piece.lower() if "a" <= each <= "z") for piece in pieces]


def _sound(part: str) -> str:
    code = metaphone(part)
    return code if len(code) >= _SHORTEST_SOUND else ""


def postcode_from(text: str) -> str:
    """A postcode in capitals without spaces; empty where it is none."""
    return "".join(each for each in text.upper() if each.isascii() and each.isalnum())


def born_on(text: str) -> Born | None:
    """A date of birth from its parts with hyphens, an unknown one empty: 1987-03-14, 1987--, --14."""
    parts = [int(part) if part.isdigit() else None for part in (text or "").split("-")]
    if len(parts) != 3 or not any(parts):  # noqa: PLR2004  (year, month, day)
        return None
    try:
        return born_from(*parts)
    except NotADate:
        return None


def known_from(
    *,
    names: Iterable[str],
    born: Iterable[str] = (),
    postcodes: Iterable[str] = (),
    numbers: Iterable[tuple[str, str]] = (),
) -> Known:
    """What can be compared of what was typed."""
    return Known(
        names=tuple(dict.fromkeys(name for text in names if (name := name_from(text)))),
        born=tuple(dict.fromkeys(day for text in born if (day := born_on(text)))),
        postcodes=frozenset(code for text in postcodes if (code := postcode_from(text))),
        numbers=frozenset(numbers),
    )


def known_in(about: Mapping[str, Any]) -> Known:
    """What can be compared of somebody in a concern."""
    return known_from(
        names=[about.get("name") or ""],
        born=[about.get("date_of_birth") or ""],
        postcodes=[about.get("postcode") or ""],
    )
