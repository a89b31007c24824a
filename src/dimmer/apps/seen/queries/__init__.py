"""Reads of who has looked: records of somebody in an agency, what there is about them, and who opened it."""

from dimmer.apps.seen.models import Asker
from dimmer.apps.seen.queries.asked import QuestionRead, is_lead, place_of, question, questions
from dimmer.apps.seen.queries.kinds import ASKED, LOOKS, NO_LOOKS, WORDS
from dimmer.apps.seen.queries.looks import Answer, Look, Looker, looks_of, span_of
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

__all__ = [
    "ASKED", "CONCERN", "LOOKS", "NO_LOOKS", "RECEIVED", "RECORD", "SHARED", "WORDS", "Answer", "Asker", "FoundAt",
    "Look", "Looker", "Matter", "QuestionRead", "find_in_agency", "is_gone", "is_lead", "looks_of", "matters_of",
    "place_of", "question", "questions", "span_of",
]  # fmt: skip
