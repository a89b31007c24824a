"""How a pack is to be handled: flags of what is in it, and the terms on which it goes. Older versions are read too."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

from dimmer import lawbook

TERMS: Mapping[str, str] = {
    "not-to-alleged": "Do not tell the alleged abuser, and do not let them see it.",
    "ask-first": "Do not pass it on without asking us first. If somebody’s life is in danger, act, then tell us.",  # noqa: RUF001  (as pages have it)
    "purpose-only": "Use it only for what it was shared for. Show it only to those who need it.",
    "say-what-is-wrong": "Tell us if something in it is wrong.",
    "not-against-credibility": "Never use it against the credibility of whoever was harmed.",
}
"""On what terms everything is shared, in the order in which it is said, with the words for its reader."""
_FIRST_TERMS = ("not-to-alleged", "ask-first", "purpose-only", "say-what-is-wrong")
"""The terms that held before packs named any."""
_FOUND_BY = frozenset({"location", "contact"})
ALLEGED = "alleged-perpetrator"
"""Who is said to have done harm: whoever is close to them sees no pack of the concern, whether it names them or not."""
_TOLD = {"not": "not-told", "will": "not-told-yet"}


def flags_of(pack: Mapping[str, Any], *, on: date) -> list[str]:
    """The flags of a pack, from what it holds and nothing else.

    Args:
        on: the day on which it is shared.
    """
    return sorted({*_flags(pack, on)})


def _flags(pack: Mapping[str, Any], on: date) -> Iterator[str]:
    people = pack["people"]
    alleged = {each["key"] for each in people if each["role"] == ALLEGED}
    if pack["emergency"]:
        yield "emergency"
    if pack.get("honour"):
        yield "honour"
    if pack["told"] in _TOLD:
        yield _TOLD[pack["told"]]
    if any(each.get("limits") for each in people):
        yield "limited"
    if any(each.get("said_no") for each in people):
        yield "refused"
    for item in pack.get("items", ()):
        yield from _flags_of(item, alleged, old=lawbook.history().before(on))


def _flags_of(item: Mapping[str, Any], alleged: Collection[str], *, old: str) -> Iterator[str]:
    if item["observed"] and item["observed"] < old:
        yield "historical"
    if item.get("disputed"):
        yield "disputed"
    if item.get("own"):
        yield "own-words"  # neither a fact nor less than one: what somebody says
    elif item["nature"] != "fact":
        yield "not-a-fact"
    if _FOUND_BY & {*item["categories"]} and not {*alleged}.issuperset(item["about"]):
        yield "whereabouts"


def of_any_version(pack: dict[str, Any], *, on: date) -> dict[str, Any]:
    """A pack as version 2 has it. Version 1 named neither flags nor terms: they follow from it, and were the same.

    What version 1 did not keep (under what, whom alone, kinds of agency, the moment) is not made up.

    Args:
        on: the day on which it was shared.
    """
    if pack["version"] != 1:
        return pack
    to = {"only": [], **pack["to"]}
    return pack | {"to": to, "flags": flags_of(pack, on=on), "terms": list(_FIRST_TERMS)}
