"""A period that is over, from one day to another, as forms ask for it."""

from typing import Any

from django.utils import timezone

from dimmer.web.fields import Day, Page


class OverPeriod(Page):
    """From which day to which."""

    most_days = 366
    """Days of the longest period, the first and the last among them."""
    why_over = ""
    """Why the last day must be over, for whoever chose one that is not."""

    first = Day(
        label="From which day?",
        help_text="For example {example}",
        asks="Enter the first day of the period",
        is_past=True,
    )
    last = Day(
        label="To which day?",
        help_text="A day that is over, within a year of the first. For example {example}",
        asks="Enter the last day of the period",
        is_past=True,
    )

    def clean(self) -> Any:
        """A period that is over, and not too long."""
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if last and last >= timezone.localdate():
            self.add_error("last", f"The last day must be over: {self.why_over}")
        elif first and last and not 0 <= (last - first).days < self.most_days:
            self.add_error("last", "The last day must be after the first, and within a year of it")
        return super().clean()
