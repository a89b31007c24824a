"""Declaring interests, keeping those off who have one, and what the register says to it.

A match leaves no entry of its own on the ledger, where a kind and a moment stand in clear and would tell whoever
declared: the ids of matches go, sealed, into the entry of the act in which they were made.
"""

from dimmer.apps.interests.actions.answering import answer, opened
from dimmer.apps.interests.actions.declaring import (
    EMPLOYS,
    NoReason,
    NotTheirs,
    declare,
    end,
    name_senior,
)
from dimmer.apps.interests.actions.meeting import (
    keep_apart,
    leave_to_somebody,
    looked_for,
    looked_through,
    meet,
    settled,
    tried_glass,
    unmeet,
)

__all__ = [
    "EMPLOYS", "NoReason", "NotTheirs", "answer", "declare", "end", "keep_apart", "leave_to_somebody", "looked_for",
    "looked_through", "meet", "name_senior", "opened", "settled", "tried_glass", "unmeet",
]  # fmt: skip
