"""Advice without a name: asked and answered in `asking`, what others learn from it in `precedents`."""

from dimmer.apps.consultations.actions.asking import (
    NotNameless,
    accept,
    answer,
    ask,
    ask_further,
    opened,
    pass_on,
    refer,
    take,
)
from dimmer.apps.consultations.actions.precedents import (
    be_unsure,
    give_precedents,
    precedent_opened,
    publish,
    suggest,
    take_down,
)

__all__ = [
    "NotNameless",
    "accept",
    "answer",
    "ask",
    "ask_further",
    "be_unsure",
    "give_precedents",
    "opened",
    "pass_on",
    "precedent_opened",
    "publish",
    "refer",
    "suggest",
    "take",
    "take_down",
]
