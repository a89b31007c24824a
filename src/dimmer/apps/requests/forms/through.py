"""What is asked of whoever asks another team through Dimmer: the questions of a request that is written down."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

import rfc8785
from django import forms

from dimmer.apps.decisions.queries import VICTIM_REQUEST
from dimmer.apps.requests.forms.recording import COUNSELLING, Record
from dimmer.apps.requests.queries import DIMMER
from dimmer.web.fields import Day, Many, One, Page, Words
from dimmer.web.words import label, sentence

_FORMS = ("plain", "public-task", "section-47", "safeguarding-partner", "safeguarding-adults-board")
"""The kinds of request that a team makes of another; the police have one more."""
_AHEAD = timedelta(days=366)
_WEIGH = "Something in it may tell more than was decided. Change the words, or enter why they stay"
_TYPED = (
    *("form", "words", "named", "needed", "why", "law", "threshold", "consent"),
    *("line", "told", "counselling", "approval"),
)


class Ask(Page):
    """What one needs, what for, under which law, and by when. It goes to whoever has what it hangs on."""

    none_stays = True

    token = forms.UUIDField(widget=forms.HiddenInput)
    form = One(
        label="What kind of request is it?", asks="Choose what kind of request it is", choices=[]
    )
    about = Many(
        label="Whom is it about?",
        help_text="Those whom what you shared names: nobody else is named to them by asking",
        asks="Choose whom it is about",
        choices=[],
    )
    words = Words(
        label="What do you ask?",
        help_text="They read this. Do not write what they do not have from you already, nor where anybody is.",
        asks="Enter what you ask",
        most=4_000,
        area=True,
    )
    needed = Words(
        label="What do you need to know?",
        help_text="Point by point, rather than a file",
        asks="Enter what you need to know",
        most=1_000,
        area=True,
    )
    named = Words(
        label="Which pieces or kinds of information?", help_text="Leave empty if you can name none", asks="",
        required=False, most=1_000, area=True,
    )  # fmt: skip
    why = Words(
        label="What for, and why is it necessary?",
        asks="Enter what for, and why it is necessary",
        most=1_000,
        area=True,
    )
    law = Words(label="Under which law or duty do you ask?", asks="Enter the law or the duty")
    threshold = Words(
        label="Which threshold is met?",
        help_text="For example significant harm. Leave empty if there is none",
        asks="",
        required=False,
    )
    consent = One(
        label="Did those whom it is about agree that you ask?",
        asks="Choose what they said",
        choices=[
            ("agreed", "They agreed"),
            ("refused", "They did not agree"),
            ("not-asked", "They were not asked"),
        ],
    )
    due_on = Day(
        label="By when do you need an answer?",
        help_text="For example 27 3 2027",
        asks="Enter by when you need an answer",
    )
    line, told = (
        Record.base_fields["line"],
        Record.base_fields["told"],
    )  # asked of both in the same words
    counselling = One(
        label="Do you ask for counselling or therapy records?",
        asks="Choose whether you ask for counselling records",
        choices=[*COUNSELLING.items()],
        initial="no",
        required=False,
    )
    approval = Words(
        label="Written approval of a senior officer: name, rank, day, reference",
        help_text="Without it nothing of counselling is offered to you",
        asks="",
        required=False,
    )
    looked = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    goes = Words(
        label="If these words stay: why?",
        help_text="It stays with your concern. They do not see it.",
        asks="",
        required=False,
        most=500,
    )

    def __init__(
        self, *args: Any, people: Mapping[str, str], by: Any, today: date, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self._people, self._by, self._today = people, by, today
        self.is_police = by.team.agency.kind == "police"
        codes = [*_FORMS, *([VICTIM_REQUEST] if self.is_police else [])]
        self.offer("form", [(code, sentence(label(code, "request_forms"))) for code in codes])
        self.offer("about", [*people.items()])
        if not people:
            del self.fields["about"]
        if not self.is_police:
            for name in ("line", "told", "counselling", "approval"):
                del self.fields[name]

    def clean_due_on(self) -> date:
        """Not before today, and within a year."""
        day: date = self.cleaned_data["due_on"]
        if not self._today <= day <= self._today + _AHEAD:
            raise forms.ValidationError("{called} must be today or later, and within a year")
        return day

    def of(self, *, asked_on: date) -> dict[str, Any]:
        """What is kept of it, as of a request that is written down; who asks is known to Dimmer."""
        given, team = self.cleaned_data, self._by.team
        said = {name: given.get(name, "") for name in _TYPED}
        return said | {
            "counselling": said["counselling"] or "no",
            "about": [self._people[key] for key in given.get("about", ())],
            "name": self._by.name, "role": self._by.title, "organisation": f"{team.agency.name}, {team.name}",
            "kind": team.agency.kind, "checked": DIMMER, "came": DIMMER, "came_on": asked_on.isoformat(),
        }  # fmt: skip

    @staticmethod
    def initial_of(
        said: Mapping[str, Any], *, due_on: date, people: Mapping[str, str]
    ) -> dict[str, Any]:
        """What was asked before, to be added to."""
        chosen = [key for key, name in people.items() if name in said["about"]]
        day = (str(due_on.day), str(due_on.month), str(due_on.year))
        return {**said, "about": chosen, "due_on": day}

    def is_seen(self, said: Mapping[str, Any], found: Sequence[Any]) -> bool:
        """Whether exactly this was seen as it goes, and said why what was found in it stays; else it is shown."""
        rows = [[each.where, each.words, each.says] for each in found]
        day = self.cleaned_data["due_on"].isoformat()
        stands_for = sha256(rfc8785.dumps([dict(said), day, rows])).hexdigest()
        is_seen = self.cleaned_data["looked"] == stands_for
        if is_seen and (self.cleaned_data["goes"] or not found):
            return True
        self.data = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
        self.data["looked"] = stands_for  # type: ignore[index]
        if found:
            words = "Enter why these words stay, or change them" if is_seen else _WEIGH
            self.add_error("goes", words)
        return False
