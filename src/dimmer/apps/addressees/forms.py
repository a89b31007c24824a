"""What is asked about a professional who has no account, and the words of each error."""

from typing import Any

from django import forms

from dimmer import lawbook
from dimmer.apps.addressees.queries import KINDS, is_personal
from dimmer.web.fields import Many, One, Page, Words
from dimmer.web.words import sentence

_EMAIL = "Enter their work e-mail address, like name@example.org"
_KIND = "Choose what kind of organisation it is"


def _kinds() -> list[tuple[str, str]]:
    words = lawbook.book().vocabulary.group("agency_kinds")
    kinds = sorted((sentence(words[code]), code) for code in words if code in KINDS)
    return [("", "Choose"), *((code, said) for said, code in kinds)]


class Add(Page):
    """Who they are, and where they work."""

    asks_apart = False
    """A name, an organisation and its number are what is asked for: none of it is whereabouts of somebody at risk."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    organisation = Words(
        label="Organisation",
        help_text="As it calls itself. If it is on Dimmer, choose its team instead.",
        asks="Enter their organisation",
        most=120,
        place=True,
    )
    kind = forms.ChoiceField(
        label="What kind of organisation is it?",
        choices=_kinds,
        error_messages={"required": _KIND, "invalid_choice": _KIND},
    )
    name = Words(
        label="Their name",
        help_text="One person. Each gets a version of their own, and knows of no other.",
        asks="Enter their name",
        most=120,
        place=True,
    )
    role = Words(
        label="Their role there",
        help_text="For example designated safeguarding lead",
        asks="Enter their role",
        most=120,
        place=True,
    )
    email = forms.EmailField(
        label="Their own work e-mail address",
        help_text="At the organisation's domain, read by them alone. It is where a code goes, nothing else.",
        max_length=254,
        error_messages=dict.fromkeys(("required", "invalid", "max_length"), _EMAIL),
    )
    phone = Words(
        label="The organisation's telephone number",
        help_text="From its website or your own list, not from an e-mail or a caller",
        asks="Enter the number to ring them on",
        most=40,
        place=True,
    )
    is_in_area = One(
        label="Do they work in your area?",
        asks="Choose whether they work in your area",
        choices=[("yes", "Yes"), ("no", "No, in another area")],
    )
    is_apart = Many(
        label="The alleged abuser",
        asks="Check that they are no friend, relative or colleague of the alleged abuser, and say so",
        choices=[
            (
                "yes",
                "I have checked: as far as is known they have no tie to anybody alleged to abuse",
            )
        ],
    )

    def clean_email(self) -> str:
        """One address, at an organisation's own domain."""
        given: str = self.cleaned_data["email"].strip().lower()
        if is_personal(given):
            raise forms.ValidationError(
                "Anybody may have an address there. Enter one at the organisation's own domain"
            )
        return given

    def of(self) -> dict[str, Any]:
        """What is kept, beside the token."""
        kept = ("organisation", "kind", "name", "role", "email", "phone")
        said = {name: self.cleaned_data[name] for name in kept}
        return said | {"is_in_area": self.cleaned_data["is_in_area"] == "yes"}
