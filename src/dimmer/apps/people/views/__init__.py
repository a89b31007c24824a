"""Pages of people: search, records, and which of them are one person."""

from dimmer.apps.people.views.linking import beside, same, undo
from dimmer.apps.people.views.records import add, address, find, new, person, strike, whereabouts

__all__ = [
    "add",
    "address",
    "beside",
    "find",
    "new",
    "person",
    "same",
    "strike",
    "undo",
    "whereabouts",
]
