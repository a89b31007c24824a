"""What a practitioner chooses and writes when deciding."""

from dimmer.apps.decisions.forms.deciding import (
    LIGHTS,
    Ask,
    Check,
    Decide,
    FollowUp,
    Propose,
    Stop,
)
from dimmer.apps.decisions.forms.on_one_page import USUAL_PURPOSES, OnOnePage
from dimmer.apps.decisions.forms.refusing import Grounds, Talk

__all__ = [
    "LIGHTS",
    "USUAL_PURPOSES",
    "Ask",
    "Check",
    "Decide",
    "FollowUp",
    "Grounds",
    "OnOnePage",
    "Propose",
    "Stop",
    "Talk",
]
