"""What is asked when a permission is taken back, of whoever received, and of whom something was given on to."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid5

from django import forms
from django.utils import timezone

from dimmer.apps.concerns.forms import Item
from dimmer.apps.disclosures.forms import Clock
from dimmer.apps.notices.queries import ROUTES, Did, How
from dimmer.core.plan import Phase, Plan, State, Task, in_order
from dimmer.web.fields import Day, Many, One, Page, Words, codes

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
        choices=codes("categories"),
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


class GiveOn(Page):
    """Who else was given it."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    how = One(label="How was it given?", asks="Choose how it was given", choices=How.choices)
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
            self.add_error("to", "Choose a team, or enter who it was and their number at work")


_PHASES = [
    ("before", "Before he may learn of it"),
    ("at", "When he may learn of it"),
    ("after", "Afterwards"),
]
_MOST_TASKS = 6


class JointPlan(Page):
    """Who does what before, when and after the alleged abuser may learn of what is shared; or that none is needed."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    after = forms.IntegerField(widget=forms.HiddenInput)
    state = One(label="Is a plan needed?", asks="Choose whether a plan is needed", choices=[])
    not_before_on = Day(
        label="On which day may something be done at the earliest that he could notice?",
        help_text="For example 27 3 2027",
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
                label="Who does it?", asks="", required=False, choices=[("", "Nobody"), *doers]
            )
            self.fields[f"phase-{number}"] = One(
                label="When?", asks="", required=False, choices=[("", "Choose"), *_PHASES]
            )
            self.fields[f"what-{number}"] = Words(
                label="What do they do?", asks="", required=False, most=500
            )
            self.fields[f"on-{number}"] = Day(
                label="On which day?", asks="", required=False, help_text="For example 27 3 2027"
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
            "who": "Choose who does it",
            "phase": "Choose when it is done",
            "what": "Enter what they do",
            "on": "Enter the day on which they do it",
        }
        if any(self.cleaned_data.get(f"{name}-{number}") for name in asked):
            for name, words in asked.items():
                field = f"{name}-{number}"
                if not self.cleaned_data.get(field) and field not in self.errors:
                    self.add_error(field, words)
        on, first = self.cleaned_data.get(f"on-{number}"), self.cleaned_data.get("not_before_on")
        is_before = self.cleaned_data.get(f"phase-{number}") == Phase.BEFORE.value
        if on and first and on < first and not is_before:
            self.add_error(f"on-{number}", "The day is before the one before which nothing is done")

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
        help_text="Leave empty if no day was agreed. For example 27 3 2027",
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
            self.add_error("look_on", "The day must be in the future")

    def words(self) -> dict[str, str]:
        """What is kept of it; a day in its ISO form."""
        given = self.cleaned_data
        look_on = given["look_on"].isoformat() if given.get("look_on") else ""
        named = ("route", "because", "decided_by", "spoke")
        return {name: given[name] for name in named} | {"look_on": look_on}


class Correct(Item):
    """What a piece should have said, and why it is put right."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    because = Words(
        label="Why is it put right?",
        help_text="What was wrong, and how you know. It is kept with the concern. Recipients do not see it.",
        asks="Enter why it is put right", most=1_000, area=True,
    )  # fmt: skip


class Dispute(Page):
    """What somebody whom a piece is about says against it."""

    keeps_stays = True

    token = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    who = One(
        label="Who says that it is wrong?", asks="Choose who says that it is wrong", choices=[]
    )
    statement = Words(
        label="What do they say, in their words?",
        help_text="As they said it, not as you would put it. Show them nothing of what others said.",
        asks="Enter what they say, in their words", most=2_000, area=True,
    )  # fmt: skip


class PutRight(Page):
    """What was done about a piece that was put right or is disputed."""

    spoke = Words(label="With whom did you speak?", asks="", required=False)
    did = One(
        label="What have you done?", asks="Choose what was done",
        choices=[
            (Did.AMENDED.value, "Our record says so now, and whoever we passed it on to is told"),
            (Did.BESIDE.value, "We keep the old words beside it, and say why below"),
            (Did.NEVER.value, "We never used it"),
        ],
    )  # fmt: skip
    because = Words(
        label="Why do the old words stay beside it?", asks="", required=False, most=1_000, area=True
    )

    def for_others(self) -> None:
        """It is somebody else who did it: whoever is asked spoke with them."""
        self.fields["did"].label = "What have they done?"
        self.is_task = True

    is_task = False

    def clean(self) -> None:
        """Old words that stay need a reason; a task says with whom somebody spoke."""
        given = self.cleaned_data
        if self.is_task and not given.get("spoke"):
            self.add_error("spoke", "Enter with whom you spoke")
        if given.get("did") == Did.BESIDE and not given.get("because"):
            self.add_error("because", "Enter why the old words stay beside it")

    def words(self) -> dict[str, str]:
        """What is kept of it."""
        return {name: self.cleaned_data[name] for name in ("because", "spoke")}
