"""What a team says when it looks again at what was decided or received."""

from datetime import timedelta

from django import forms
from django.utils import timezone

from dimmer.web.fields import Day, One, Page, Words

_AHEAD = timedelta(days=366)
RIGHT = [("yes", "Yes"), ("partly", "In part"), ("no", "No"), ("unknown", "I do not know")]
NEEDED = [("yes", "Yes"), ("no", "No"), ("unknown", "I do not know")]


class Review(Page):
    """Was it right, is it still needed, when to look next."""

    last = forms.CharField(widget=forms.HiddenInput, required=False, max_length=36)
    right = One(
        label="Was it right?",
        asks="Choose whether it was right",
        choices=RIGHT,
    )
    needed = One(
        label="Is it still needed?",
        asks="Choose whether it is still needed",
        choices=NEEDED,
    )
    note = Words(
        label="What has happened since, and what will you do?",
        asks="Enter what has happened since, and what you will do",
        most=4_000,
        area=True,
    )
    next_on = Day(
        label="When will you look again?",
        help_text="For example {example}. Leave empty to close it: only if it is no longer needed.",
        asks="",
        required=False,
    )

    def clean(self) -> None:
        """What may still be needed comes back within a year; nothing is kept for ever by default."""
        if "next_on" in self.errors:
            return
        day, needed = self.cleaned_data.get("next_on"), self.cleaned_data.get("needed")
        today = timezone.localdate()
        if day and not today < day <= today + _AHEAD:
            self.add_error("next_on", "{called} must be after today, and within a year")
        if not day and needed in ("yes", "unknown"):
            self.add_error(
                "next_on", "Enter when you will look again: it is, or may be, still needed"
            )
