"""Reading people: opening a record, finding records, and what follows from links."""

from dimmer.apps.interests.queries import (
    born_on,
    known_from,
    known_in,
    name_from,
    postcode_from,
)
from dimmer.apps.people.queries.finding import FEW, Found, find, hits, tokens_of
from dimmer.apps.people.queries.keeping import (
    PARTS,
    NoSuchPerson,
    PersonKept,
    people,
    person,
    place_of,
)
from dimmer.apps.people.queries.linking import (
    Elsewhere,
    Linked,
    NoSuchLink,
    beside,
    in_concern,
    link,
    links_of,
    met_as,
    proposals_beside,
    proposals_for,
    said_to_be,
    told_apart,
)

__all__ = [
    "FEW",
    "PARTS",
    "Elsewhere",
    "Found",
    "Linked",
    "NoSuchLink",
    "NoSuchPerson",
    "PersonKept",
    "beside",
    "born_on",
    "find",
    "hits",
    "in_concern",
    "known_from",
    "known_in",
    "link",
    "links_of",
    "met_as",
    "name_from",
    "people",
    "person",
    "place_of",
    "postcode_from",
    "proposals_beside",
    "proposals_for",
    "said_to_be",
    "tokens_of",
    "told_apart",
]  # fmt: skip
