"""What a person is found by: short texts, to be kept only under a key, and what to ask for them with.

Rules of this module:
- a text joins two things where one alone would find thousands among a million people;
- two spellings that are one letter apart share a text, because each is kept with every letter left out once;
- what is wrong in a date is tried when asking, so that keeping stays small;
- a postcode finds nobody by itself: that would list who lives there.
"""

from collections.abc import Iterator
from datetime import date
from itertools import combinations

from dimmer.core.matching.known import EARLIEST, LATEST, Born, Known, Name

_NUMBER, _WHOLE, _HOME, _NAME, _WRONG, _YEAR, _SOUND, _LETTER = 100, 30, 30, 10, 15, 15, 10, 2
"""What each kind of text weighs when there are more hits than can be opened."""


def to_keep(known: Known) -> frozenset[str]:
    """The texts that a person of whom this is known is kept under: about 25."""
    return frozenset(text for text, _ in _texts(known))


def to_ask(known: Known) -> dict[str, int]:
    """The texts to look for, with their weights: those of `to_keep`, and years that are one slip away.

    A slip in the day or the month leaves the year right, and so finds by it.
    """
    asked: dict[str, int] = {}
    for text, weight in _texts(known):
        asked[text] = max(weight, asked.get(text, 0))
    for day in filter(None, (born.whole() for born in known.born)):
        for year in {near.year for near in slips_of(day)} - {day.year}:
            for name in known.names:
                for pair in _heard_in_pairs(name):
                    asked.setdefault(f"sounds+year {pair} {year}", _WRONG)
    return asked


def _texts(known: Known) -> Iterator[tuple[str, int]]:
    for name in known.names:
        yield from _texts_of(name)
        for born in known.born:
            yield from _with_birth(name, born)
        for postcode in known.postcodes:
            for part in _heard(name):
                yield f"sound+home {part} {postcode}", _HOME
    for born in known.born:
        if day := born.whole():
            yield f"day {day.isoformat()}", _LETTER
            for postcode in known.postcodes:
                yield f"day+home {day.isoformat()} {postcode}", _HOME
    for kind, value in known.numbers:
        yield f"number {kind} {value}", _NUMBER


def _texts_of(name: Name) -> Iterator[tuple[str, int]]:
    """By the name alone: each two of its parts in either order, one letter wrong, or as they sound."""
    if len(name.parts) == 1:
        for letters in _with_a_letter_out(name.parts[0]):
            yield f"one {letters}", _NAME if letters == name.parts[0] else _LETTER
    for one, other in combinations(name.parts, 2):
        for beside, part in ((one, other), (other, one)):
            for letters in _with_a_letter_out(part):
                yield f"letters {beside} {letters}", _NAME if letters == part else _LETTER
    for pair in _heard_in_pairs(name):
        yield f"sounds {pair}", _SOUND


def _with_birth(name: Name, born: Born) -> Iterator[tuple[str, int]]:
    if born.year is not None:
        for pair in _heard_in_pairs(name):
            yield f"sounds+year {pair} {born.year}", _YEAR
        for part in _heard(name):
            yield f"sound+year {part} {born.year}", _LETTER
    if day := born.whole():
        for part in _heard(name):
            yield f"sound+day {part} {day.isoformat()}", _WHOLE


def _heard(name: Name) -> frozenset[str]:
    """How each part sounds; a part without a code, as it is written."""
    return frozenset(sound or part for part, sound in zip(name.parts, name.sounds, strict=True))


def _heard_in_pairs(name: Name) -> frozenset[str]:
    heard = [sound or part for part, sound in zip(name.parts, name.sounds, strict=True)]
    return frozenset(" ".join(sorted(pair)) for pair in combinations(heard, 2))


def _with_a_letter_out(part: str) -> frozenset[str]:
    return frozenset({part, *(part[:at] + part[at + 1 :] for at in range(len(part)))} - {""})


def slips_of(day: date) -> frozenset[date]:
    """Days that are one wrong digit away, or day and month exchanged."""
    digits = f"{day:%d%m}{day.year:04}"
    near = {digits[2:4] + digits[:2] + digits[4:]}
    for at in range(len(digits)):
        near |= {digits[:at] + digit + digits[at + 1 :] for digit in "0123456789"}
    found = set()
    for each in near:
        try:
            other = date(int(each[4:]), int(each[2:4]), int(each[:2]))
        except ValueError:
            continue
        if other != day and EARLIEST <= other.year <= LATEST:
            found.add(other)
    return frozenset(found)
