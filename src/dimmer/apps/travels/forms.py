"""What is asked of whoever sends a link or a document, and of whoever opens one; the words of each error."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.core.signing import BadSignature, TimestampSigner

from dimmer.apps.travels.queries import Way
from dimmer.web.fields import Day, Many, One, Page, Words

PRECAUTIONS: Mapping[Way, Mapping[str, str]] = {
    Way.PHONE: {
        "number": "I rang a number that I know to be theirs, and was not rung",
        "who": "I made sure that it was them",
        "alone": "I asked who could hear, and nobody else could",
        "message": "I left nothing on an answering machine, or with anybody else",
    },
    Way.PERSON: {
        "who": "I know them, or saw who they are",
        "alone": "Nobody else could hear",
        "paper": "Nothing in writing was left behind",
    },
    Way.MEETING: {
        "who": "Everybody who stayed was to know this",
        "told": "I said that it is for those who were there, and for what",
        "paper": "Papers were marked for whoever they were for, and came back",
    },
    Way.POST: {
        "address": "I know the address to be theirs, and nobody else's",
        "marked": "It is marked for them alone",
        "envelopes": "It is in two envelopes, and the outer one says nothing of what it is about",
        "tracked": "It is followed on its way, and signed for",
    },
}
"""What to make sure of, by way, as guidance of domestic abuse services on telephone, post and meetings has it."""
_SHOWN_FOR = 60 * 60
"""Seconds for which a password that was shown can be used."""
_TOO_OLD = "This password is too old. Use the new one below"
_signer = TimestampSigner(salt="dimmer travels password")


class Send(Page):
    """Sending a link."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    days = One(
        label="For how long is it good?",
        help_text="Then nobody opens it any more, and you can send another",
        asks="Choose for how long it is good",
        choices=[("1", "1 day"), ("3", "3 days"), ("7", "7 days"), ("14", "14 days")],
    )
    address = Many(
        label="Their address",
        asks="Check the address, and say so",
        choices=[
            ("yes", "I have rung the organisation on its known number: the address is theirs alone")
        ],
    )

    def good_for(self) -> timedelta:
        """How long."""
        return timedelta(days=int(self.cleaned_data["days"]))


class Lock(Page):
    """The password that was drawn for a document, as the page showed it. It is kept nowhere."""

    password = forms.CharField(
        widget=forms.HiddenInput, max_length=400, error_messages={"required": _TOO_OLD}
    )

    def clean_password(self) -> str:
        """The words.

        Raises:
            ValidationError: this page did not show them, or long ago.
        """
        try:
            return _signer.unsign(self.cleaned_data["password"], max_age=_SHOWN_FOR)
        except BadSignature as error:
            raise forms.ValidationError(_TOO_OLD) from error


class Said(Page):
    """What was said to them, or posted, and with which precautions."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    on = Day(
        label="On which day?",
        help_text="For example {example}",
        asks="Enter the day",
        is_past=True,
    )

    def __init__(self, *args: Any, way: Way, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["took"] = Many(
            label="What you made sure of",
            help_text="Tick what is true",
            asks="",
            choices=[(code, words) for code, words in PRECAUTIONS[way].items()],
            required=False,
        )
        self.fields["why"] = Words(
            label="What was not made sure of, and why",
            help_text="Leave it empty if you ticked each",
            asks="",
            most=1_000,
            area=True,
            required=False,
        )
        self.fields["said"] = Words(
            label="What was in it" if way is Way.POST else "What you said",
            help_text="As near to the words as you can. No more than was decided",
            asks="Write down what they were told",
            most=4_000,
            area=True,
        )

    def clean(self) -> dict[str, Any]:
        """With a reason for each precaution that was not taken: it is written down, and stops nobody."""
        given = super().clean() or self.cleaned_data
        choices = self.fields["took"].choices  # type: ignore[attr-defined]
        if len(given.get("took") or ()) < len(choices) and not given.get("why"):
            self.add_error("why", "Write down what was not made sure of, and why")
        return given


def precautions(way: Way, took: Iterable[str]) -> list[tuple[str, bool]]:
    """Each precaution of a way in words, and whether it was taken."""
    taken = set(took)
    return [(words, code in taken) for code, words in PRECAUTIONS[way].items()]


def shown(words: str) -> str:
    """A password as it stands in the page that shows it, so that no other is sent back."""
    return _signer.sign(words)


class Code(Page):
    """The code from the e-mail."""

    code = Words(
        label="Code",
        help_text="Eight digits, from the e-mail",
        asks="Enter the code from the e-mail",
        most=20,
        place=True,
    )


class Undertaking(Page):
    """What somebody without an account undertakes before they open anything."""

    def __init__(self, *args: Any, name: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["keeps"] = Many(
            label="Your undertaking",
            asks="Tick each to open it",
            choices=[
                ("self", f"I am {name}, and nobody else reads this with me"),
                ("terms", "I keep to what is said above about how to handle it"),
                (
                    "apart",
                    "As far as I know I have no tie to anybody it may be about: else I do not open it",
                ),
            ],
        )

    def clean_keeps(self) -> list[str]:
        """All of it."""
        given: list[str] = self.cleaned_data["keeps"]
        if len(given) < len(self.fields["keeps"].choices):  # type: ignore[attr-defined]
            raise forms.ValidationError("Tick each to open it")
        return given
