"""What somebody searches by. Everything narrows; nothing sealed can be searched."""

from django import forms

from dimmer.web.examples import PAST
from dimmer.web.fields import NOT_OFFERED, Day, Page, Reference

STATES = {
    "draft": "Being written",
    "reported": "Waiting for a manager",
    "declined": "Not taken up",
    "open": "Open",
    "closed": "Closed",
}


_WRONG = {"invalid_choice": NOT_OFFERED}


class Search(Page):
    """By reference, or by state, agency and days. Nothing of it is kept."""

    asks_apart = False

    reference = Reference(
        label="Reference", help_text="Eight letters and numbers, for example 7KQM-4TXB", asks="",
        required=False, most=20,
    )  # fmt: skip
    state = forms.ChoiceField(
        label="State of a concern of your team", required=False,
        choices=[("", "Any"), *STATES.items()], error_messages=_WRONG,
    )  # fmt: skip
    agency = forms.ChoiceField(
        label="The other agency", required=False, choices=[("", "Any")], error_messages=_WRONG,
    )  # fmt: skip
    since = Day(
        label="From", help_text="For example {example}", asks="", required=False, example=PAST
    )
    until = Day(label="Until", asks="", required=False, example=PAST)
