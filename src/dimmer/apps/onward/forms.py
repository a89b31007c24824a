"""What is asked of whoever would pass something on, and of whoever shared it first."""

from datetime import timedelta

from django import forms

from dimmer.apps.notices.forms import ToWhom
from dimmer.apps.onward.queries import Answer, What
from dimmer.web.fields import Many, One, Page, Words

WITHIN = {
    "now": timedelta(hours=4),
    "day": timedelta(hours=24),
    "week": timedelta(days=7),
}
"""How long the originator has, by how urgent it is."""


class Ask(ToWhom):
    """To whom, why, what part, and how urgent."""

    field_order = ("token", "what")

    token = forms.UUIDField(widget=forms.HiddenInput)
    what = One(
        label="Do you ask, or was it passed on already?",
        asks="Choose whether you ask, or it was passed on already",
        choices=What.choices,
        hints={
            What.EMERGENCY: "If a life is in danger, act first. Whoever shared it is told at once.",
            What.UNASKED: "Say so: whoever shared it is told, so that it can be put right",
        },
    )
    why = Words(
        label="Why do they need it?",
        help_text="Whoever shared it reads this",
        asks="Enter why they need it", most=1_000, area=True,
    )  # fmt: skip
    pieces = Many(
        label="Which of what you received?", asks="Choose which of it", choices=[], required=False
    )
    with_files = Many(
        label="Which of its files?",
        help_text="No file goes on by word of mouth: whoever shared it first shares it with them, if they answer so",
        asks="", choices=[], required=False,
    )  # fmt: skip
    urgent = One(
        label="By when do you need an answer?", asks="Choose by when you need an answer",
        choices=[("now", "Within 4 hours"), ("day", "Within a day"), ("week", "Within a week")],
    )  # fmt: skip

    def clean(self) -> None:
        """Somebody who can be told, and at least one piece where there are any."""
        super().clean()
        if self.fields["pieces"].choices and not self.cleaned_data.get("pieces"):  # type: ignore[attr-defined]
            self.add_error("pieces", "Choose which of it")


class No(Page):
    """A no after a yes."""

    answer = forms.CharField(widget=forms.HiddenInput, initial=Answer.NO)
    because = Words(
        label="Why not any more?",
        help_text="They read this",
        asks="Enter why not",
        most=1_000,
        area=True,
    )


class Say(Page):
    """The originator's answer."""

    answer = One(
        label="May they pass this on?", asks="Choose what you answer",
        choices=[(code, words) for code, words in Answer.choices if code != Answer.READ],
        hints={
            Answer.LEAVE: "By telephone or in person, and without files",
            Answer.OWN: "Decide on the concern who needs to know: the new recipient gets a pack of their own, with "
            "the files that you choose",
        },
    )  # fmt: skip
    pieces = Many(
        label="Which of it, if they may?",
        help_text="Only what they ask for is listed",
        asks="", choices=[], required=False,
    )  # fmt: skip
    only = Words(
        label="Only with what condition?",
        help_text="For example: only to the named midwife, and only by telephone",
        asks="", required=False, most=500, area=True,
    )  # fmt: skip
    because = Words(
        label="Why, if not?", help_text="They read this", asks="", required=False, most=1_000, area=True,
    )  # fmt: skip

    def clean(self) -> None:
        """A no has a reason; leave is for something."""
        given = self.cleaned_data
        if given.get("answer") == Answer.NO and not given.get("because"):
            self.add_error("because", "Enter why not")
        offered = self.fields["pieces"].choices  # type: ignore[attr-defined]
        if given.get("answer") == Answer.LEAVE and offered and not given.get("pieces"):
            self.add_error("pieces", "Choose which of it, or answer no")
