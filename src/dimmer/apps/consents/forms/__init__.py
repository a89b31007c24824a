"""What is asked about what somebody said, and the words of each error."""

from dimmer.apps.consents.forms.saying import KINDS, Say, What
from dimmer.apps.consents.forms.settling import Bring, Disagreement, Settle, Sort

__all__ = ["KINDS", "Bring", "Disagreement", "Say", "Settle", "Sort", "What"]
