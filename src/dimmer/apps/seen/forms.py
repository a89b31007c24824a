"""Which records it is about, within which days, and how the person was told. Whom a lead looks for, `people` asks."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from dimmer.apps.seen.queries import DAYS, Asker, How
from dimmer.web.examples import PAST
from dimmer.web.fields import Day, Many, One, Page, Words


class Ask(Page):
    """Which of the records that were found, and why."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    chosen = Many(
        label="Which records are of this person?",
        asks="Choose the records that are of this person",
        choices=[],
    )
    asker = One(
        label="Why do you ask?",
        asks="Choose why you ask",
        choices=Asker.choices,
    )
    why = Words(
        label="What for, and its reference",
        help_text="For example the reference of a request. No names are needed",
        asks="Enter what you ask for",
        most=1_000,
        area=True,
    )


class Give(Page):
    """How the person was given it, and how it was made sure that it is they."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    how = One(label="How did they get it?", asks="Choose how they got it", choices=How.choices)
    sure = Words(
        label="How was it made sure that it is they, or somebody who may act for them?",
        help_text="Where you are not sure, give nothing. No names are needed",
        asks="Enter how it was made sure that it is they",
        most=1_000,
        area=True,
    )


class Days(Page):
    """From which day to which."""

    asks_apart = False

    since = Day(
        label="From", help_text="For example {example}", asks="", required=False, example=PAST
    )
    until = Day(label="Until", asks="", required=False, example=PAST)


class FewDays(Days):
    """The same, and not many: each list of each team is looked through."""

    def __init__(self, *args: Any, today: date | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self._today = today or timezone.localdate()

    def clean(self) -> None:
        """In order, and no more than can be looked through at once."""
        since, until = self.days()
        if not self.errors and not 0 <= (until - since).days < DAYS:
            self.add_error("until", f"The last day must be within {DAYS} days of the first")

    def days(self) -> tuple[date, date]:
        """The first day and the last: without any, the days until today; with one, those beside it."""
        typed = getattr(self, "cleaned_data", {})
        since, until, many = typed.get("since"), typed.get("until"), timedelta(days=DAYS - 1)
        until = until or (min(since + many, self._today) if since else self._today)
        return since or until - many, until
