"""A reporter's concern goes to the manager, who takes it up or declines it; past a silent one to the lead."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction

from dimmer.apps.agencies.models import Practitioner, Team
from dimmer.apps.agencies.queries import lead_team_of
from dimmer.apps.concerns.actions.writing import NoReason, NotNow, note
from dimmer.apps.concerns.models import Concern, Report, Step
from dimmer.apps.concerns.queries import ConcernRead, concern, place_of
from dimmer.apps.ledger import actions as ledger
from dimmer.apps.vault import actions as vault
from dimmer.apps.vault.models import Kind
from dimmer.database.reader import reading_as_own_team


@transaction.atomic
def report(found: ConcernRead, *, by: Practitioner, within: timedelta, at: datetime) -> None:
    """A reporter's concern goes to the team's manager, who answers within the agreed time."""
    with reading_as_own_team(connection):  # who writes of a relative is kept off by now
        moved = Concern.objects.filter(pk=found.concern.pk, step=Step.DRAFT).update(
            step=Step.REPORTED, raised_at=at
        )
        if moved:
            Report.objects.create(concern=found.concern, due_at=at + within)
    if moved:
        vault.show(
            found.concern.pk,
            kind=Kind.REPORT,
            about=found.concern.pk,
            to=[by.team_id],
            at=at + within,
        )
        note(found, "concern.reported", by=by, at=at)


@transaction.atomic
def answer_report(
    found: ConcernRead, *, by: Practitioner, is_taken_up: bool, because: str, at: datetime
) -> None:
    """A manager takes a report up, or declines it: a recorded decision with reasons either way.

    Raises:
        NoReason: it is declined without reasons.
        NotNow: it has been answered already, or it is one's own (from before one was a manager).
    """
    if not is_taken_up and not because.strip():
        raise NoReason
    row = Report.objects.select_for_update().get(pk=found.concern.pk)
    if row.answered_at or found.concern.raised_by_id == by.pk:
        raise NotNow("answered already, or one's own")
    row.answered_by, row.answered_at, row.is_taken_up = by, at, is_taken_up
    row.sealed = found.key.seal({"because": because}, place_of(row))
    row.save()
    after = Step.OPEN if is_taken_up else Step.DECLINED
    Concern.objects.filter(pk=found.concern.pk).update(step=after)
    vault.hide(found.concern.pk, kind=Kind.REPORT, team=by.team_id)
    note(found, "report.taken-up" if is_taken_up else "report.declined", by=by, at=at)


@transaction.atomic
def escalate(report_id: UUID, *, owner: Team, at: datetime) -> bool:
    """Past a silent manager: let the lead's team see the report. Safe to run twice; True if it went up.

    The database must be reading as `owner`, the team that holds the concern.
    """
    rows = Report.objects.select_for_update(skip_locked=True, of=("self",))
    row = rows.filter(pk=report_id, answered_at=None, escalated_at=None, due_at__lte=at).first()
    lead = lead_team_of(owner.agency_id)
    if row is None or lead is None:
        return False
    found = concern(report_id, reader=owner)
    vault.grant(found.key, to=[lead.pk], at=at)
    vault.show(report_id, kind=Kind.CONCERN, about=report_id, to=[lead.pk], at=at)
    vault.show(report_id, kind=Kind.REPORT, about=report_id, to=[lead.pk], at=row.due_at)
    row.escalated_at = at
    row.save(update_fields=["escalated_at"])
    ledger.append(
        kind="report.escalated",
        at=at,
        facts={"concern": str(report_id), "to": str(lead.pk)},
        record=found.key.record,
        seal=found.key.seal,
    )
    return True
