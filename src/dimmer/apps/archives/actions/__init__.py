"""Giving account: a concern is handed to the lead, who makes an archive of it, or of a period once another confirms."""

from dimmer.apps.archives.actions.concern import hand, make, take_back
from dimmer.apps.archives.actions.period import TooMany, answer, ask, make_of_period, opened
from dimmer.apps.archives.actions.writing import Asked

__all__ = [
    "Asked",
    "TooMany",
    "answer",
    "ask",
    "hand",
    "make",
    "make_of_period",
    "opened",
    "take_back",
]
