"""What is asked when a draw is announced, and of what an auditor found."""

from typing import Any

from django import forms

from dimmer.core.sampling import Stratum
from dimmer.web.fields import One, Page, Words
from dimmer.web.period import OverPeriod

MOST = 200
"""The most that is drawn from one stratum."""
STRATA = {
    Stratum.EMERGENCY: "Shared in an emergency",
    Stratum.OVERRIDDEN: "Against the advice, or against what an adult said",
    Stratum.OVERDUE: "Nobody has looked again in time",
    Stratum.SHARED: "Decided to share",
    Stratum.NOT_SHARED: "Decided not to share",
}
"""What each stratum is, in words: a decision belongs to the first that it fits."""
_WRONG = ("required", "invalid", "min_value", "max_value")
IS_RIGHT = [
    ("yes", "Yes"),
    ("partly", "In part"),
    ("no", "No"),
    ("unknown", "The record does not tell"),
]


class Announce(OverPeriod):
    """Which period is drawn from, and how many of each stratum."""

    why_over = "nothing is added to the list later"

    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for stratum, words in STRATA.items():
            wrong = f"{words}: enter a whole number from 0 to {MOST}"
            self.fields[stratum.value] = forms.IntegerField(
                label=words,
                min_value=0,
                max_value=MOST,
                error_messages=dict.fromkeys(_WRONG, wrong),
                widget=forms.TextInput,
            )

    def counts(self) -> list[forms.BoundField]:
        """The fields of the strata."""
        return [self[stratum.value] for stratum in Stratum]

    def sizes(self) -> dict[Stratum, int]:
        """How many of each stratum."""
        return {stratum: self.cleaned_data[stratum.value] for stratum in Stratum}

    def clean(self) -> None:
        """A period that is over; and something to draw."""
        super().clean()
        named = [self.cleaned_data.get(stratum.value) for stratum in Stratum]
        if not self.errors and not any(named):
            self.add_error(
                Stratum.SHARED.value, "Enter how many are drawn: at least one of one kind"
            )


class Found(Page):
    """What an auditor found of one decision."""

    none_stays = True

    is_right = One(
        label="Was it decided as it should have been?",
        help_text="By the law and the advice of that day, and by what the record shows.",
        asks="Choose whether it was decided as it should have been",
        choices=IS_RIGHT,
    )
    right = Words(
        label="What was right?", asks="", required=False, most=2_000, area=True,
        help_text="Say what others could learn from it. No names.",
    )  # fmt: skip
    wrong = Words(label="What was not?", asks="", required=False, most=2_000, area=True)
    advice = Words(
        label="What do you advise the team?", asks="", required=False, most=2_000, area=True
    )

    def clean(self) -> None:
        """Something is said, or nobody learns anything."""
        if not self.errors and not any(
            self.cleaned_data.get(name) for name in ("right", "wrong", "advice")
        ):
            self.add_error("right", "Enter what was right, what was not, or what you advise")

    def said(self) -> dict[str, str]:
        """What is kept of it."""
        return {name: self.cleaned_data[name] for name in ("is_right", "right", "wrong", "advice")}
