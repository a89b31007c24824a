"""What is asked about ways of contact, and the words of each error."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from dimmer.apps.contacts.queries import repeats
from dimmer.core.locators import is_of_refuge
from dimmer.web.apart import NO_REFUGE
from dimmer.web.fields import Day, Many, One, Page, Words, is_refuge

METHODS = {
    "telephone": "Telephone call",
    "text": "Text message",
    "email": "E-mail",
    "post": "Post",
    "in-person": "In person",
    "worker": "Through a worker",
}
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
OUTCOMES = {
    "reached": "Reached them, and it was safe",
    "no-answer": "No answer",
    "unsafe": "It was not safe",
}
CHANGES = {
    "released": "Released from prison or custody",
    "bail": "Bail or its conditions changed",
    "moved": "Moved",
    "other": "Something else",
}
ALWAYS, SOMETIMES = "any", "hours"
REPEATED = "Do not write the number or address here: it would be shown"
_HOUR = re.compile(r"(\d{1,2})(?:[:.](\d\d))?\s*(am|pm)?")
_NAMED = {"midnight": "12am", "noon": "12pm", "midday": "12pm"}
_AN_HOUR = "{called} must be a time, for example 9am, 5:30pm or 17:30"
_NOON = 12


class Hour(Words):
    """A time of day as people write it; kept as HH:MM."""

    def __init__(self, **options: Any) -> None:
        super().__init__(place=True, **options)

    def clean(self, value: Any) -> str:
        """The time; empty where none was given."""
        typed = str(super().clean(value)).lower().replace(".m.", "m").replace(".", ":")
        found = _HOUR.fullmatch(_NAMED.get(typed, typed))
        if not typed:
            return ""
        if not found or not (found[2] or found[3]):
            raise ValidationError(_AN_HOUR)
        hour, minute = int(found[1]), int(found[2] or 0)
        if found[3]:
            if not 1 <= hour <= _NOON:
                raise ValidationError(_AN_HOUR)
            hour = hour % _NOON + (_NOON if found[3] == "pm" else 0)
        if hour > 23 or minute > 59:  # noqa: PLR2004  (a day's hours and minutes)
            raise ValidationError(_AN_HOUR)
        return f"{hour:02}:{minute:02}"


class Terms(Page):
    """What is said of a way: whether it is safe, when, and how."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    is_safe = One(
        label="Is it safe?",
        help_text="Only what they have said themselves, or somebody who knows. Unknown counts as unsafe.",
        asks="Choose whether it is safe",
        choices=[("yes", "Safe"), ("no", "Not safe"), ("unknown", "Not known")],
    )
    said_by = Words(
        label="Who said so?",
        help_text="For example: they did, at the surgery, alone",
        asks="Enter who said so",
    )
    said_on = Day(
        is_past=True,
        label="When did they say so?",
        help_text="It counts for 30 days from then. For example {example}",
        asks="Enter when they said so",
    )
    when = One(
        label="When is it safe?",
        asks="",
        required=False,
        choices=[(ALWAYS, "At any time"), (SOMETIMES, "On some days or at some hours")],
    )
    days = Many(
        label="On which days?",
        asks="",
        required=False,
        choices=[(str(place), name) for place, name in enumerate(DAYS)],
    )
    begins = Hour(
        label="From", help_text="For example 9am or 17:30", asks="", required=False, most=10
    )
    ends = Hour(
        label="To",
        help_text="12am to 12am is the whole day. It may run past midnight.",
        asks="",
        required=False,
        most=10,
    )
    voicemail = One(
        label="May a message be left?",
        help_text="On voicemail, or with whoever answers",
        asks="",
        required=False,
        choices=[("yes", "Yes"), ("no", "No"), ("unknown", "Not known: leave none")],
    )
    looks = Words(
        label="How must it look?",
        help_text="For post, e-mail or text. For example: plain white envelope, no name of an agency",
        asks="",
        required=False,
        most=500,
    )
    words = Words(
        label="Words to use",
        help_text="For example: say that you are from the dentist. Shown only when it may be used.",
        asks="",
        required=False,
        most=500,
    )

    def clean(self) -> None:
        """What is safe is safe at some time, and somebody has to say when."""
        typed = self.cleaned_data
        if typed.get("is_safe") == "yes" and not typed.get("when") and "when" not in self.errors:
            self.add_error("when", "Choose when it is safe")
        if typed.get("when") == SOMETIMES:
            for name, words in (
                ("days", "Choose at least one day"),
                ("begins", "Enter from when"),
                ("ends", "Enter until when"),
            ):
                if not typed.get(name) and name not in self.errors:
                    self.add_error(name, words)

    def terms(self) -> dict[str, Any]:
        """What is kept: at any time is every day, from midnight to midnight."""
        typed = self.cleaned_data
        kept = {name: typed[name] for name in ("is_safe", "said_by", "voicemail", "looks", "words")}
        kept |= {"days": [], "begins": "", "ends": "", "said_on": typed["said_on"].isoformat()}
        if typed["when"] == ALWAYS:
            kept |= {"days": list(range(len(DAYS))), "begins": "00:00", "ends": "00:00"}
        elif typed["when"] == SOMETIMES:
            kept |= {name: typed[name] for name in ("begins", "ends")}
            kept["days"] = sorted(int(each) for each in typed["days"])
        return kept


class Say(Terms):
    """What somebody says of a way now. What was said before stands there, but not that it is safe.

    Nor the words to use, which are shown only where the way may be used.
    """

    words = Words(
        label="Other words to use",
        help_text="Leave this empty to keep the words that there are",
        asks="",
        required=False,
        most=500,
    )

    @staticmethod
    def before(terms: Mapping[str, Any], *, today: date) -> dict[str, Any]:
        """What the form begins with."""
        first = {name: terms[name] for name in ("begins", "ends", "voicemail", "looks")}
        is_always = (terms["begins"], terms["ends"], len(terms["days"])) == ("00:00", "00:00", 7)
        when = ALWAYS if is_always else SOMETIMES if terms["begins"] else ""
        if is_always:
            first |= {"begins": "", "ends": ""}
        days = [] if is_always else [str(each) for each in terms["days"]]
        return {**first, "when": when, "days": days, "said_on": _boxes(today)}


def _boxes(day: date) -> tuple[str, str, str]:
    return str(day.day), str(day.month), str(day.year)


class Add(Terms):
    """A new way."""

    field_order = ("token", "method", "number", "refuge", "label")

    method = One(label="How?", asks="Choose how they are contacted", choices=[*METHODS.items()])
    number = Words(
        label="Number or address",
        help_text="Kept apart and hidden. It is shown only when it may be used.",
        asks="Enter the number or address",
        most=300,
        place=True,
    )
    refuge = is_refuge()
    label = Words(
        label="What do you call it?",
        help_text="So that you can tell it from others while it is hidden. For example: work mobile. Not the number.",
        asks="Enter what you call it",
        most=60,
    )

    def clean(self) -> None:
        """A name that holds the number would show it."""
        super().clean()
        said = self.cleaned_data.get("refuge") == "yes"
        if is_of_refuge(self.cleaned_data.get("number", ""), said=said and self._is_post()):
            self.add_error("number", NO_REFUGE)
        number = self.cleaned_data.get("number", "")
        for name in ("label", "said_by", "looks"):
            if repeats(number, self.cleaned_data.get(name, "")):
                self.add_error(name, REPEATED)

    def _is_post(self) -> bool:
        return self.cleaned_data.get("method") in ("post", "in-person")

    def terms(self) -> dict[str, Any]:
        """As of any way, with how and what it is called."""
        return super().terms() | {name: self.cleaned_data[name] for name in ("method", "label")}


class Outcome(Page):
    """What came of using a way."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    what = One(
        label="What came of it?",
        asks="Choose what came of it",
        choices=[*OUTCOMES.items()],
        hints={
            "unsafe": "Somebody else answered, they asked not to be contacted so, a message was seen, or anything "
            "like that. It is closed at once, and the teams that share about them are told to ask you."
        },
    )
    words = Words(
        label="What happened?",
        help_text="Needed if it was not safe. Without the number or address.",
        asks="",
        required=False,
        most=1_000,
        area=True,
    )

    def clean(self) -> None:
        """What was unsafe needs words: others must learn from it."""
        if self.cleaned_data.get("what") == "unsafe" and not self.cleaned_data.get("words"):
            self.add_error("words", "Enter what happened")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # what was unsafe is not kept waiting by a question about other places than its own
        self.asks_apart = self.data.get("what") != "unsafe"


class Change(Page):
    """What changed about somebody who is alleged to abuse."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    what = One(label="What changed?", asks="Choose what changed", choices=[*CHANGES.items()])
    words = Words(
        label="What do you know of it?",
        help_text="Since when, from whom, what is still unknown",
        asks="Enter what you know of it",
        most=1_000,
        area=True,
    )


class AnswerAddress(Page):
    """What a second person says to a new address."""

    is_right = One(
        label="Is this where they live now?",
        asks="Choose whether it is right",
        choices=[
            ("yes", "Yes: it takes the place of the earlier one"),
            ("no", "No, or I am not sure"),
        ],
    )
    because = Words(
        label="Why not?", help_text="If it is not right", asks="", required=False, most=1_000, area=True
    )  # fmt: skip

    def clean(self) -> None:
        """Putting things back needs words."""
        if self.cleaned_data.get("is_right") == "no" and not self.cleaned_data.get("because", ""):
            self.add_error("because", "Enter why it is not right")


class Recognise(Page):
    """Which of the team's records is of somebody in a pack."""

    which = One(label="Which record is theirs?", asks="Choose which record is theirs", choices=[])
    because = Words(
        label="Why are you sure?",
        help_text="Needed where fewer than two things that identify a person agree",
        asks="",
        required=False,
        most=1_000,
        area=True,
    )
