"""Writes of disclosures."""

from dimmer.apps.disclosures.actions.amending import amend
from dimmer.apps.disclosures.actions.asking import ask
from dimmer.apps.disclosures.actions.documents import document
from dimmer.apps.disclosures.actions.emergency import GivenFile, complete_emergency, share_now
from dimmer.apps.disclosures.actions.files import file_opened
from dimmer.apps.disclosures.actions.opening import keep_to_flags, opened
from dimmer.apps.disclosures.actions.planning import (
    do_task,
    keep_to_plan,
    stand_with_what_is_open,
    write_plan,
)
from dimmer.apps.disclosures.actions.releasing import answer_release, ask_release
from dimmer.apps.disclosures.actions.sharing import disclose

__all__ = [
    "GivenFile",
    "amend",
    "answer_release",
    "ask",
    "ask_release",
    "complete_emergency",
    "disclose",
    "do_task",
    "document",
    "file_opened",
    "keep_to_flags",
    "keep_to_plan",
    "opened",
    "share_now",
    "stand_with_what_is_open",
    "write_plan",
]
