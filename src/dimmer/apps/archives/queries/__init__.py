"""Reads of archives: what gives account of a concern, with its proofs; which were made, and who may make one."""

from dimmer.apps.archives.models import Asker
from dimmer.apps.archives.queries.account import NOTHING, Account, account_of
from dimmer.apps.archives.queries.entered import Entered, entered_of, entries_shown
from dimmer.apps.archives.queries.inside import about_of, inside_of
from dimmer.apps.archives.queries.made import (
    Handed,
    Made,
    can_be_handed,
    handed_of,
    is_for,
    lead_of,
    made_of,
    place_of,
)
from dimmer.apps.archives.queries.packs import Pack, packs_of
from dimmer.apps.archives.queries.period import (
    MOST,
    PeriodRead,
    about_of_period,
    concerns_between,
    concerns_in,
    opened_in,
    period,
    periods,
    place_in_period,
)
from dimmer.apps.archives.queries.roll import Told, roll_of, told_apart
from dimmer.apps.archives.queries.span import LONGEST, Span

__all__ = [
    "LONGEST",
    "MOST",
    "NOTHING",
    "Account",
    "Asker",
    "Entered",
    "Handed",
    "Made",
    "Pack",
    "PeriodRead",
    "Span",
    "Told",
    "about_of",
    "about_of_period",
    "account_of",
    "can_be_handed",
    "concerns_between",
    "concerns_in",
    "entered_of",
    "entries_shown",
    "handed_of",
    "inside_of",
    "is_for",
    "lead_of",
    "made_of",
    "opened_in",
    "packs_of",
    "period",
    "periods",
    "place_in_period",
    "place_of",
    "roll_of",
    "told_apart",
]
