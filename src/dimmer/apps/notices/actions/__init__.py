"""Giving notices, bringing them to everybody, and what recipients say they did."""

from dimmer.apps.notices.actions.amending import correct, dispute
from dimmer.apps.notices.actions.answering import answer, see
from dimmer.apps.notices.actions.delivering import deliver, escalate
from dimmer.apps.notices.actions.planning import plan
from dimmer.apps.notices.actions.recalling import decide_breach, recall
from dimmer.apps.notices.actions.turning import turn_down
from dimmer.apps.notices.actions.withdrawing import AskFirst, give_on, undo, withdraw

__all__ = [
    "AskFirst",
    "answer",
    "correct",
    "decide_breach",
    "deliver",
    "dispute",
    "escalate",
    "give_on",
    "plan",
    "recall",
    "see",
    "turn_down",
    "undo",
    "withdraw",
]
