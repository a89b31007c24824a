"""What is asked of whoever asks another team through Dimmer: the questions of a request that is written down."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

import rfc8785
from django import forms

from dimmer.apps.requests.forms.recording import COUNSELLING, Record
from dimmer.apps.requests.queries import DIMMER, PLAIN, forms_of, must_name_law
from dimmer.web.fields import Day, Many, One, Page, Words
from dimmer.web.words import label, sentence

_AHEAD = timedelta(days=366)
_WEIGH = "Something in it may tell more than was decided. Change the words, or enter why they stay"
_LAW = "Enter the law or the duty under which you ask, or choose a plain request"
_TYPED = (
    *("form", "words", "named", "needed", "why", "law", "threshold", "consent"),
    *("line", "told", "counselling", "approval"),
)


class Ask(Page):
    """What one needs, why and by when; the law where one demands an answer. It goes to whoever has what it hangs on."""

    none_stays = True

    token = forms.UUIDField(widget=forms.HiddenInput)
    about = Many(
        label="Whom do you ask about?",
        help_text="Those whom what you shared names: nobody else is named to them by asking",
        asks="Choose whom you ask about",
        choices=[],
    )
    words = Words(
        label="What do you need to know?",
        help_text="Question by question, rather than a file. They read this: leave out what they do not have from you"
        " already, and where anybody is.",
        asks="Enter what you need to know",
        most=4_000,
        area=True,
    )
    why = Words(
        label="Why do you need it?",
        help_text="What you will do with it, and what you cannot do without it",
        asks="Enter why you need it",
        most=1_000,
        area=True,
    )
    consent = One(
        label="Did those whom it is about agree that you ask?",
        asks="Choose whether they agreed that you ask",
        choices=[
            ("agreed", "They agreed"),
            ("refused", "They did not agree"),
            ("not-asked", "They were not asked"),
        ],
    )
    due_on = Day(
        label="By when do you need an answer?",
        help_text="For example {example}",
        asks="Enter by when you need an answer",
    )
    form = One(
        label="What kind of request is it?",
        help_text="Most are plain requests. Of the others say below under which law they must answer.",
        asks="Choose what kind of request it is",
        choices=[],
    )
    law = Words(
        label="Under which law or duty do you ask?",
        help_text="Not needed for a plain request. For example Children Act 1989, section 47",
        asks="",
        required=False,
    )
    threshold = Words(
        label="Which threshold is met?",
        help_text="For example significant harm. Leave empty if there is none",
        asks="",
        required=False,
    )
    named = Words(
        label="Is it in certain records or kinds of information?",
        help_text="For example attendance since September. Leave empty if you cannot say",
        asks="", required=False, most=1_000, area=True,
    )  # fmt: skip
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
        before = str((self.initial or {}).get("form", PLAIN))
        codes = dict.fromkeys(
            [*forms_of(by.team.agency.kind), before]
        )  # what was asked before stays
        self.offer("form", [(code, sentence(label(code, "request_forms"))) for code in codes])
        if len(codes) == 1:
            del self.fields["form"]
        self.offer("about", [*people.items()])
        if not people:
            del self.fields["about"]
        if not self.is_police:
            for name in ("line", "told", "counselling", "approval"):
                del self.fields[name]

    def clean(self) -> None:
        """Who asks for an answer that the law demands says which law."""
        given = self.cleaned_data
        owes_law = must_name_law(given.get("form", PLAIN))
        if owes_law and not given.get("law") and "law" not in self.errors:
            self.add_error("law", _LAW)

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
        said["form"] = said["form"] or PLAIN  # where nothing else is offered nobody is asked
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
        """What was asked before, to be added to; what was once asked for in two questions stands in one."""
        words = "\n".join(filter(None, (said["words"], said["needed"])))
        chosen = [key for key, name in people.items() if name in said["about"]]
        day = (str(due_on.day), str(due_on.month), str(due_on.year))
        return {**said, "words": words, "about": chosen, "due_on": day}

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
