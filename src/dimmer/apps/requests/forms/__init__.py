"""What is asked of whoever writes a request down, answers it, or asks another team through Dimmer."""

from dimmer.apps.requests.forms.answering import Answer, Find, More, Nothing, Take
from dimmer.apps.requests.forms.recording import (
    CAME,
    CHECKED,
    CONSENT,
    COUNSELLING,
    IN_WORDS,
    NO_ASKERS,
    Record,
)
from dimmer.apps.requests.forms.through import Ask

__all__ = [
    "CAME", "CHECKED", "CONSENT", "COUNSELLING", "IN_WORDS", "NO_ASKERS", "Answer", "Ask", "Find", "More", "Nothing",
    "Record", "Take",
]  # fmt: skip
