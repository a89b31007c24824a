"""Reading what people said about sharing."""

from dimmer.apps.consents.queries.card import (
    PILES,
    SORTED,
    Card,
    LastSorted,
    card_of,
    last_sorted,
    sorted_into,
)
from dimmer.apps.consents.queries.exchanged import MOST_CHARACTERS, exchanged, left_out
from dimmer.apps.consents.queries.records import (
    AHEAD,
    PersonSaid,
    RecordRead,
    ending,
    names_of,
    narrowed_since,
    place_of,
    records_of,
    said_by_each,
    standings,
)
from dimmer.apps.consents.queries.words import (
    BY,
    Shown,
    agreeing,
    at_issue,
    narrowing,
    presumed,
    previewed,
    shown,
    told_apart,
)

__all__ = [
    "AHEAD", "BY", "MOST_CHARACTERS", "PILES", "SORTED", "Card", "LastSorted", "PersonSaid", "RecordRead", "Shown",
    "agreeing", "at_issue", "card_of", "ending", "exchanged", "last_sorted", "left_out", "names_of", "narrowed_since",
    "narrowing", "place_of", "presumed", "previewed", "records_of", "said_by_each", "shown", "sorted_into",
    "standings", "told_apart",
]  # fmt: skip
