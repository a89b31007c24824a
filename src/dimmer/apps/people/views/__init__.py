"""Pages of people: search, records, and which of them are one person."""

from dimmer.apps.people.views.linking import beside, same, undo
from dimmer.apps.people.views.records import add, find, new, person, strike, whereabouts

__all__ = [
    "add",
    "beside",
    "find",
    "new",
    "person",
    "same",
    "strike",
    "undo",
    "whereabouts",
]
