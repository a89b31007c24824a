"""The joint plan of a concern: whether one is asked for, all of it for its team, and what each recipient has of it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from dimmer.apps.agencies.models import Agency, Team
from dimmer.apps.concerns.queries import ConcernRead
from dimmer.apps.decisions.models import Decision, Proposal
from dimmer.apps.disclosures.models import (
    Disclosure,
    JointPlan,
    PlanDocument,
    PlanPart,
    PlanRead,
    PlanTask,
)
from dimmer.apps.disclosures.queries.reaching import is_alleged, may_reach
from dimmer.apps.vault import queries as vault
from dimmer.apps.vault.models import Kind
from dimmer.core.plan import Part, Phase, Plan, State, Task, in_order, part_of
from dimmer.database.reader import Reads
from dimmer.web.built_once import built_once


@dataclass(frozen=True, slots=True)
class PlanNow:
    """The plan of a concern as it stands, opened; `covers` are the teams of which it was asked."""

    row: JointPlan
    plan: Plan
    covers: frozenset[str]

    @property
    def stands(self) -> bool:
        """Whether recipients have something of it to keep to."""
        return self.plan.state is State.MADE


def plan_of(found: ConcernRead) -> PlanNow | None:
    """The plan of a concern that the reader has opened; None where nobody wrote one."""
    row = (
        JointPlan.objects.filter(concern=found.concern)
        .select_related("by")
        .order_by("-number")
        .first()
    )
    if row is None:
        return None
    said = json.loads(found.key.unseal(row.sealed, place_of_plan(row)))
    tasks = tuple(
        Task(
            each["key"], each["team"], Phase(each["phase"]), each["what"], date.fromisoformat(each["on"])
        )
        for each in said["tasks"]
    )  # fmt: skip
    plan = Plan(
        State(row.state), row.not_before, said["ring"], said["learns"], said["together"], tasks, said["because"],
        tuple((team, words) for team, words in said.get("weighed", ())), said.get("goes", ""),
    )  # fmt: skip
    return PlanNow(row, plan, frozenset(said["covers"]))


def could_provoke(found: ConcernRead, recipient: Team, *, holder: Agency) -> bool:
    """Whether the alleged abuser may learn of what goes to a recipient, or react to it, as far as anybody said.

    They may where sharing may raise the risk, as a worker answered; and where what the recipient gets may reach them.
    """
    if not any(is_alleged(each) for each in found.people):
        return False
    raises = found.answers.get("risk.sharing_may_increase_risk") is True
    return raises or may_reach(found, recipient, holder=holder)


def asks_for_plan(
    found: ConcernRead, recipient: Team, decision: Decision, *, holder: Agency
) -> bool:
    """Whether somebody has to make a plan before it goes to a recipient, or say why none is needed.

    Never in an emergency.
    """
    if decision.is_emergency or not could_provoke(found, recipient, holder=holder):
        return False
    now = plan_of(found)
    return now is None or str(recipient.pk) not in now.covers


def part_for(found: ConcernRead, recipient: Team) -> Part | None:
    """What a recipient has of the plan of a concern as it stands."""
    now = plan_of(found)
    if now is None:
        return None
    is_wary = may_reach(found, recipient, holder=found.concern.team.agency)
    return part_of(now.plan, str(recipient.pk), is_wary=is_wary)


def own_part(found: ConcernRead, now: PlanNow) -> dict[str, Any]:
    """What the team whose concern it is does itself, as pages show it."""
    part = part_of(now.plan, str(found.concern.team_id), is_wary=False)
    return as_values(part or Part(None, ""))


def as_values(part: Part) -> dict[str, Any]:
    """A part as plain values, as it is sealed and as pages show it."""
    return {
        "not_before": part.not_before.isoformat() if part.not_before else "",
        "ring": part.ring,
        "learns": part.learns,
        "together": part.together,
        "tasks": [
            {
                "key": each.key,
                "phase": each.phase.value,
                "what": each.what,
                "on": each.on.isoformat(),
            }
            for each in in_order(part.tasks)
        ],
    }


def part_in(said: Mapping[str, Any], team: str) -> Part:
    """The same, out of plain values."""
    return Part(
        datetime.fromisoformat(said["not_before"]) if said["not_before"] else None,
        said["ring"], said["learns"], said["together"],
        tuple(
            Task(each["key"], team, Phase(each["phase"]), each["what"], date.fromisoformat(each["on"]))
            for each in said["tasks"]
        ),
    )  # fmt: skip


def parts_of(made: Disclosure, key: vault.RecordKey) -> list[tuple[PlanPart, Part]]:
    """All that whoever received something ever had of the plan, the newest first."""
    rows = PlanPart.objects.filter(disclosure=made).order_by("-number")
    return [(row, part_in(opened_part(row, key), str(made.recipient_id))) for row in rows]


def reads_of(parts: Iterable[PlanPart]) -> frozenset[UUID]:
    """Those of these parts that somebody who received them said they keep to."""
    rows = PlanRead.objects.filter(part__in=list(parts))
    return frozenset(rows.values_list("part", flat=True))


def plan_in(made: Disclosure, key: vault.RecordKey) -> dict[str, Any] | None:
    """What whoever received something has of the plan now, with the `part` that says so; None where there is none."""
    row = next(iter(_last(made=made.pk)), None)
    return opened_part(row, key) if row else None


def opened_part(row: PlanPart, key: vault.RecordKey) -> dict[str, Any]:
    """A part of a plan, with its id and whether it is the first that they had."""
    said: dict[str, Any] = json.loads(key.unseal(row.sealed, place_of_plan(row)))
    return said | {"part": str(row.pk), "at": row.at.isoformat(), "is_first": row.number == 1}


@built_once
def _last(made: Any) -> QuerySet[PlanPart]:
    return PlanPart.objects.filter(disclosure=made).order_by("-number")[:1]


def keeps_to(plan: Mapping[str, Any] | None, *, reader: Reads) -> bool:
    """Whether the reader has said that they keep to what they have of a plan; there may be none."""
    return plan is None or PlanRead.objects.filter(part=plan["part"], by=reader.pk).exists()


@dataclass(frozen=True, slots=True)
class Given:
    """One recipient on the page of a plan: what they have of it, and who said that they keep to it."""

    recipient: Team
    part: Mapping[str, Any]
    reads: tuple[PlanRead, ...]


def parts_given(found: ConcernRead) -> list[Given]:
    """What each recipient of a concern has of its plan now, oldest shared first; for the team that shared it.

    Several things may have been shared with one recipient: a team has one part of a plan, which came with each of them.
    """
    rows = Disclosure.objects.filter(concern=found.concern, closed_at=None).defer("sealed")
    parts = (
        PlanPart.objects.filter(disclosure__in=rows).order_by("disclosure", "-number").distinct("disclosure")
    )  # fmt: skip
    by_disclosure = {row.disclosure_id: row for row in parts}
    reads: dict[UUID, list[PlanRead]] = {}
    for read in (
        PlanRead.objects.filter(part__in=by_disclosure.values()).select_related("by").order_by("at")
    ):
        reads.setdefault(read.part_id, []).append(read)
    shared: dict[UUID, list[Disclosure]] = {}
    for made in (
        rows.filter(pk__in=by_disclosure).select_related("recipient__agency").order_by("at", "pk")
    ):
        shared.setdefault(made.recipient_id, []).append(made)
    return [
        Given(
            all_of[-1].recipient,
            opened_part(
                by_disclosure[all_of[-1].pk],
                vault.key_of(all_of[-1].record, team=found.concern.team_id),
            ),
            tuple(read for made in all_of for read in reads.get(by_disclosure[made.pk].pk, ())),
        )
        for all_of in shared.values()
    ]


def done_of(found: ConcernRead) -> dict[str, PlanTask]:
    """What was done of what stands in the plan of a concern, by the key of the task."""
    rows = PlanTask.objects.filter(concern=found.concern, done_at__isnull=False)
    return {str(row.pk): row for row in rows.select_related("done_by__team__agency")}


def teams_in(found: ConcernRead) -> list[Team]:
    """Whom a plan is asked of: every team that something of the concern is decided or was shared for."""
    rows = Proposal.objects.filter(concern=found.concern).select_related("recipient__agency")
    teams = {row.recipient_id: row.recipient for row in rows.order_by("moved_at", "pk")}
    return list(teams.values())


def doers_in(found: ConcernRead) -> list[Team]:
    """Who may be given something to do: one's own team, and recipients on the service that keep it from him."""
    own = found.concern.team
    return [
        own,
        *(
            team
            for team in teams_in(found)
            if team.pk != own.pk
            and not team.agency.is_outside
            and not may_reach(found, team, holder=own.agency)
        ),
    ]


def tasks_waiting(*, reader: Reads, until: datetime) -> list[PlanTask]:
    """What the reader's team is to do under a plan, soonest first."""
    return [row for row in _tasks(reader=reader.pk) if row.due_on <= until.date()]


@built_once
def _tasks(reader: Any) -> QuerySet[PlanTask]:
    shown = vault.things(kind=Kind.TASK, reader=reader)
    rows = PlanTask.objects.filter(
        Q(disclosure=None) | Q(disclosure__closed_at=None),
        vault.is_of("pk", shown), done_at=None, gone_at=None,
    )  # fmt: skip
    return rows.select_related("concern").order_by("due_on", "pk")[: vault.PAGE]


def task_of(pk: UUID) -> PlanTask | None:
    """A task by its id; what it is stands in what it belongs to, which says whether the reader may know."""
    return PlanTask.objects.filter(pk=pk).select_related("done_by", "concern").first()


def place_of_plan(row: JointPlan | PlanPart | PlanDocument) -> str:
    """What a sealed row of a plan is bound to."""
    return f"{type(row).__name__.lower()}:{row.pk}"
