"""Writing concerns: see `writing` for the rules; whereabouts out of texts in `apart`."""

from dimmer.apps.concerns.actions.amending import correct, dispute, note_asked
from dimmer.apps.concerns.actions.apart import (
    answer_address,
    keep_apart,
    keep_number,
    settle,
    take_over,
)
from dimmer.apps.concerns.actions.leaving import leave_to_somebody
from dimmer.apps.concerns.actions.moving import OwnEntry
from dimmer.apps.concerns.actions.reaching import say_accounts
from dimmer.apps.concerns.actions.reference import new_reference
from dimmer.apps.concerns.actions.reporting import answer_report, escalate, report
from dimmer.apps.concerns.actions.writing import (
    NobodyThere,
    NoReason,
    NotNow,
    PlaceOfRefuge,
    StillNamed,
    answer,
    begin,
    keep_off,
    new_token,
    note,
    opened,
    put_item,
    put_person,
    raise_concern,
    remove,
    write,
)

__all__ = [
    "NoReason",
    "NobodyThere",
    "NotNow",
    "OwnEntry",
    "PlaceOfRefuge",
    "StillNamed",
    "answer",
    "answer_address",
    "answer_report",
    "begin",
    "correct",
    "dispute",
    "escalate",
    "keep_apart",
    "keep_number",
    "keep_off",
    "leave_to_somebody",
    "new_reference",
    "new_token",
    "note",
    "note_asked",
    "opened",
    "put_item",
    "put_person",
    "raise_concern",
    "remove",
    "report",
    "say_accounts",
    "settle",
    "take_over",
    "write",
]
