"""Reads of requests, and the words that are written back."""

from dimmer.apps.requests.queries.answers import (
    Answered,
    answered,
    bars_counselling,
    decided_for,
)
from dimmer.apps.requests.queries.asking import FORM, form_of
from dimmer.apps.requests.queries.headings import NOT_RECORDED, OF_DECISION, SOURCE, Heading
from dimmer.apps.requests.queries.reading import (
    NoSuchRequest,
    RequestRead,
    concern_of,
    digest_of,
    is_open,
    is_shared,
    is_to_be_looked_at,
    is_waited_for,
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
    "ASKED", "FORM", "MORE", "NOTHING", "NOT_RECORDED", "OF_DECISION", "SOURCE", "Answered", "Heading",
    "NoSuchRequest", "RequestRead", "answered",
    "bars_counselling", "concern_of", "decided_for", "digest_of", "facts_of", "form_of", "gaps", "is_open", "is_shared",
    "is_to_be_looked_at", "is_waited_for", "lacks_fields", "may_ask_for", "met_with", "more_words", "place_of",
    "request", "requests", "requests_waiting", "silent", "thing_of", "to_look_at_again",
]  # fmt: skip
