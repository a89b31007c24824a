"""What is asked of whoever asks for more, says which concern a request is about, or answers it."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms

from dimmer.apps.requests.queries import ASKED, is_own, may_ask_for
from dimmer.web.fields import Day, Many, One, Page, Reference, Words
from dimmer.web.words import sentence

_AHEAD = timedelta(days=366)
_OF_OWN = (
    "Ticked is what is not written down. Ask who they are only where that can be doubted, and which information only"
    " where your agency processes much: they need not say."
)
_NEITHER = "Choose the concern, or enter its reference"
_BOTH = "Choose the concern or enter its reference, but not both"


class More(Page):
    """What they are asked for."""

    asked = Many(
        label="What do you ask them for?",
        help_text="Ticked is what they have not said. What you hold plays no part in it.",
        asks="Choose what you ask them for",
        choices=[],
    )

    def __init__(self, *args: Any, said: Mapping[str, Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.offer("asked", [(code, sentence(ASKED[code])) for code in may_ask_for(said)])
        if is_own(said):
            self.fields["asked"].help_text = _OF_OWN


class Take(Page):
    """The concern that it is about: one that is offered, or another by its reference."""

    chosen = One(
        label="Open concerns that you work on",
        help_text="Who asks does not learn which.",
        asks="",
        choices=[],
        required=False,
    )
    reference = Words(
        label="Or enter the reference of your concern",
        help_text="Eight letters and digits, for example 7KQM-4TXB. Who asks does not learn it.",
        asks="",
        required=False,
        most=20,
    )

    def __init__(self, *args: Any, concerns: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.offer("chosen", [*concerns])
        if not concerns:
            del self.fields["chosen"]
            self.fields["reference"].label = "Reference of your concern"

    def clean(self) -> None:
        """One of the two."""
        given = self.cleaned_data
        if self.errors or bool(given.get("chosen")) != bool(given["reference"]):
            return
        if given["reference"]:
            self.add_error("reference", _BOTH)
        elif "chosen" in self.fields:
            self.add_error("chosen", _NEITHER)
        else:
            self.add_error("reference", "Enter the reference")


class Answer(Page):
    """To whom an answer is decided."""

    team = One(label="Who asks?", asks="Choose who asks", choices=[])
    rung = Many(
        label="Is the team to decide all the same?",
        asks="",
        required=False,
        choices=[("yes", "I have rung somebody senior there, and it may go to this team")],
    )


class Nothing(Page):
    """That there is nothing to share. What is kept back, and why, is for one's own team alone."""

    kept = Words(
        label="What do you keep back, and why?",
        help_text="Leave empty if you hold nothing. Who asks learns neither. It is sealed to your team.",
        asks="",
        required=False,
        most=2_000,
        area=True,
    )
    review_on = Day(
        label="When do you look at this again?",
        help_text="Within a year. It comes back sooner if the danger in its concern may have grown.",
        asks="Enter when you look at this again",
    )

    keeps_stays = False

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self._today = today

    def clean_review_on(self) -> date:
        """Ahead, and within a year."""
        day: date = self.cleaned_data["review_on"]
        if not self._today < day <= self._today + _AHEAD:
            raise forms.ValidationError("{called} must be after today, and within a year")
        return day


class Find(Page):
    """A request by its reference. Nothing of it is kept."""

    asks_apart = False

    reference = Reference(label="Reference", asks="", required=False, most=20)
