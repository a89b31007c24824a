"""Reads of requests, and the words that are written back."""

from dimmer.apps.requests.queries.answers import (
    Answered,
    answered,
    bars_counselling,
    decided_for,
)
from dimmer.apps.requests.queries.asking import FORM, form_of
from dimmer.apps.requests.queries.headings import NOT_RECORDED, OF_DECISION, SOURCE, Heading
from dimmer.apps.requests.queries.kinds import PLAIN, forms_of
from dimmer.apps.requests.queries.reading import (
    STILL_ASKED,
    NoSuchRequest,
    RequestRead,
    about_of,
    concern_of,
    digest_of,
    is_open,
    is_shared,
    is_taken_back,
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
    DIMMER,
    MORE,
    NOTHING,
    PERSON,
    facts_of,
    gaps,
    is_own,
    lacks_fields,
    may_ask_for,
    month_ends,
    more_words,
    must_name_law,
    says_more,
    says_nothing,
)
from dimmer.apps.requests.queries.taking import concerns_to_choose
from dimmer.apps.requests.queries.through import (
    AskingRead,
    Said,
    asked_on,
    asking_in,
    asking_row,
    askings_on,
    askings_waiting,
    is_open_asking,
    is_waiting_on,
    place_of_asking,
    said_since,
    weighed_in,
    without_words,
)

__all__ = [
    "ASKED", "DIMMER", "FORM", "MORE", "NOTHING", "NOT_RECORDED", "OF_DECISION", "PERSON", "PLAIN", "SOURCE",
    "STILL_ASKED", "Answered", "AskingRead", "Heading", "NoSuchRequest", "RequestRead", "Said", "about_of",
    "answered", "asked_on", "asking_in", "asking_row", "askings_on", "askings_waiting", "bars_counselling",
    "concern_of", "concerns_to_choose", "decided_for", "digest_of", "facts_of", "form_of", "forms_of", "gaps",
    "is_open", "is_open_asking", "is_own", "is_shared", "is_taken_back", "is_to_be_looked_at", "is_waited_for",
    "is_waiting_on", "lacks_fields", "may_ask_for", "met_with", "month_ends", "more_words", "must_name_law",
    "place_of", "place_of_asking", "request", "requests", "requests_waiting", "said_since", "says_more",
    "says_nothing", "silent", "thing_of", "to_look_at_again", "weighed_in", "without_words",
]  # fmt: skip
