"""What is asked when a permission is taken back, a plan or a piece changes, and of whoever received."""

from dimmer.apps.notices.forms.amending import Correct, Dispute, PutRight
from dimmer.apps.notices.forms.planning import JointPlan, PlanRead, as_typed, ring_typed
from dimmer.apps.notices.forms.told import EXPLAINED, Answer, Darker, GiveOn, ToWhom, Withdraw

__all__ = [
    "EXPLAINED",
    "Answer",
    "Correct",
    "Darker",
    "Dispute",
    "GiveOn",
    "JointPlan",
    "PlanRead",
    "PutRight",
    "ToWhom",
    "Withdraw",
    "as_typed",
    "ring_typed",
]
