"""Writes of disclosures."""

from dimmer.apps.disclosures.actions.amending import amend
from dimmer.apps.disclosures.actions.documents import document
from dimmer.apps.disclosures.actions.opening import keep_to_flags, opened
from dimmer.apps.disclosures.actions.releasing import answer_release, ask_release
from dimmer.apps.disclosures.actions.sharing import complete_emergency, disclose, share_now

__all__ = [
    "amend",
    "answer_release",
    "ask_release",
    "complete_emergency",
    "disclose",
    "document",
    "keep_to_flags",
    "opened",
    "share_now",
]
