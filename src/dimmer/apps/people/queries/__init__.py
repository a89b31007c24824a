"""Reading people: opening a record, finding records, and what follows from links."""

from dimmer.apps.people.queries.finding import FEW, Found, find, hits, tokens_of
from dimmer.apps.people.queries.folding import (
    born_on,
    known_from,
    known_in,
    name_from,
    postcode_from,
)
from dimmer.apps.people.queries.keeping import (
    PARTS,
    NoSuchPerson,
    PersonKept,
    people,
    person,
    place_of,
)
from dimmer.apps.people.queries.linking import (
    Linked,
    Met,
    NoSuchLink,
    beside,
    frozen_in,
    in_concern,
    link,
    links_of,
    proposals_beside,
    proposals_for,
    told_apart,
)

__all__ = [
    "FEW",
    "PARTS",
    "Found",
    "Linked",
    "Met",
    "NoSuchLink",
    "NoSuchPerson",
    "PersonKept",
    "beside",
    "born_on",
    "find",
    "frozen_in",
    "hits",
    "in_concern",
    "known_from",
    "known_in",
    "link",
    "links_of",
    "name_from",
    "people",
    "person",
    "place_of",
    "postcode_from",
    "proposals_beside",
    "proposals_for",
    "tokens_of",
    "told_apart",
]  # fmt: skip
