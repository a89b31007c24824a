"""Reads of interests: folding what was typed, comparing it, and the register for those who look after it."""

from dimmer.apps.interests.queries.folding import (
    born_on,
    known_from,
    known_in,
    name_from,
    postcode_from,
)
from dimmer.apps.interests.queries.meeting import (
    Interested,
    Met,
    Thing,
    interested,
    met_in,
    tokens_of,
)
from dimmer.apps.interests.queries.register import (
    InterestRead,
    MatchRead,
    holder_of,
    interest,
    interests,
    looks_after,
    match,
    matches_of,
    matches_waiting,
    of_agency,
    place_of,
    to_look_through,
)

__all__ = [
    "InterestRead", "Interested", "MatchRead", "Met", "Thing", "born_on", "holder_of", "interest", "interested",
    "interests", "known_from", "known_in", "looks_after", "match", "matches_of", "matches_waiting", "met_in",
    "name_from", "of_agency", "place_of", "postcode_from", "to_look_through", "tokens_of",
]  # fmt: skip
