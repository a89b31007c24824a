"""What is asked of whoever sends a link or a document, and of whoever opens one; the words of each error."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.signing import BadSignature, TimestampSigner

from dimmer.web.fields import Many, One, Page, Words

_SHOWN_FOR = 60 * 60
"""Seconds for which a password that was shown can be used."""
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

    password = forms.CharField(widget=forms.HiddenInput, max_length=400)

    def clean_password(self) -> str:
        """The words.

        Raises:
            ValidationError: this page did not show them, or long ago.
        """
        try:
            return _signer.unsign(self.cleaned_data["password"], max_age=_SHOWN_FOR)
        except BadSignature as error:
            raise forms.ValidationError(
                "This password is too old. Use the new one below"
            ) from error


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
