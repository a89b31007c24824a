"""Reads of disposals: what is due, what stops it, what was disposed of."""

from dimmer.apps.disposals.models import What
from dimmer.apps.disposals.queries.due import Due, due, long_kept
from dimmer.apps.disposals.queries.held import (
    DisposalRead,
    Held,
    KeepingRead,
    disposal,
    disposal_of,
    disposals_waiting,
    disposed,
    goes,
    held,
    keepings_of,
    place_of,
    refused_of,
    stops,
)
from dimmer.apps.disposals.queries.schedule import (
    OWN,
    Scheduled,
    ends_on,
    record_in_words,
    schedule,
)

__all__ = [
    "OWN",
    "DisposalRead",
    "Due",
    "Held",
    "KeepingRead",
    "Scheduled",
    "What",
    "disposal",
    "disposal_of",
    "disposals_waiting",
    "disposed",
    "due",
    "ends_on",
    "goes",
    "held",
    "keepings_of",
    "long_kept",
    "place_of",
    "record_in_words",
    "refused_of",
    "schedule",
    "stops",
]
