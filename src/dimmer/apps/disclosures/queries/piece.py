"""A piece of information as a pack holds it, with what is said against it."""

from collections.abc import Collection, Mapping
from typing import Any

from dimmer.apps.concerns.queries import ConcernRead, Dispute, ItemRead


def item_in(
    piece: ItemRead,
    source: str,
    keys: Mapping[str, str],
    *,
    files: Collection[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """A piece as a pack holds it.

    Args:
        source: who it is from, as it travels.
        keys: whom the pack names, and how.
        files: what is said of those that go with it.
    """
    return (
        {
            "text": piece.text,
            "about": [keys[key] for key in piece.about if key in keys],
            "categories": list(piece.categories),
            "nature": piece.nature,
            "source": source,
            "observed": piece.observed,
        }
        | ({"outcome": piece.outcome} if piece.outcome else {})
        | ({"own": _own(piece, keys)} if piece.own else {})
        | ({"disputed": [said_in(each, keys) for each in piece.disputes]} if piece.disputes else {})
        | ({"files": list(files)} if files else {})
    )


def _own(piece: ItemRead, keys: Mapping[str, str]) -> dict[str, str]:
    """In whose own words a piece is, as a pack holds it. Language and the day of their answer stay behind."""
    said = piece.own
    return {
        "who": keys.get(said["who"], ""),
        "present": said["present"],
        "interpreter": said["interpreter"],
        "passing": said["passing"],
    }


def asked_in(found: ConcernRead, keys: Mapping[str, str]) -> list[dict[str, Any]]:
    """What those whom a pack names were asked already, and asked not to be asked again: never why."""
    return [
        {
            "who": keys[each.key],
            "asked": list(found.asked_before[each.id][-1].asked),
            "not_again": list(found.asked_before[each.id][-1].not_again),
        }
        for each in found.speaking()
        if each.key in keys and each.id in found.asked_before
    ]


def said_in(against: Dispute, keys: Mapping[str, str]) -> dict[str, str]:
    """What is said against a piece, as a pack holds it: by somebody whom it does not name, no more than that it is."""
    named = keys.get(against.who)
    return {
        "who": named or "",
        "statement": against.statement if named else "",
        "by": against.by,
        "at": against.at,
    }
