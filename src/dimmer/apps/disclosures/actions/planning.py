"""The joint plan: writing it, giving each recipient their part of it, and doing what stands in it.

Each part is sealed as what was shared with its team is: whoever opens that has the plan with it, and nobody else.
"""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.actions import NoReason
from dimmer.apps.concerns.queries import ConcernRead
from dimmer.apps.decisions.actions import start_of
from dimmer.apps.disclosures.models import Disclosure, JointPlan, PlanPart, PlanRead, PlanTask
from dimmer.apps.disclosures.queries import DisclosureRead
from dimmer.apps.disclosures.queries.planning import (
    PlanNow,
    as_values,
    opened_part,
    part_for,
    place_of_plan,
    plan_of,
)
from dimmer.apps.ledger import actions as ledger
from dimmer.apps.vault import actions as vault
from dimmer.apps.vault.models import Kind
from dimmer.apps.vault.queries import RecordKey, key_of
from dimmer.core.plan import Plan, State, Task
from dimmer.database.reader import reading_as_own_team


@transaction.atomic
def write_plan(
    found: ConcernRead,
    *,
    token: UUID,
    plan: Plan,
    covers: Iterable[UUID],
    by: Practitioner,
    at: datetime,
) -> tuple[JointPlan, list[Disclosure]]:
    """Write the plan of a concern anew, and give each who received something what has changed for them. Once a token.

    Call it while the concern is locked; whoever has something new is to be told (`notices.plan`).

    Args:
        token: the id of what is made.
        covers: the teams of which it was asked.

    Raises:
        NoReason: it has no time or nobody to ring; or it is not said why there is none, or none any more.
    """
    made_up = plan.state is State.MADE and not (plan.not_before and plan.ring.strip())
    if made_up or (plan.state is not State.MADE and not plan.because.strip()):
        raise NoReason
    if old := JointPlan.objects.filter(pk=token).first():
        return old, []
    before = plan_of(found)
    row = JointPlan(
        id=token, concern=found.concern, number=before.row.number + 1 if before else 1,
        state=plan.state.value, not_before=plan.not_before if plan.state is State.MADE else None, by=by, at=at,
    )  # fmt: skip
    said = {
        "ring": plan.ring, "learns": plan.learns, "together": plan.together, "because": plan.because,
        "tasks": [
            {"key": each.key, "team": each.team, "phase": each.phase.value, "what": each.what,
             "on": each.on.isoformat()}
            for each in plan.tasks
        ],
        "covers": sorted(str(team) for team in covers),
        "weighed": list(plan.weighed), "goes": plan.goes,
    }  # fmt: skip
    row.sealed = found.key.seal(said, place_of_plan(row))
    row.save(force_insert=True)
    _end(found, _tasks_of(before), plan, at=at)
    own = str(found.concern.team_id)
    if plan.state is State.MADE:
        _owe(found, None, [each for each in plan.tasks if each.team == own], at=at)
    # also what is closed: where it opens again, it opens with the plan as it stands then
    rows = Disclosure.objects.filter(concern=found.concern).select_related("recipient__agency")
    told = [
        made
        for made in rows.defer("sealed").order_by("at", "pk")
        if give_part(made, found, row, key=key_of(made.record, team=found.concern.team_id), at=at)
    ]
    concerns.note(
        found, "plan.written", by=by, at=at, plan=str(row.pk), state=row.state, told=len(told)
    )
    return row, told


def _tasks_of(before: PlanNow | None) -> tuple[Task, ...]:
    return before.plan.tasks if before else ()


def _end(found: ConcernRead, before: Iterable[Task], plan: Plan, *, at: datetime) -> None:
    """What the plan has no more goes from the desks of whoever was to do it; what was done stays done."""
    stays = {each.key for each in plan.tasks} if plan.state is State.MADE else set()
    over = [each for each in before if each.key not in stays]
    rows = PlanTask.objects.filter(concern=found.concern, done_at=None, gone_at=None)
    rows.filter(pk__in=[each.key for each in over]).update(gone_at=at)
    for each in over:
        vault.hide(UUID(each.key), kind=Kind.TASK, team=UUID(each.team))


def _owe(
    found: ConcernRead, made: Disclosure | None, tasks: Iterable[Task], *, at: datetime
) -> None:
    """Put what a team does on its desk, from the day on which it is done.

    Where it stands there already because of something that was shared before, it follows what was shared last, unless
    that is closed to them.
    """
    about = made.pk if made else found.concern.pk
    team = made.recipient_id if made else found.concern.team_id
    for each in tasks:
        row, is_new = PlanTask.objects.get_or_create(
            pk=UUID(each.key),
            defaults={"concern": found.concern, "disclosure": made, "due_on": each.on},
        )
        if is_new:
            _show(row, about=about, team=team, at=at)
        elif made and made.closed_at is None and row.disclosure_id != made.pk:
            _stand_with(row, made, at=at)


def _stand_with(row: PlanTask, made: Disclosure, *, at: datetime) -> None:
    """Let what a team does under a plan be about something else that it received."""
    row.disclosure = made
    row.save(update_fields=["disclosure"])
    vault.hide(row.pk, kind=Kind.TASK, team=made.recipient_id)
    _show(row, about=made.pk, team=made.recipient_id, at=at)


def _show(row: PlanTask, *, about: UUID, team: UUID, at: datetime) -> None:
    if row.done_at is None:
        due_at = max(at, start_of(row.due_on))
        vault.show(row.pk, kind=Kind.TASK, about=about, to=[team], at=due_at)


def stand_with_what_is_open(concern: UUID, *, at: datetime) -> None:
    """Let what teams do under a plan be about something that is open to them, while they have any such thing.

    Part of an act that closes or opens what was shared.
    """
    rows = PlanTask.objects.filter(
        concern=concern, disclosure__closed_at__isnull=False, done_at=None, gone_at=None
    )
    for row in rows.select_related("disclosure"):
        to = row.disclosure.recipient_id if row.disclosure else None
        made = Disclosure.objects.filter(concern=concern, recipient=to, closed_at=None)
        if last := made.defer("sealed").order_by("-at", "-pk").first():
            _stand_with(row, last, at=at)


def give_part(
    made: Disclosure, found: ConcernRead, row: JointPlan, *, key: RecordKey, at: datetime
) -> bool:
    """Give a recipient what the plan has for them, if that is not what they have; whether it was anything new.

    Args:
        key: that of what was shared.
    """
    part = part_for(found, made.recipient)
    last = PlanPart.objects.filter(disclosure=made).order_by("-number").first()
    if part is None or (last is None and part.not_before is None):
        return False
    said = as_values(part)
    if last is not None and said.items() <= opened_part(last, key).items():
        return False
    given = PlanPart(
        plan=row, disclosure=made, number=last.number + 1 if last else 1, not_before=part.not_before, at=at
    )  # fmt: skip
    given.sealed = key.seal(said, place_of_plan(given))
    given.digest = sha256(given.sealed).digest()
    given.entry = ledger.append(
        kind="plan.given",
        at=at,
        facts={
            "disclosure": str(made.pk),
            "part": str(given.pk),
            "to": str(made.recipient_id),
            "sealed": given.digest.hex(),
        },
        record=key.record,
        seal=key.seal,
    )
    given.save(force_insert=True)
    if not made.recipient.agency.is_outside:
        _owe(found, made, part.tasks, at=at)
    return True


def go_with(made: Disclosure, found: ConcernRead, *, key: RecordKey, at: datetime) -> None:
    """Let the plan of a concern go with something that is shared now, if one stands."""
    now = plan_of(found)
    if now is not None and now.stands:
        give_part(made, found, now.row, key=key, at=at)


@transaction.atomic
def keep_to_plan(found: DisclosureRead, *, by: Practitioner, at: datetime) -> None:
    """Say that one keeps to what one has of the plan now. Said twice, it is said once."""
    plan: dict[str, Any] | None = found.pack.get("plan")
    if plan is None:
        return
    with reading_as_own_team(connection):  # behind glass it is not shown to whoever reads it
        Disclosure.objects.select_for_update().only("pk").get(pk=found.disclosure.pk)
    if PlanRead.objects.filter(part=plan["part"], by=by).exists():
        return
    PlanRead.objects.create(part_id=plan["part"], by=by, at=at)
    ledger.append(
        kind="plan.kept-to",
        at=at,
        facts={"part": plan["part"], "by": str(by.pseudonym), "team": str(by.team_id)},
        record=found.key.record,
        seal=found.key.seal,
    )


@transaction.atomic
def do_task(row: PlanTask, *, key: RecordKey, team: UUID, by: Practitioner, at: datetime) -> None:
    """Say that something of the plan was done. Done twice, it is done once.

    Args:
        key: that of the concern, or of what was shared.
        team: the one on whose desk it stands.
    """
    task = PlanTask.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if task.done_at or task.gone_at:
        return
    task.done_by, task.done_at = by, at
    task.save(update_fields=["done_by", "done_at"])
    vault.hide(task.pk, kind=Kind.TASK, team=team)
    ledger.append(
        kind="plan.task-done",
        at=at,
        facts={"task": str(task.pk), "by": str(by.pseudonym), "team": str(by.team_id)},
        record=key.record,
        seal=key.seal,
    )
