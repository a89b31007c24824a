"""What in a text says where somebody is, or leads to them. Pure, without lists of places, in linear time.

It finds; it never decides. Each finder reads the plain text once, with patterns whose repeats are all bounded.
"""

from collections.abc import Iterable

from dimmer.core.locators.clues import clues, journeys, surnames, workplaces
from dimmer.core.locators.codes import (
    bare_handles,
    on_the_grid,
    on_the_map,
    on_the_net,
    postcodes,
    spoken_plates,
    vehicles,
)
from dimmer.core.locators.fold import fold
from dimmer.core.locators.kinds import FIELDS, WHEREABOUTS, Finder, Found, Kind
from dimmer.core.locators.lone import described, doors, labelled, lone_names
from dimmer.core.locators.numbers import numbers_of_people, phones, references
from dimmer.core.locators.people import listed, others
from dimmer.core.locators.places import areas, named_places, other_places
from dimmer.core.locators.refuge import is_beside_refuge, is_of_refuge
from dimmer.core.locators.streets import flats, streets

__all__ = [
    "FIELDS",
    "WHEREABOUTS",
    "Found",
    "Kind",
    "find",
    "is_beside_refuge",
    "is_of_refuge",
    "locators",
    "people",
]

_FINDERS: tuple[Finder, ...] = (
    on_the_net, on_the_map, on_the_grid, postcodes, numbers_of_people, phones, vehicles, spoken_plates, streets, flats,
    references, named_places, other_places, surnames, workplaces, clues, areas, journeys, others,
    described, labelled, lone_names, doors, bare_handles,
)  # fmt: skip
_FIRST = (
    Kind.EMAIL, Kind.NI, Kind.NHS, Kind.PHONE, Kind.POSTCODE, Kind.VEHICLE, Kind.LINK, Kind.HANDLE,
)  # fmt: skip
"""Kinds that win over others, in this order; among the rest the longer part of the text wins."""
_LAST = (Kind.TRAVEL, Kind.PLACE, Kind.OTHER_PERSON)
"""Kinds that give way where another is as long."""
_SHORTEST = 2
"""Characters that must be left of a finding where another takes part of it."""


def find(text: str, *, names: Iterable[str] = ()) -> tuple[Found, ...]:
    """Everything found in a text, in order, never overlapping.

    Args:
        names: names and aliases of the people in the case, to be found however they are spelt.
    """
    plain = fold(text)
    known = tuple(names)
    raw = [each for finder in _FINDERS for each in finder(plain.text)]
    raw += listed(plain.text, known)
    return tuple(
        Found(*plain.typed(each.start, each.end), each.kind) for each in _apart(raw, plain.text)
    )


def people(text: str, names: Iterable[str]) -> tuple[Found, ...]:
    """Where people of these names are named, whole or in part, also misspelt, whatever else stands there."""
    plain = fold(text)
    return tuple(
        Found(*plain.typed(each.start, each.end), each.kind) for each in listed(plain.text, names)
    )


def locators(text: str) -> tuple[Found, ...]:
    """What of a text says where somebody is: the kinds that have a typed field."""
    return tuple(each for each in find(text) if each.kind in FIELDS)


def _rank(found: Found) -> tuple[int, int, int, int]:
    place = _FIRST.index(found.kind) if found.kind in _FIRST else len(_FIRST)
    last = _LAST.index(found.kind) + 1 if found.kind in _LAST else 0
    return place, found.start - found.end, last, found.start


def _apart(raw: Iterable[Found], text: str) -> list[Found]:
    """Of findings that overlap, the better; what is left of the other where that still says something."""
    taken = bytearray(len(text))
    kept: list[Found] = []
    for found in sorted({*raw}, key=_rank):
        start, end = found.start, found.end
        while (
            start < end
            and (taken[start] or not text[start].isalnum())
            and not _opens(text[start], taken[start])
        ):
            start += 1
        while start < end and (taken[end - 1] or text[end - 1].isspace()):
            end -= 1
        if end - start < _SHORTEST or any(taken[start:end]):
            continue
        cut = (start, end) != (found.start, found.end)
        if cut and (end - start) * 2 < found.end - found.start:
            continue
        taken[start:end] = b"\1" * (end - start)
        kept.append(Found(start, end, found.kind))
    return sorted(kept)


def _opens(letter: str, is_taken: int) -> bool:
    """Whether a sign begins a finding: a handle's @, a number's plus or bracket, a path's stroke."""
    return not is_taken and letter in "@+-(/\\~."
