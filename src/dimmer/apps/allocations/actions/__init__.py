"""Who works on what (`circles`), and who works in a team (`accounts`)."""

from dimmer.apps.allocations.actions.accounts import (
    Changed,
    Taken,
    confirm_members,
    end_account,
    invite,
    join,
    look_through,
    renew_account,
    vouch,
)
from dimmer.apps.allocations.actions.circles import (
    GLASS_FOR,
    NobodyLeft,
    break_glass,
    end_covers,
    escalate_glass,
    hand_over,
    look_at_glass,
    name,
    next_workday,
    release,
    step_aside,
)

__all__ = [
    "GLASS_FOR",
    "Changed",
    "NobodyLeft",
    "Taken",
    "break_glass",
    "confirm_members",
    "end_account",
    "end_covers",
    "escalate_glass",
    "hand_over",
    "invite",
    "join",
    "look_at_glass",
    "look_through",
    "name",
    "next_workday",
    "release",
    "renew_account",
    "step_aside",
    "vouch",
]
