"""Whom a lead looks for, which records it is about, and within which days."""

from django import forms

from dimmer.apps.people.forms import Find as FindPerson
from dimmer.apps.seen.queries import Asker
from dimmer.web.fields import Day, Many, One, Page, Words


class Find(FindPerson):
    """Whom a lead looks for, in all teams of their agency. Nothing of it is kept."""


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


class Days(Page):
    """From which day to which."""

    asks_apart = False

    since = Day(label="From", help_text="For example 27 3 2026", asks="", required=False)
    until = Day(label="Until", asks="", required=False)
