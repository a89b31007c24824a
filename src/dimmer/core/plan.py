"""A joint plan for when an alleged abuser may learn what was shared: who does what, and what each is given of it.

Rules of this module:
- whoever something was shared with is told before when nothing is to be done, and whom to ring: no more;
- what somebody is to do they alone are told; when he may learn of it and who is with her, whoever does something;
- whoever's papers may come to him is told the time and whom to ring, whatever stands for them in the plan;
- an emergency is held by no plan: nothing here is asked before one is shared or acted on.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum


class Phase(Enum):
    """When something is done: before, at or after the moment at which he may learn of it."""

    BEFORE = "before"
    AT = "at"
    AFTER = "after"


class State(Enum):
    """Whether a plan stands, was called off, or somebody said why none is needed."""

    MADE = "made"
    OFF = "off"
    NONE = "none"


class Change(Enum):
    """What became of a plan, as whoever it concerns is told. `SAME`: it is again as they have read it."""

    MADE = "made"
    FORWARD = "forward"
    PUT_OFF = "put-off"
    OFF = "off"
    OTHER = "other"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Task:
    """What one team does, and on which day. `key` is the same as long as nothing about it changes."""

    key: str
    team: str
    phase: Phase
    what: str
    on: date


@dataclass(frozen=True, slots=True)
class Plan:
    """All of it, which the team whose concern it is alone sees.

    `weighed`: words of it that the leak guard pointed out, each with the team to which they go nevertheless; `goes`
    says why.
    """

    state: State
    not_before: datetime | None = None
    ring: str = ""
    learns: str = ""
    together: str = ""
    tasks: tuple[Task, ...] = ()
    because: str = ""
    weighed: tuple[tuple[str, str], ...] = ()
    goes: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """What one team is given of a plan. Without a time it was called off."""

    not_before: datetime | None
    ring: str
    learns: str = ""
    together: str = ""
    tasks: tuple[Task, ...] = ()


def part_of(plan: Plan, team: str, *, is_wary: bool) -> Part | None:
    """What a team is given of a plan; None where somebody said that none is needed.

    Args:
        is_wary: what the team holds may come to the alleged abuser.
    """
    if plan.state is State.NONE:
        return None
    if plan.state is State.OFF:
        return Part(None, plan.ring)
    tasks = () if is_wary else tuple(task for task in plan.tasks if task.team == team)
    if not tasks:
        return Part(plan.not_before, plan.ring)
    return Part(plan.not_before, plan.ring, plan.learns, plan.together, tasks)


def change(before: Part | None, after: Part) -> Change:
    """What somebody is told that became of a plan, measured against what they have read of it last.

    Args:
        before: None where they have read nothing of one.
    """
    if after.not_before is None:
        return Change.OFF
    if before is None or before.not_before is None:
        return Change.MADE
    if after.not_before < before.not_before:
        return Change.FORWARD
    if after.not_before > before.not_before:
        return Change.PUT_OFF
    return Change.SAME if after == before else Change.OTHER


def in_order(tasks: Iterable[Task]) -> tuple[Task, ...]:
    """By when they are done: before, at, after, and each by its day."""
    order = [*Phase]
    return tuple(sorted(tasks, key=lambda task: (order.index(task.phase), task.on, task.what)))
