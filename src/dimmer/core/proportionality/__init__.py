"""How much light each recipient is given, and how much each item needs: the dimmer itself."""

from dimmer.core.proportionality.light import Ceiling, Ceilings, Danger, Light, danger_of

__all__ = ["Ceiling", "Ceilings", "Danger", "Light", "danger_of"]
