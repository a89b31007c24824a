"""A piece of information as a pack holds it, with what is said against it."""

from collections.abc import Mapping
from typing import Any

from dimmer.apps.concerns.queries import Dispute, ItemRead


def item_in(piece: ItemRead, source: str, keys: Mapping[str, str]) -> dict[str, Any]:
    """A piece as a pack holds it.

    Args:
        source: who it is from, as it travels.
        keys: whom the pack names, and how.
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
        | ({"disputed": [said_in(each, keys) for each in piece.disputes]} if piece.disputes else {})
    )


def said_in(against: Dispute, keys: Mapping[str, str]) -> dict[str, str]:
    """What is said against a piece, as a pack holds it: by somebody whom it does not name, no more than that it is."""
    named = keys.get(against.who)
    return {
        "who": named or "",
        "statement": against.statement if named else "",
        "by": against.by,
        "at": against.at,
    }
