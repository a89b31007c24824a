"""What is asked about telling somebody, and the words of each error."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from dimmer.web.fields import Day, One, Page, Words

_LONGEST = timedelta(days=366)


class Say(Page):
    """Whether a person knows."""

    state = One(
        label="Do they know?",
        asks="Choose whether they know",
        choices=[
            ("told", "They were told"),
            ("will", "They will be told"),
            ("not", "They are not told, for now"),
        ],
    )
    who = Words(
        label="Who told or tells them?",
        help_text="For example: their Idva",
        asks="",
        required=False,
        most=200,
    )
    on = Day(
        label="When?",
        help_text="Told: when. Will be told: by when. Not told: when you look at it again. For example {example}",
        asks="Enter the day",
    )
    how = Words(
        label="How?",
        help_text="For example: alone, at the clinic, with an interpreter from outside",
        asks="",
        required=False,
        most=500,
    )
    because = Words(
        label="If they are not told: why?",
        help_text="What could happen, and to whom",
        asks="",
        required=False,
        most=1_000,
        area=True,
    )
    exemption = One(
        label="If they are not told: by what exemption?", asks="", required=False, choices=[]
    )
    paper = One(
        label="May they have it on paper?",
        help_text="Only if they said so, and nobody else reads their papers",
        asks="Choose whether they may have it on paper",
        choices=[("no", "No, or not known"), ("yes", "Yes: it is safe")],
        initial="no",
    )

    def clean(self) -> None:
        """Each answer needs what makes it one."""
        typed, today = self.cleaned_data, timezone.localdate()
        state, day = typed.get("state"), typed.get("on")
        if state in ("told", "will") and not typed.get("who") and "who" not in self.errors:
            self.add_error("who", "Enter who told or tells them")
        if state == "told" and not typed.get("how") and "how" not in self.errors:
            self.add_error("how", "Enter how they were told")
        if state == "not":
            if not typed.get("because") and "because" not in self.errors:
                self.add_error("because", "Enter why they are not told")
            if not typed.get("exemption") and "exemption" not in self.errors:
                self.add_error("exemption", "Choose by what exemption they are not told")
        if state == "told" and day and day > today:
            self.add_error("on", "{called} must be today or in the past")
        if state in ("will", "not") and day and not today <= day <= today + _LONGEST:
            self.add_error("on", "{called} must be today or later, and within a year")

    def words(self) -> dict[str, Any]:
        """What is kept."""
        return {**self.cleaned_data, "on": self.cleaned_data["on"].isoformat()}
