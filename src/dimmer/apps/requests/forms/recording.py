"""What is written down of a request, and the words of each error."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from dimmer import lawbook
from dimmer.apps.requests.queries import DIMMER, PERSON
from dimmer.web.fields import Day, One, Page, Words, codes
from dimmer.web.words import sentence

NO_ASKERS = frozenset({"immigration-enforcement"})
"""Whose requests are not taken here: nothing goes to them through Dimmer."""
CHECKED = {
    "number": "I rang them on a number that I found myself",
    "known": "I know them, and spoke with them",
    "address": "It came from an address that we already had",
    "papers": "I saw papers that say who they are",
    "not": "Not yet",
    "dimmer": "They asked from their own account on Dimmer",
}
CAME = {
    "letter": "By letter",
    "e-mail": "By e-mail",
    "phone": "By telephone",
    "person": "In person",
    "meeting": "At a meeting",
    "served": "Served by a court or a party",
    "dimmer": "Through Dimmer",
}
CONSENT = {
    "agreed": "They say that the person agreed",
    "refused": "They say that the person did not agree",
    "not-asked": "They say that the person was not asked",
    "unsaid": "They say nothing of it",
}
IN_WORDS = {"checked": CHECKED, "came": CAME, "consent": CONSENT}
"""What was chosen, in words, by the field that it was chosen in."""
COUNSELLING = {"no": "No", "yes": "Yes"}
_KIND = "Choose what kind of asker it is"
_MOST_NAMES = 10


def _typed(words: Mapping[str, str]) -> list[tuple[str, str]]:
    """What whoever writes a request down may choose: not that it came through Dimmer."""
    return [(code, said) for code, said in words.items() if code != DIMMER]


def _kinds() -> list[tuple[str, str]]:
    words = lawbook.book().vocabulary.group("agency_kinds")
    # whoever asks for themselves is no agency to be looked for among the agencies
    known = [(code, sentence(words[code])) for code in (PERSON, *words) if code not in NO_ASKERS]
    return [("", "Choose"), *dict(known).items()]


class Record(Page):
    """What was asked, by whom, and what they say of why."""

    field_order = (
        *(
            "token",
            "form",
            "words",
            "about",
            "named",
            "needed",
            "why",
            "law",
            "threshold",
            "consent",
        ),
        *("line", "told", "counselling", "approval"),  # folded on the page, before who asks
    )
    token = forms.UUIDField(widget=forms.HiddenInput)
    form = One(
        label="What kind of request is it?", asks="Choose what kind of request it is",
        choices=codes("request_forms"),
    )  # fmt: skip
    words = Words(
        label="What was asked?", help_text="In their words", asks="Enter what was asked",
        most=4_000, area=True,
    )  # fmt: skip
    about = Words(
        label="Whom is it about?",
        help_text="One name a line. Colleagues who have an interest in one of them do not see this.",
        asks="Enter whom it is about, or that they name nobody",
        most=1_000,
        area=True,
    )
    named = Words(
        label="Which pieces or kinds of information do they name?", help_text="Leave empty if they name none",
        asks="", required=False, most=1_000, area=True,
    )  # fmt: skip
    needed = Words(
        label="What do they need to know?", help_text="As they say it. Leave empty if they do not",
        asks="", required=False, most=1_000, area=True,
    )  # fmt: skip
    why = Words(
        label="What for, and why is it necessary?", help_text="As they say it. Leave empty if they do not",
        asks="", required=False, most=1_000, area=True,
    )  # fmt: skip
    law = Words(
        label="Which law or duty do they rely on?",
        help_text="Of a parent, or of whoever acts for somebody else: what shows that they may, for example a power of"
        " attorney. Leave empty if they name none",
        asks="",
        required=False,
    )
    threshold = Words(
        label="Which threshold do they say is met?",
        help_text="For example significant harm. Leave empty if they name none",
        asks="",
        required=False,
    )
    consent = One(
        label="What do they say of agreement?",
        help_text="What your own records say stands with the concern, and counts",
        asks="Choose what they say of agreement",
        choices=[*CONSENT.items()],
    )
    name = Words(
        label="Who asks?", help_text="Their name", asks="Enter who asks", most=120, place=True
    )
    role = Words(label="Their role", asks="", required=False, most=120, place=True)
    organisation = Words(
        label="Their organisation",
        help_text="Leave empty for somebody who asks for themselves",
        asks="",
        required=False,
        most=120,
        place=True,
    )
    kind = forms.ChoiceField(
        label="What kind of asker is it?",
        help_text="Somebody who asks for themselves, or for their child, stands first",
        choices=_kinds,
        error_messages={"required": _KIND, "invalid_choice": _KIND},
    )
    checked = One(
        label="How was it made sure that it is they?", asks="Choose how it was made sure that it is they",
        choices=_typed(CHECKED),
    )  # fmt: skip
    came = One(label="How did it come?", asks="Choose how it came", choices=_typed(CAME))
    came_on = Day(
        label="When did it come?",
        help_text="For example {example}",
        asks="Enter when it came",
        is_past=True,
    )
    due_on = Day(
        label="By when is it to be answered?",
        help_text="The day that they or the law set, or else one that you set",
        asks="Enter by when it is to be answered",
    )
    line = Words(
        label="The line of enquiry, and why it is necessary and proportionate", asks="", required=False,
        most=1_000, area=True,
    )  # fmt: skip
    told = Words(
        label="How the victim was given notice, or why not", asks="", required=False, most=1_000, area=True
    )  # fmt: skip
    counselling = One(
        label="Do they ask for counselling or therapy records?",
        asks="Choose whether they ask for counselling records",
        choices=[*COUNSELLING.items()],
        initial="no",
        required=False,
    )
    approval = Words(
        label="Written approval of a senior officer: name, rank, day, reference",
        help_text="Without it nothing of counselling is offered. Such records are presumed not to be needed.",
        asks="",
        required=False,
    )

    OF_VICTIM_REQUESTS = ("line", "told", "counselling", "approval")

    def clean_about(self) -> str:
        """Not more names than anybody asks about at once."""
        text: str = self.cleaned_data["about"]
        if len(_names(text)) > _MOST_NAMES:
            raise forms.ValidationError(f"Enter {_MOST_NAMES} names or fewer")
        return text

    def of(self) -> dict[str, Any]:
        """What is kept of it, beside the token and the day."""
        given = self.cleaned_data
        said = {name: given[name] for name in self.fields if name not in ("token", "due_on")}
        said["counselling"] = said["counselling"] or "no"
        return said | {"about": _names(given["about"]), "came_on": given["came_on"].isoformat()}

    @staticmethod
    def initial_of(said: Mapping[str, Any], *, due_on: date) -> dict[str, Any]:
        """What was written before, to be added to."""
        came = date.fromisoformat(said["came_on"])
        days = {
            "came_on": (str(came.day), str(came.month), str(came.year)),
            "due_on": (str(due_on.day), str(due_on.month), str(due_on.year)),
        }
        return {**said, "about": "\n".join(said["about"]), **days}


def _names(text: str) -> list[str]:
    """One name a line."""
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
