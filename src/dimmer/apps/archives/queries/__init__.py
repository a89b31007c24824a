"""Reads of archives: what gives account of a concern, with its proofs; which were made, and who may make one."""

from dimmer.apps.archives.models import Asker
from dimmer.apps.archives.queries.account import Account, Pack, account_of, packs_of
from dimmer.apps.archives.queries.entered import Entered, entered_of, entries_shown
from dimmer.apps.archives.queries.inside import about_of, inside_of
from dimmer.apps.archives.queries.made import (
    Made,
    can_be_handed,
    is_for,
    lead_of,
    made_of,
    place_of,
)

__all__ = [
    "Account",
    "Asker",
    "Entered",
    "Made",
    "Pack",
    "about_of",
    "account_of",
    "can_be_handed",
    "entered_of",
    "entries_shown",
    "inside_of",
    "is_for",
    "lead_of",
    "made_of",
    "packs_of",
    "place_of",
]
