"""Writing people: their records, and what somebody says about two being one."""

from dimmer.apps.concerns.actions import OwnEntry
from dimmer.apps.people.actions.keeping import (
    INVERSE,
    NoReason,
    NotThere,
    add,
    begin,
    id_of,
    note,
    opened,
    relate,
    searched,
    strike,
    whereabouts_opened,
)
from dimmer.apps.people.actions.linking import (
    ENOUGH,
    KeptByColleague,
    begin_from,
    link_to,
    say_of_records,
    tell_apart,
    undo,
)
from dimmer.apps.people.actions.moving import answer_address, take_over

__all__ = [
    "ENOUGH", "INVERSE", "KeptByColleague", "NoReason", "NotThere", "OwnEntry", "add", "answer_address",
    "begin", "begin_from", "id_of",
    "link_to", "note", "opened", "relate", "say_of_records", "searched", "strike", "take_over", "tell_apart", "undo",
    "whereabouts_opened",
]  # fmt: skip
