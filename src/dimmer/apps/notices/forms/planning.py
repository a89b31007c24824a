"""What is asked of a joint plan, and of whoever reads that it changed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import uuid5

import rfc8785
from django import forms
from django.utils import timezone

from dimmer.apps.disclosures.forms import Clock
from dimmer.apps.disclosures.queries import InPlan
from dimmer.core.plan import Phase, Plan, State, Task, in_order
from dimmer.web.fields import Day, One, Page, Words

_PHASES = [
    ("before", "Before the alleged abuser may learn of it"),
    ("at", "When the alleged abuser may learn of it"),
    ("after", "Afterwards"),
]
_MOST_TASKS = 6
_WEIGH = (
    "Something in the plan may tell more than was decided. Change the words, or enter why they stay"
)


class JointPlan(Page):
    """Who does what before, when and after the alleged abuser may learn of what is shared; or that none is needed."""

    none_stays = True

    token = forms.UUIDField(widget=forms.HiddenInput)
    after = forms.IntegerField(widget=forms.HiddenInput)
    state = One(label="Is a plan needed?", asks="Choose whether a plan is needed", choices=[])
    not_before_on = Day(
        label="On which day may something be done at the earliest that the alleged abuser could notice?",
        help_text="For example {example}",
        asks="",
        required=False,
    )
    not_before_time = Clock(
        label="At what time?", help_text="For example 3:05pm", required=False, max_length=10
    )
    ring = Words(
        label="Whom do they ring about the plan?",
        help_text="A name. Everybody who receives something reads this.",
        asks="", required=False,
    )  # fmt: skip
    phone = Words(
        label="On which number are they at work?", asks="", required=False, most=40, place=True
    )
    learns = Words(
        label="When may the alleged abuser learn of it, and how?",
        help_text="Only whoever does something under the plan reads this",
        asks="", required=False, most=500, area=True,
    )  # fmt: skip
    together = Words(
        label="Who is with whoever is at risk then?",
        help_text="Not where: that stands nowhere in a plan. Only whoever does something under it reads this.",
        asks="", required=False, most=500, area=True,
    )  # fmt: skip
    looked = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    goes = Words(
        label="If these words stay: why?",
        help_text="It stays with the concern. Recipients do not see it.",
        asks="", required=False, most=500,
    )  # fmt: skip
    because = Words(
        label="If no plan is needed, or no longer: why?",
        help_text="It stays with the concern. Recipients do not see it.",
        asks="", required=False, most=1_000, area=True,
    )  # fmt: skip

    def __init__(
        self, *args: Any, doers: list[tuple[str, str]], stands: bool, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        ends = ("off", "No longer: it is off") if stands else ("none", "No")
        self.offer("state", [("made", "Yes"), ends])
        for number in range(1, _MOST_TASKS + 1):
            self.fields[f"who-{number}"] = One(
                label=f"Task {number}: who does it?",
                asks="",
                required=False,
                choices=[("", "Nobody"), *doers],
            )
            self.fields[f"phase-{number}"] = One(
                label=f"Task {number}: when?",
                asks="",
                required=False,
                choices=[("", "Choose"), *_PHASES],
            )
            self.fields[f"what-{number}"] = Words(
                label=f"Task {number}: what do they do?", asks="", required=False, most=500
            )
            self.fields[f"on-{number}"] = Day(
                label=f"Task {number}: on which day?",
                asks="",
                required=False,
                help_text="For example {example}",
            )

    def clean(self) -> None:
        """A plan has a time, whom to ring, when he may learn of it, who is with her, and what somebody does."""
        given = self.cleaned_data
        if given.get("state") in ("off", "none"):
            if not given.get("because"):
                self.add_error("because", "Enter why no plan is needed, or no longer")
            return
        needed = {
            "not_before_on": "Enter the day before which nothing is done",
            "not_before_time": "Enter the time before which nothing is done",
            "ring": "Enter whom they ring",
            "phone": "Enter the number on which they are at work",
            "learns": "Enter when the alleged abuser may learn of it, as far as you can say",
            "together": "Enter who is with whoever is at risk, or that nobody is",
        }
        for name, words in needed.items():
            if not given.get(name) and name not in self.errors:
                self.add_error(name, words)
        for number in range(1, _MOST_TASKS + 1):
            self._one_task(number)
        if not self.errors and not self._tasks({}):
            self.add_error("who-1", "Enter at least one thing that somebody does")

    def _one_task(self, number: int) -> None:
        asked = {
            "who": f"Task {number}: choose who does it",
            "phase": f"Task {number}: choose when it is done",
            "what": f"Task {number}: enter what they do",
            "on": f"Task {number}: enter the day on which they do it",
        }
        if any(self.cleaned_data.get(f"{name}-{number}") for name in asked):
            for name, words in asked.items():
                field = f"{name}-{number}"
                if not self.cleaned_data.get(field) and field not in self.errors:
                    self.add_error(field, words)
        on, first = self.cleaned_data.get(f"on-{number}"), self.cleaned_data.get("not_before_on")
        is_before = self.cleaned_data.get(f"phase-{number}") == Phase.BEFORE.value
        if on and first and on < first and not is_before:
            self.add_error(
                f"on-{number}", "{called} is before the day before which nothing is done"
            )

    def _tasks(self, known: Mapping[tuple[Any, ...], str]) -> list[Task]:
        given, tasks = self.cleaned_data, dict[str, Task]()
        for number in range(1, _MOST_TASKS + 1):
            what = given.get(f"what-{number}")
            if what:
                team, phase, on = (given[f"{name}-{number}"] for name in ("who", "phase", "on"))
                each = (team, Phase(phase), what, on)
                key = known.get(each) or str(uuid5(given["token"], f"{team} {phase} {on} {what}"))
                tasks[key] = Task(key, *each)
        return list(tasks.values())

    def plan(self, before: Plan | None) -> Plan:
        """What was typed. What stood in the plan before, and stands in it unchanged, stays the same task."""
        given, state = self.cleaned_data, State(self.cleaned_data["state"])
        if state is not State.MADE:
            return Plan(state, ring=before.ring if before else "", because=given["because"])
        day = given["not_before_on"]
        at = datetime(day.year, day.month, day.day, *given["not_before_time"])  # noqa: DTZ001  (made aware here)
        tasks = before.tasks if before and before.state is State.MADE else ()
        known = {(each.team, each.phase, each.what, each.on): each.key for each in tasks}
        return Plan(
            state, timezone.make_aware(at), f"{given['ring']}, {given['phone']}", given["learns"], given["together"],
            in_order(self._tasks(known)),
        )  # fmt: skip

    def weigh(self, found: Sequence[InPlan]) -> bool:
        """Whether the plan goes as it is: nothing was found, or exactly this was seen and it is said why it stays."""
        said = [[each.where, each.says, *map(list, each.weighed)] for each in found]
        stands_for = sha256(rfc8785.dumps(said)).hexdigest()
        if not found:
            return True
        seen = self.cleaned_data["looked"] == stands_for
        if not (seen and self.cleaned_data["goes"]):
            self.data = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
            self.data["looked"] = stands_for  # type: ignore[index]
            self.add_error(
                "goes", _WEIGH if not seen else "Enter why these words stay, or change them"
            )
            return False
        return True

    def weighed(self, plan: Plan, found: Sequence[InPlan], before: Plan | None) -> Plan:
        """The plan with what was weighed of it, now and before."""
        if plan.state is not State.MADE:
            return plan
        pairs = [
            *(before.weighed if before else ()),
            *(row for each in found for row in each.weighed),
        ]
        why = [before.goes if before else "", self.cleaned_data["goes"] if found else ""]
        return replace(
            plan, weighed=tuple(dict.fromkeys(pairs)), goes="\n".join(each for each in why if each)
        )

    def rows(self) -> list[tuple[Any, ...]]:
        """The questions about each thing that is done, for the page."""
        names = ("who", "phase", "what", "on")
        return [
            tuple(self[f"{name}-{number}"] for name in names)
            for number in range(1, _MOST_TASKS + 1)
        ]


def ring_typed(ring: str) -> dict[str, str]:
    """Whom to ring and the number, as they would have been typed."""
    name, _, phone = ring.rpartition(", ")
    return {"ring": name, "phone": phone}


def as_typed(plan: Plan) -> dict[str, Any]:
    """A plan as it would have been typed, to be changed."""
    at = timezone.localtime(plan.not_before) if plan.not_before else None
    first: dict[str, Any] = {
        "state": plan.state.value,
        **ring_typed(plan.ring),
        "learns": plan.learns,
        "together": plan.together,
        "because": plan.because,
    }
    if at:
        first["not_before_on"] = (str(at.day), str(at.month), str(at.year))
        first["not_before_time"] = f"{at:%H:%M}"
    for number, task in enumerate(plan.tasks, 1):
        first[f"who-{number}"], first[f"phase-{number}"] = task.team, task.phase.value
        first[f"what-{number}"] = task.what
        first[f"on-{number}"] = (str(task.on.day), str(task.on.month), str(task.on.year))
    return first


class PlanRead(Page):
    """A recipient says that they have read what changed of a plan; or whoever rang them, with whom they spoke."""

    spoke = Words(label="With whom did you speak?", asks="Enter with whom you spoke")
