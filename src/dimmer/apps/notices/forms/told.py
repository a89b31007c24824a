"""What is asked when a permission is taken back, of whoever received, and of whom something was given on to."""

from typing import Any

from django import forms
from django.utils import timezone

from dimmer.apps.notices.queries import ROUTES, Did, How
from dimmer.web.fields import Day, Many, One, Page, Words, codes_sorted

EXPLAINED = {
    "right": "That they can take it back at any time, and need give no reason",
    "impact": "What it means for the help that they get",
}
_YES_NO = [("yes", "Yes"), ("no", "No"), ("unsure", "I do not know")]


class Withdraw(Page):
    """Somebody takes back what they agreed to."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    identity = Words(
        label="How did you check that it is them?",
        help_text="For example: you know them, you rang the number that is safe, they answered what only they know",
        asks="Enter how you checked that it is them", most=500, area=True,
    )  # fmt: skip
    is_alone = One(
        label="Were they alone when they said so?",
        asks="Choose whether they were alone",
        choices=_YES_NO,
    )
    coercion = One(
        label="Could somebody be making them say it?",
        asks="Choose whether somebody could be making them say it",
        choices=_YES_NO,
        hints={
            "yes": "It holds all the same. What kept them safe comes back to you today, to be decided without it."
        },
    )
    explained = Many(
        label="What did you explain?", asks="", choices=[*EXPLAINED.items()], required=False
    )
    words = Words(
        label="What did they say, in their words?", asks="", required=False, most=1_000, area=True
    )
    what = One(
        label="What do they take back?", asks="Choose what they take back",
        choices=[("all", "All that they agreed to here"), ("some", "Some of it")],
    )  # fmt: skip
    recipients = Many(label="For which agencies?", asks="", choices=[], required=False)
    categories = Many(
        label="For which kinds of information?",
        asks="",
        choices=codes_sorted("categories"),
        required=False,
    )

    def clean(self) -> None:
        """Some of it says of what."""
        given = self.cleaned_data
        if given.get("what") == "some" and not (given.get("recipients") or given.get("categories")):
            self.add_error("what", "Choose agencies or kinds of information below, or all of it")

    def for_one_sharer(self) -> None:
        """Of whoever is alleged to abuse nothing is asked that would say who else there is."""
        for name in ("recipients", "categories"):
            del self.fields[name]
        self.offer("what", [("all", "All that they agreed to here")])

    def scope(self) -> dict[str, Any]:
        """What it is about: None is everything."""
        names = {}
        for name in ("recipients", "categories"):
            chosen = self.cleaned_data.get(name) or []
            is_some = self.cleaned_data["what"] == "some" and chosen
            names[name] = frozenset(chosen) if is_some else None
        return names


class ToWhom(Page):
    """Somebody to whom something goes on: a team, or whoever they are and a number at work."""

    to = One(
        label="To which team?", asks="", required=False, choices=[],
        help_text="Leave this empty if they are not on the service",
    )  # fmt: skip
    who = Words(
        label="If they are not on the service: who?", help_text="Their name and their organisation", asks="",
        required=False,
    )  # fmt: skip
    phone = Words(
        label="On which number are they at work?", asks="", required=False, most=40, place=True
    )

    def clean(self) -> None:
        """Somebody who can be told."""
        given = self.cleaned_data
        if not given.get("to") and not (given.get("who") and given.get("phone")):
            self.add_error("to", "Choose a team, or enter who it is and their number at work")


class GiveOn(ToWhom):
    """Who else was given it."""

    field_order = ("token", "how")

    token = forms.UUIDField(widget=forms.HiddenInput)
    how = One(label="How was it given?", asks="Choose how it was given", choices=How.choices)
    pieces = Many(
        label="Which of it were they given?", asks="Choose which of it", choices=[], required=False
    )
    with_files = Many(
        label="Which of its files?", help_text="None, where they got no file", asks="", choices=[],
        required=False,
    )  # fmt: skip

    def clean(self) -> None:
        """Somebody who can be told, and at least one piece where there are any."""
        super().clean()
        if self.fields["pieces"].choices and not self.cleaned_data.get("pieces"):  # type: ignore[attr-defined]
            self.add_error("pieces", "Choose which of it")


class Darker(Page):
    """What a team has of a concern from now on: less than it had."""

    keeps_stays = True

    token = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    light = One(
        label="How much do they see from now on?", asks="Choose how much they see", choices=[]
    )
    items = Many(
        label="Which of what they have do they keep?",
        help_text="Only what was shared with them is listed. A dimmer light may hide some of it all the same.",
        asks="", required=False, choices=[],
    )  # fmt: skip
    because = Words(
        label="Why do they need less?",
        help_text="It is kept with the concern. They do not see it.",
        asks="Enter why they need less", most=2_000, area=True,
    )  # fmt: skip

    def reason(self) -> str:
        """Why they need less; and where whereabouts stay in that, why."""
        because: str = self.cleaned_data["because"]
        return f"{because}\nWhy the whereabouts stay here: {self.stays}" if self.stays else because


class Answer(Page):
    """What was done about it."""

    spoke = Words(label="With whom did you speak?", asks="", required=False)
    did = One(
        label="What have you done?", asks="Choose what was done",
        choices=[(code.value, code.label) for code in (Did.STOPPED, Did.KEPT, Did.NEVER)],
        hints={
            Did.STOPPED: "It opens for your team no more",
            Did.KEPT: "Say below which route, why, and who decided. It opens again for your team.",
            Did.NEVER: "It opens for your team no more",
        },
    )  # fmt: skip
    route = One(
        label="Under which route do you keep it?",
        asks="",
        required=False,
        choices=[*ROUTES.items()],
    )
    because = Words(label="Why?", asks="", required=False, most=1_000, area=True)
    decided_by = Words(
        label="Who decided that?", help_text="Their name and role", asks="", required=False
    )

    look_on = Day(
        label="When do you look at it again?",
        help_text="Leave empty if no day was agreed. For example {example}",
        asks="",
        required=False,
    )

    def for_others(self) -> None:
        """It is somebody else who did it: whoever is asked spoke with them."""
        self.fields["did"].label = "What have they done?"
        field: Any = self.fields["did"]
        field.hints = {}
        self.is_task = True

    def for_less(self) -> None:
        """What was received was replaced by less, and opens no more whatever is answered."""
        field: Any = self.fields["did"]
        field.hints = {
            Did.STOPPED: "What you wrote down or passed on of it, too",
            Did.KEPT: "What you wrote down or acted on. Say below under which route, why, and who decided.",
        }

    is_task = False

    def clean(self) -> None:
        """What is kept says under what, why and who decided; a task says with whom somebody spoke."""
        given = self.cleaned_data
        if self.is_task and not given.get("spoke"):
            self.add_error("spoke", "Enter with whom you spoke")
        if given.get("did") != Did.KEPT:
            return
        needed = {
            "route": "Choose under which route it is kept",
            "because": "Enter why it is kept",
            "decided_by": "Enter who decided that",
        }
        for name, words in needed.items():
            if not given.get(name):
                self.add_error(name, words)
        if given.get("look_on") and given["look_on"] <= timezone.localdate():
            self.add_error("look_on", "{called} must be in the future")

    def words(self) -> dict[str, str]:
        """What is kept of it; a day in its ISO form."""
        given = self.cleaned_data
        look_on = given["look_on"].isoformat() if given.get("look_on") else ""
        named = ("route", "because", "decided_by", "spoke")
        return {name: given[name] for name in named} | {"look_on": look_on}
