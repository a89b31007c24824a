"""What is asked when a permission is taken back, a plan or a piece changes, and of whoever received."""

from dimmer.apps.notices.forms.amending import Correct, CorrectWords, Dispute, PutRight
from dimmer.apps.notices.forms.planning import JointPlan, PlanRead, as_typed, ring_typed
from dimmer.apps.notices.forms.recalling import Breach, Recall, Recalled
from dimmer.apps.notices.forms.told import EXPLAINED, Answer, Darker, GiveOn, ToWhom, Withdraw

__all__ = [
    "EXPLAINED",
    "Answer",
    "Breach",
    "Correct",
    "CorrectWords",
    "Darker",
    "Dispute",
    "GiveOn",
    "JointPlan",
    "PlanRead",
    "PutRight",
    "Recall",
    "Recalled",
    "ToWhom",
    "Withdraw",
    "as_typed",
    "ring_typed",
]
