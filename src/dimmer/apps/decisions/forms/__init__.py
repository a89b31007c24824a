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
from dimmer.apps.decisions.forms.refusing import Grounds, Talk

__all__ = ["LIGHTS", "Ask", "Check", "Decide", "FollowUp", "Grounds", "Propose", "Stop", "Talk"]
