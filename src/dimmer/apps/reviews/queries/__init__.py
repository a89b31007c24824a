"""Reads of looking again: what is due, what was said of it, and stored decisions under the law of another day."""

from dimmer.apps.reviews.queries.replayed import (
    UNREADABLE,
    Other,
    RoundOpened,
    against_stored,
    between_days,
    open_rounds,
    portions,
    rounds_opened,
    without_advice,
)
from dimmer.apps.reviews.queries.waiting import (
    Due,
    place_of,
    reviews_of,
    reviews_waiting,
    silent_checks,
    silent_reports,
    under_review,
)

__all__ = [
    "UNREADABLE",
    "Due",
    "Other",
    "RoundOpened",
    "against_stored",
    "between_days",
    "open_rounds",
    "place_of",
    "portions",
    "reviews_of",
    "reviews_waiting",
    "rounds_opened",
    "silent_checks",
    "silent_reports",
    "under_review",
    "without_advice",
]
