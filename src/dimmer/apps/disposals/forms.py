"""What is asked of whoever keeps something longer, or would have it go."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from dimmer.apps.disposals.queries import OWN, Scheduled, ends_on
from dimmer.web.fields import Day, Many, One, Page, Words

_AHEAD = timedelta(days=3_653)
"""Ten years: nothing is kept for longer without somebody looking again."""
WHY = {
    "schedule": "The schedule that governs says longer",
    "claim": "A legal claim is made, or may be",
    "court": "Proceedings: a court, a tribunal, an inquest",
    "inquiry": "A public inquiry asked that such records be kept",
    "review": "A safeguarding or domestic homicide review",
    "request": "Somebody asked for their information, or complained",
    "needed": "It is still needed to protect somebody",
}
CHECKED = {
    "schedule": "The schedule of your own agency says that it may go",
    "claim": "No claim, court, inquest or complaint needs it, and nobody has asked for their information",
    "inquiry": "No public inquiry and no review asked that it be kept. Records about the sexual abuse of children are",
    "needed": "Nobody in it is kept safe by your team having it",
}


class Keep(Page):
    """Why it is kept, and until when."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    why = One(label="Why is it kept?", asks="Choose why it is kept", choices=[*WHY.items()])
    because = Words(
        label="Say more",
        help_text="For example who asked, and the reference of the case. No name is needed",
        asks="Enter what it is kept for",
        most=1_000,
        area=True,
    )
    until = Day(
        label="When do you look again?",
        help_text="Within ten years. Until then nobody can dispose of it. For example {example}",
        asks="Enter when you look again",
    )

    def clean_until(self) -> date:
        """After today, and within ten years."""
        day: date = self.cleaned_data["until"]
        if not timezone.localdate() < day <= timezone.localdate() + _AHEAD:
            raise forms.ValidationError("{called} must be after today, and within ten years")
        return day


class NoLonger(Page):
    """Why it need not be kept any more."""

    because = Words(
        label="Why need it not be kept any more?", asks="Enter why", most=1_000, area=True
    )


class Ask(Page):
    """Which term is over, and why it goes."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    term = One(label="Which term governs it?", asks="Choose which term governs it", choices=[])
    since = Day(
        label="From which day does that term run?",
        help_text="For your own schedule: the day on which it ended. For example {example}",
        asks="Enter the day",
        is_past=True,
    )
    checked = Many(
        label="What have you checked?", asks="Check all of these first", choices=[*CHECKED.items()]
    )
    because = Words(label="Why does it go?", asks="Enter why it goes", most=1_000, area=True)

    def __init__(self, *args: Any, terms: list[Scheduled], **options: Any) -> None:
        super().__init__(*args, **options)
        self._terms = {row.code: row for row in terms}
        own = (OWN, "Our own schedule, which says otherwise: name it under “Why does it go?”")
        self.offer("term", [*((row.code, row.words) for row in terms), own])
        self.fields["term"].hints = {row.code: row.source for row in terms}  # type: ignore[attr-defined]

    def clean_checked(self) -> list[str]:
        """All of them: one that is left out is a reason to keep it."""
        checked: list[str] = self.cleaned_data["checked"]
        if set(checked) != set(CHECKED):
            raise forms.ValidationError("Check all of these first. If one is not so, keep it")
        return checked

    def clean(self) -> None:
        """A term that is not over keeps it."""
        row = self._terms.get(self.cleaned_data.get("term", ""))
        since = self.cleaned_data.get("since")
        if row is None or since is None:
            return
        if row.run is None:
            self.add_error("term", "That has no end: keep it, and say when you look again")
        elif (end := ends_on(row.run, since)) > timezone.localdate():
            self.add_error("since", f"By that it is kept until {end:%-d %B %Y}: keep it")

    def said(self) -> dict[str, Any]:
        """{term, is_own, since, because}: the term in words, and whether it is the agency's own."""
        row = self._terms.get(self.cleaned_data["term"])
        since: date = self.cleaned_data["since"]
        return {
            "term": row.words if row else "Our own schedule",
            "is_own": row is None,
            "since": since.isoformat(),
            "because": self.cleaned_data["because"],
        }


class Answer(Page):
    """What a second person says."""

    is_agreed = One(
        label="Do you agree that it goes?",
        asks="Choose whether you agree",
        choices=[
            ("yes", "Yes: it is disposed of now, and nobody can undo that"),
            ("no", "No: it stays"),
        ],
    )
    because = Words(label="Why?", asks="", required=False, most=1_000, area=True)

    def clean(self) -> None:
        """A no needs words."""
        if self.cleaned_data.get("is_agreed") == "no" and not self.cleaned_data.get("because", ""):
            self.add_error("because", "Enter why it stays")
