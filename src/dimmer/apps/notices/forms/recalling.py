"""What is asked when something is recalled, of whoever had it, and where it may be a breach of personal data."""

from typing import Any

from django import forms

from dimmer.apps.notices.forms.told import Answer
from dimmer.apps.notices.queries import Did, Outcome, Why
from dimmer.web.fields import One, Page, Words


class Recall(Page):
    """Why what a team was given is recalled."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    why = One(label="Why is it recalled?", asks="Choose why it is recalled", choices=Why.choices)
    because = Words(
        label="What happened?",
        help_text="How you know, and what should have been. It is kept with the concern. They do not see it.",
        asks="Enter what happened", most=2_000, area=True,
    )  # fmt: skip


class Recalled(Answer):
    """What was done with something that was recalled, and to whom it went meanwhile."""

    passed = Words(
        label="Who else has it from you?",
        help_text="Their name and organisation, and whether you told them. Leave it empty if nobody has.",
        asks="", required=False, most=500, area=True,
    )  # fmt: skip

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        field: Any = self.fields["did"]
        field.hints = {
            Did.STOPPED: "Every copy, printout and note of it, also what you wrote into your own records",
            Did.KEPT: "Say below under which route, why, and who decided",
        }

    def words(self) -> dict[str, str]:
        """What is kept of it."""
        return {**super().words(), "passed": self.cleaned_data["passed"]}


class Breach(Page):
    """What was decided of a recall that may be a breach of personal data."""

    safety = Words(
        label="What is done to keep everybody safe?",
        help_text="Who could be in danger because of what was read there, whether they know, and what is done now."
        " If nobody could be, how you know.",
        asks="Enter what is done to keep everybody safe", most=2_000, area=True,
    )  # fmt: skip
    outcome = One(
        label="Who is told?", asks="Choose who is told", choices=Outcome.choices,
        hints={
            Outcome.BOTH: "A high risk to the person: tell them without undue delay",
            Outcome.ICO: "A risk to somebody, and not a high one",
            Outcome.NOBODY: "A breach that is unlikely to be a risk to anybody. It is written down all the same",
        },
    )  # fmt: skip
    because = Words(
        label="Why, and what was done?",
        help_text="The likely effects, what was done about them, and the ICO's number for it if there is one. If the"
        " ICO is told after the 72 hours, why it is late.",
        asks="Enter why, and what was done", most=2_000, area=True,
    )  # fmt: skip
