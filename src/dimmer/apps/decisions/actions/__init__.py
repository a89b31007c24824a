"""Asking who needs to know, and deciding; what is owed to an adult who says no, and on what ground one would share."""

from dimmer.apps.decisions.actions.deciding import (
    answer,
    ask_otherwise,
    check,
    decide,
    due,
    escalate,
    keep_edition,
    move,
    propose,
    refuse_or_agree,
    start_of,
)
from dimmer.apps.decisions.actions.on_one_page import raise_and_propose
from dimmer.apps.decisions.actions.refusing import follow_up, override
from dimmer.apps.decisions.actions.stopping import reconsider, stop
from dimmer.apps.decisions.actions.turning import put_less, turn_up

__all__ = [
    "answer", "ask_otherwise", "check", "decide", "due", "escalate", "follow_up", "keep_edition", "move", "override",
    "propose", "put_less", "raise_and_propose", "reconsider", "refuse_or_agree", "start_of", "stop", "turn_up",
]  # fmt: skip
