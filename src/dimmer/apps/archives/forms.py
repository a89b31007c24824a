"""What is asked of whoever makes an archive, of whoever asks for one of a period, and of the second person."""

from django import forms

from dimmer.apps.archives.queries import LONGEST, Asker
from dimmer.apps.travels.forms import Lock
from dimmer.web.fields import One, Page, Words
from dimmer.web.period import OverPeriod


def _asker() -> One:
    return One(label="Who asks for it?", asks="Choose who asks for it", choices=Asker.choices)


def _who() -> Words:
    return Words(
        label="Which one, and their reference",
        help_text="For example the name of the court and the number of the case",
        asks="Enter who asks, with their reference",
        most=300,
    )


def _why() -> Words:
    return Words(
        label="Why do they get it, and by what power?",
        help_text="For example the order and its date, or the section. No names are needed",
        asks="Enter why they get it",
        most=1_000,
        area=True,
    )


class Make(Lock):
    """Who asks, and why; with the password as the page showed it."""

    asker = _asker()
    who = _who()
    why = _why()


class OfPeriod(OverPeriod):
    """Of what and from which day to which, who asks, and why."""

    field_order = ("token", "of", "first", "last")
    most_days = LONGEST
    why_over = "more may be done today"

    token = forms.UUIDField(widget=forms.HiddenInput)
    of = One(
        label="What do they ask account of?",
        asks="Choose what they ask account of",
        choices=[
            ("handed", "The concerns that were handed to you"),
            (
                "agency",
                "All that your agency did: each act counted and proved, what was handed opened",
            ),
        ],
    )
    asker = _asker()
    who = _who()
    why = _why()


class Confirmed(Lock):
    """The password as the page showed it: who asks, and why, was said before it was confirmed."""


class Answer(Page):
    """What a second person says."""

    is_confirmed = One(
        label="May it be made?",
        asks="Choose whether it may be made",
        choices=[
            ("yes", "Yes: whoever asked makes it, once"),
            ("no", "No: it is not made"),
        ],
    )
    because = Words(label="Why?", asks="", required=False, most=1_000, area=True)

    def clean(self) -> None:
        """A no needs words."""
        if self.cleaned_data.get("is_confirmed") == "no" and not self.cleaned_data.get("because"):
            self.add_error("because", "Enter why it is not made")
