"""Reading what people said about sharing."""

from dimmer.apps.consents.queries.card import PILES, Card, card_of, sorted_into
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
from dimmer.apps.consents.queries.words import BY, Shown, narrowing, presumed, previewed, shown

__all__ = [
    "AHEAD", "BY", "MOST_CHARACTERS", "PILES", "Card", "PersonSaid", "RecordRead", "Shown", "card_of", "ending",
    "exchanged", "left_out", "names_of", "narrowed_since", "narrowing", "place_of", "presumed", "previewed",
    "records_of", "said_by_each", "shown", "sorted_into", "standings",
]  # fmt: skip
