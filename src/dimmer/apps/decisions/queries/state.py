"""Whether anything is other than when somebody read it, or decided on it."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import rfc8785

from dimmer.apps.concerns.queries import ConcernRead
from dimmer.apps.decisions.queries.facts import Asked, pieces_of
from dimmer.core.advice import Advice


def state_of(concern: ConcernRead) -> str:
    """A digest of all that a pack can be made of: people and pieces, as they stand now."""
    whole: Any = {
        "people": [[person.key, dict(person.about)] for person in concern.people],
        "pieces": [
            [
                str(piece.id),
                piece.text,
                list(piece.about),
                *([dict(piece.own)] if piece.own else []),
            ]
            for piece in pieces_of(concern)
        ],
    }
    return sha256(rfc8785.dumps(whole)).hexdigest()


def digest_of(facts: Mapping[str, Any], given: Advice, asked: Asked) -> str:
    """A digest of facts, advice and what they are about, so that nobody decides on other than they read."""
    dated = {**facts, "date": facts["date"].isoformat()}
    return sha256(rfc8785.dumps([dated, given.as_dict(), state_of(asked.concern)])).hexdigest()
