"""Reading ways of contact, and who is to be told of what happens to one."""

from dimmer.apps.contacts.queries.telling import (
    NoSuchNotice,
    NoticeRead,
    Told,
    asked_with,
    notice,
    notices_waiting,
    questions_waiting,
    recognised_in,
    told_of,
)
from dimmer.apps.contacts.queries.ways import (
    NoSuchWay,
    NotOpen,
    Said,
    WayRead,
    found_unsafe_at,
    number_of,
    place_of,
    plain,
    repeats,
    repeats_number,
    token_of,
    way,
    ways_of,
)

__all__ = [
    "NoSuchNotice", "NoSuchWay", "NotOpen", "NoticeRead", "Said", "Told", "WayRead", "asked_with",
    "found_unsafe_at", "notice", "notices_waiting", "number_of", "place_of", "plain", "questions_waiting",
    "recognised_in", "repeats", "repeats_number", "token_of", "told_of", "way", "ways_of",
]  # fmt: skip
