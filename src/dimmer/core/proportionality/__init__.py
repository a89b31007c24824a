"""How much light each recipient is given, and how much each item needs: the dimmer itself, and the dial over time."""

from dimmer.core.proportionality.dial import (
    DANGER,
    INVOLVED,
    Cell,
    Dial,
    Share,
    Turn,
    dial_at,
    turns,
)
from dimmer.core.proportionality.light import Ceiling, Ceilings, Danger, Light, Standing, danger_of

__all__ = [
    "DANGER", "INVOLVED", "Ceiling", "Ceilings", "Cell", "Danger", "Dial", "Light", "Share", "Standing", "Turn",
    "danger_of", "dial_at", "turns",
]  # fmt: skip
