"""What is asked about who works on what."""

from datetime import timedelta

from django import forms
from django.contrib.auth.forms import SetPasswordForm
from django.utils import timezone

from dimmer.web.fields import Day, One, Page, Words

HOW = [
    ("with", "They work on it too"),
    ("instead", "They take it over from me"),
    ("cover", "They cover until a day"),
]
_LONGEST = timedelta(days=92)


class Allocation(Page):
    """Who is named, and what they will do."""

    who = One(label="Who?", asks="Choose who", choices=[])
    how = One(label="How?", asks="Choose how", choices=HOW, initial="with")
    until = Day(
        label="Until when do they cover?",
        help_text="Only for cover, for example {example}: the last day on which they see it",
        asks="",
        required=False,
    )
    because = Words(
        label="What will they do?",
        help_text="Why they need to know. It is kept with the record.",
        asks="Enter what they will do",
        most=500,
    )

    def clean(self) -> None:
        """A cover ends, within a quarter of a year; nothing else has an end."""
        if "until" in self.errors:
            return
        day, today = self.cleaned_data.get("until"), timezone.localdate()
        if self.cleaned_data.get("how") != "cover":
            self.cleaned_data["until"] = None
        elif day is None:
            self.add_error("until", "Enter the last day of the cover")
        elif not today <= day <= today + _LONGEST:
            self.add_error("until", "{called} must be today or later, and within three months")


class Reason(Page):
    """Why somebody is to see it no longer."""

    because = Words(label="Why?", asks="Enter why", most=500)


class Glass(Page):
    """Which concern cannot wait, and why."""

    reference = Words(
        label="Reference of the concern",
        help_text="Eight letters and digits, for example 7KQM-4TXB",
        asks="Enter the reference",
        most=20,
    )
    because = Words(
        label="Why can it not wait for somebody who is named?",
        help_text="Your manager and the lead see this at once",
        asks="Enter why it cannot wait",
        most=1_000,
        area=True,
    )


class Looked(Page):
    """What a manager or lead says to broken glass."""

    was_right = One(
        label="Was it right?",
        asks="Choose whether it was right",
        choices=[("yes", "Yes: they needed to know, and it could not wait"), ("no", "No")],
    )
    note = Words(
        label="Note", help_text="If it was not right: what you do about it", asks="",
        required=False, most=1_000, area=True,
    )  # fmt: skip

    def clean(self) -> None:
        """A no needs words."""
        if self.cleaned_data.get("was_right") == "no" and not self.cleaned_data.get("note", ""):
            self.add_error("note", "Enter why it was not right, and what you do about it")


class Invited(Page):
    """A colleague who begins."""

    name = Words(label="Name", asks="Enter their name", most=120)
    title = Words(
        label="Job title",
        help_text="For example social worker",
        asks="Enter their job title",
        most=120,
    )
    email = forms.EmailField(
        label="Work e-mail address",
        help_text="They sign in with it. Nothing is sent there.",
        max_length=254,
        error_messages=dict.fromkeys(
            ("required", "invalid", "max_length"),
            "Enter a work e-mail address, like name@example.org",
        ),
    )
    role = One(label="What do they do here?", asks="Choose what they do", choices=[])


class Password(SetPasswordForm):  # type: ignore[type-arg]  # no generic when it runs
    """A password that somebody chooses for themselves."""

    new_password1 = forms.CharField(
        label="New password",
        help_text="12 characters or more. Three words that do not belong together are good.",
        strip=False,
        widget=forms.PasswordInput,
        error_messages={"required": "Enter a password"},
    )
    new_password2 = forms.CharField(
        label="Type it again",
        strip=False,
        widget=forms.PasswordInput,
        error_messages={"required": "Enter the password again"},
    )
    error_messages = {"password_mismatch": "Type the same password twice"}


class Left(Page):
    """Who has left the job."""

    sure = forms.ChoiceField(
        choices=[("yes", "They have left")],
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Confirm that they have left"),
        label="They have left",
    )


class Lost(Page):
    """Whose password or second factor is lost, said by somebody who knows them."""

    sure = forms.ChoiceField(
        choices=[("yes", "It is they who ask")],
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), "Confirm that you saw them or know their voice"
        ),
        label="It is they who ask",
    )


class Vouched(Page):
    """Whether an account is whose it says."""

    as_read = forms.CharField(widget=forms.HiddenInput, required=False)
    is_known = One(
        label="Did you speak to them?",
        asks="Choose whether you spoke to them",
        choices=[
            (
                "yes",
                "Yes: it is they, they work in the team, and they chose the password themselves",
            ),
            ("no", "No such person works there, or it was not they: end the account"),
        ],
    )
