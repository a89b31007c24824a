"""Whereabouts typed into a text: what to ask of the writer, and what is left where they are taken out."""

from collections.abc import Iterable, Mapping
from typing import Any

from dimmer.core.locators import (
    FIELDS,
    WHEREABOUTS,
    Found,
    Kind,
    is_beside_refuge,
    is_of_refuge,
    locators,
)

_OF_SOURCES = frozenset(
    {Kind.POSTCODE, Kind.PHONE, Kind.STREET, Kind.EMAIL, Kind.VEHICLE, Kind.HANDLE, Kind.LINK}
)
"""Kinds that a line may not hold. Others it may well: a name, an agency, a role, a school that said so."""
_PLACES = frozenset({Kind.POSTCODE, Kind.STREET, Kind.LINK})
_NEXT = 6
"""Characters between the parts of one address."""
NO_REFUGE = (
    "{called}: take out where the refuge is, which is kept nowhere."
    " Enter its provider's office, PO box or telephone number"
)
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
BETWEEN = "; "
"""What stands between two of a kind in one field."""
_SHOWN = 40
REFUGE = "[place of safety: kept nowhere]"
"""What is left of words that say where a refuge is."""


def like(kind: Kind) -> str:
    """What something of a kind looks like, in words; of a kind that says where somebody is."""
    return _LIKE[FIELDS[kind]]


def quoted(text: str, found: Found) -> str:
    """The words that were found, cut where they are long."""
    words = " ".join(text[found.start : found.end].split())
    return f"“{words if len(words) <= _SHOWN else f'{words[:_SHOWN]}…'}”"


def found_in(text: str, *, is_line: bool = False) -> tuple[Found, ...]:
    """What of a text says where somebody is; of a line, only what has a form of its own."""
    found = locators(text)
    return tuple(each for each in found if each.kind in _OF_SOURCES) if is_line else found


def refuges(text: str, found: Iterable[Found]) -> frozenset[Found]:
    """Of what was found in a text, what gives the place of a refuge: an address that is called one's.

    The name of a service by itself is no place.
    """
    told: set[Found] = set()
    before: Found | None = None
    for each in sorted(found):
        is_next = before in told and before is not None and each.start - before.end <= _NEXT
        if each.kind in _PLACES and (
            is_next
            or is_beside_refuge(text, each.start, each.end)
            or is_of_refuge(text[each.start : each.end])
        ):
            told.add(each)
        before = each
    return frozenset(told)


def asks(text: str, found: Iterable[Found], *, moves: bool = True) -> list[str]:
    """What to say of each finding, once."""
    rows = tuple(found)
    said, places = [], refuges(text, rows)
    does = "move it to whereabouts" if moves else "take it out"
    for each in rows:
        is_named = is_of_refuge(" ".join(text[each.start : each.end].split()))
        what = "the place of a refuge" if is_named or each in places else like(each.kind)
        if each in places:
            does_now = "take it out, because that is kept nowhere"
        elif is_named:
            does_now = "take it out, because that is kept nowhere, or say why it stays"
        else:
            does_now = f"{does}, or say why it stays"
        said.append(f"{quoted(text, each)} looks like {what}: {does_now}")
    return list(dict.fromkeys(said))


def taken_out(text: str, found: Iterable[Found]) -> tuple[str, dict[str, list[str]]]:
    """The text with neutral words in place of each finding, and what was taken out, by typed field.

    What says where a refuge is, is in neither. A postcode right behind a street stays with it.
    """
    rows = tuple(found)
    places = refuges(text, rows)
    left, apart, last = "", dict[str, list[str]](), 0
    street: Found | None = None
    for each in rows:
        words = " ".join(text[each.start : each.end].split())
        name = FIELDS[each.kind]
        if is_of_refuge(words) or each in places:
            neutral = REFUGE
        else:
            neutral = f"[kept apart: {WHEREABOUTS[name].lower()}]"
            is_of_street = street is not None and each.start - street.end <= _NEXT
            if each.kind is Kind.POSTCODE and is_of_street:
                apart["address"][-1] += f", {words}"
            else:
                apart.setdefault(name, []).append(words)
            street = each if each.kind is Kind.STREET else None
        left += text[last : each.start] + neutral
        last = each.end
    return left + text[last:], apart


def joined(known: Mapping[str, str], apart: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Typed fields with what was taken out of a text added to them, each thing once.

    A first home goes into the two fields of one; another stands whole beside it, as its postcode is its own.
    """
    found = dict(known)
    more = {name: [*parts] for name, parts in apart.items()}
    if len(more.get("address", ())) == 1 and not (found.get("address") or found.get("postcode")):
        street, _, last = more["address"][0].rpartition(", ")
        if street and [each.kind for each in locators(last)] == [Kind.POSTCODE]:
            more = {**more, "address": [street], "postcode": [last, *more.get("postcode", ())]}
    for name, new in more.items():
        parts = [part for part in (found.get(name) or "").split(BETWEEN) if part]
        found[name] = BETWEEN.join(dict.fromkeys((*parts, *new)))
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
