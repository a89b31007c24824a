"""Whereabouts typed into a text: what to ask of the writer, and what is left where they are taken out."""

from collections.abc import Iterable, Mapping
from typing import Any

from dimmer.core.locators import FIELDS, WHEREABOUTS, Found, Kind, is_of_refuge, locators

_OF_SOURCES = frozenset(
    {Kind.POSTCODE, Kind.PHONE, Kind.STREET, Kind.EMAIL, Kind.VEHICLE, Kind.HANDLE, Kind.LINK}
)
"""Kinds that a line which names an agency or a role may not hold: that may well be a school or a surgery."""
_LIKE = {
    "address": "an address or a place on the map",
    "postcode": "a postcode",
    "phone": "a telephone number",
    "school": "a school or nursery",
    "surgery": "a surgery or hospital",
    "workplace": "a place of work",
    "vehicle": "a vehicle's number",
    "handle": "an e-mail address or a name on social media",
    "surname": "a new surname",
    "area": "a place",
}
_SHOWN = 40
REFUGE = "[place of safety: kept nowhere]"
"""What is left of words that say where a refuge is."""


def found_in(text: str, *, is_line: bool = False) -> tuple[Found, ...]:
    """What of a text says where somebody is; of a line that names who said so, only what has a form of its own."""
    found = locators(text)
    return tuple(each for each in found if each.kind in _OF_SOURCES) if is_line else found


def asks(text: str, found: Iterable[Found]) -> list[str]:
    """What to say of each finding, once."""
    said = []
    for each in found:
        words = " ".join(text[each.start : each.end].split())
        like = "the place of a refuge" if is_of_refuge(words) else _LIKE[FIELDS[each.kind]]
        cut = words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"
        said.append(
            f"“{cut}” looks like {like}: take it out, because that is kept nowhere, or say why it stays"
            if is_of_refuge(words)
            else f"“{cut}” looks like {like}: move it to whereabouts, or say why it stays"
        )
    return list(dict.fromkeys(said))


def taken_out(text: str, found: Iterable[Found]) -> tuple[str, dict[str, list[str]]]:
    """The text with neutral words in place of each finding, and what was taken out, by typed field.

    What says where a refuge is, is in neither.
    """
    left, apart, last = "", dict[str, list[str]](), 0
    for each in found:
        words = " ".join(text[each.start : each.end].split())
        name = FIELDS[each.kind]
        if is_of_refuge(words):
            neutral = REFUGE
        else:
            neutral = f"[kept apart: {WHEREABOUTS[name].lower()}]"
            apart.setdefault(name, []).append(words)
        left += text[last : each.start] + neutral
        last = each.end
    return left + text[last:], apart


def joined(known: Mapping[str, str], apart: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Typed fields with what was taken out of a text added to them, each thing once."""
    found = dict(known)
    for name, more in apart.items():
        parts = [part for part in (found.get(name) or "").split("; ") if part]
        found[name] = "; ".join(dict.fromkeys((*parts, *more)))
    return found


def refuges_in(about: Mapping[str, Any], *, said: bool = False) -> list[str]:
    """The typed fields that give the place of a refuge, which is kept nowhere.

    Args:
        said: that somebody said that the address is a refuge's.
    """
    where = ", ".join(about.get(name) or "" for name in ("address", "postcode")).strip(", ")
    wrong = (
        ["address" if about.get("address") else "postcode"]
        if is_of_refuge(where, said=said)
        else []
    )
    return wrong + [
        name
        for name in ("school", "surgery", "workplace", "area")
        if is_of_refuge(about.get(name) or "")
    ]
