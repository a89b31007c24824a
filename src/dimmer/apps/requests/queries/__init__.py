"""Reads of requests, and the words that are written back."""

from dimmer.apps.requests.queries.reading import (
    Answered,
    NoSuchRequest,
    RequestRead,
    answered,
    concern_of,
    is_shared,
    is_to_be_looked_at,
    met_with,
    place_of,
    request,
    requests,
    requests_waiting,
    silent,
    thing_of,
    to_look_at_again,
)
from dimmer.apps.requests.queries.replies import (
    ASKED,
    MORE,
    NOTHING,
    facts_of,
    gaps,
    lacks_fields,
    may_ask_for,
    more_words,
)

__all__ = [
    "ASKED", "MORE", "NOTHING", "Answered", "NoSuchRequest", "RequestRead", "answered", "concern_of", "facts_of",
    "gaps", "is_shared", "is_to_be_looked_at", "lacks_fields", "may_ask_for", "met_with", "more_words", "place_of",
    "request", "requests", "requests_waiting", "silent", "thing_of", "to_look_at_again",
]  # fmt: skip
