"""Reads of who has looked: records of somebody in an agency, what there is about them, and who opened it."""

from dimmer.apps.seen.models import Asker, How
from dimmer.apps.seen.queries.asked import (
    GivenRead,
    QuestionRead,
    given_of,
    place_of,
    place_of_given,
    question,
    questions,
)
from dimmer.apps.seen.queries.kinds import ASKED, LOOKS, NO_LOOKS, WORDS
from dimmer.apps.seen.queries.listed import DAYS, Listed, lists_with
from dimmer.apps.seen.queries.looks import Answer, Look, Looker, looker, looks_of, span_of
from dimmer.apps.seen.queries.matters import (
    CONCERN,
    RECEIVED,
    RECORD,
    SHARED,
    FoundAt,
    Matter,
    find_in_agency,
    is_gone,
    matters_of,
)
from dimmer.apps.seen.queries.sheet import Share, Sheet, Stop, sheet_of

__all__ = [
    "ASKED",
    "CONCERN",
    "DAYS",
    "LOOKS",
    "NO_LOOKS",
    "RECEIVED",
    "RECORD",
    "SHARED",
    "WORDS",
    "Answer",
    "Asker",
    "FoundAt",
    "GivenRead",
    "How",
    "Listed",
    "Look",
    "Looker",
    "Matter",
    "QuestionRead",
    "Share",
    "Sheet",
    "Stop",
    "find_in_agency",
    "given_of",
    "is_gone",
    "lists_with",
    "looker",
    "looks_of",
    "matters_of",
    "place_of",
    "place_of_given",
    "question",
    "questions",
    "sheet_of",
    "span_of",
]  # fmt: skip
