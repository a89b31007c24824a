"""Writing ways of contact, what comes of using them, and what follows for others."""

from dimmer.apps.contacts.actions.moving import answer_address, answer_part
from dimmer.apps.contacts.actions.telling import (
    NobodyAlleged,
    change,
    notice_opened,
    recognise,
    take_note,
)
from dimmer.apps.contacts.actions.unlinked import take_back_notices
from dimmer.apps.contacts.actions.ways import (
    FoundUnsafe,
    add,
    number_opened,
    opened,
    say,
    used,
)

__all__ = [
    "FoundUnsafe", "NobodyAlleged", "add", "answer_address", "answer_part",
    "change", "notice_opened", "number_opened", "opened", "recognise",
    "say", "take_back_notices", "take_note", "used",
]  # fmt: skip
