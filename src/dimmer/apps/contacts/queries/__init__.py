"""Reading ways of contact, and who is to be told of what happens to one."""

from dimmer.apps.contacts.queries.telling import (
    CHANGED,
    MOVED,
    UNSAFE,
    Moving,
    NoSuchNotice,
    NoticeRead,
    Told,
    addresses_waiting,
    alarmed_at,
    asked_with,
    notice,
    notices_waiting,
    place_of,
    questions_waiting,
    recognised_in,
    told_further,
    told_of,
)
from dimmer.apps.contacts.queries.ways import (
    NoSuchWay,
    NotOpen,
    Said,
    WayRead,
    found_unsafe_at,
    number_of,
    repeats,
    repeats_number,
    way,
    ways_of,
)

__all__ = [
    "CHANGED", "MOVED", "UNSAFE", "Moving", "NoSuchNotice", "NoSuchWay", "NotOpen", "NoticeRead", "Said", "Told",
    "WayRead", "addresses_waiting", "alarmed_at", "asked_with",
    "found_unsafe_at", "notice", "notices_waiting", "number_of", "place_of", "questions_waiting",
    "recognised_in", "repeats", "repeats_number", "told_further", "told_of", "way", "ways_of",
]  # fmt: skip
