"""A joint plan is written anew: whoever it changes something for is told, and says that they have read it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Max

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.actions import NotNow
from dimmer.apps.concerns.models import Concern
from dimmer.apps.concerns.queries import ConcernRead
from dimmer.apps.disclosures import actions as disclosures
from dimmer.apps.disclosures.models import Disclosure, JointPlan
from dimmer.apps.disclosures.queries import parts_of, plan_of, reads_of, teams_in
from dimmer.apps.notices.actions.reaching import hide_everywhere
from dimmer.apps.notices.actions.withdrawing import held, tell
from dimmer.apps.notices.models import Cause, Notice, What
from dimmer.apps.notices.queries import place_of
from dimmer.apps.vault import actions as vault
from dimmer.apps.vault.queries import key_of
from dimmer.core.plan import Change, Plan, change


@transaction.atomic
def plan(
    found: ConcernRead,
    *,
    token: UUID,
    plan: Plan,
    after: int,
    within: timedelta,
    by: Practitioner,
    at: datetime,
) -> JointPlan:
    """Write the plan of a concern, and tell each recipient for whom something of it is new. The same token once.

    At commit what was shared shows it. What nobody has answered of an earlier plan is asked no more.

    Args:
        token: the id of what is made.
        after: the number of the plan that they saw; nought where there was none.
        within: how long recipients have to say that they have read it; who still had to for an earlier one, no longer.

    Raises:
        NoReason: it has no time or nobody to ring; or it is not said why there is none, or none any more.
        NotNow: by somebody of another team than the one whose concern it is, or a colleague wrote another meanwhile.
    """
    if by.team_id != found.concern.team_id:
        raise NotNow("only the team whose concern it is")
    current, _ = held(found)
    if old := JointPlan.objects.filter(pk=token).first():
        return old
    before = plan_of(found)
    if (before.row.number if before else 0) != after:
        raise NotNow("a colleague wrote another plan meanwhile")
    covers = [team.pk for team in teams_in(found)]
    row, given = disclosures.write_plan(found, token=token, plan=plan, covers=covers, by=by, at=at)
    told = [
        made for made in given if made.closed_at is None
    ]  # who has nothing of it learns of no plan
    if not told:
        return row
    due = _asked_no_more(current, told, at=at)
    by_change: dict[Change, list[Disclosure]] = {}
    for made in told:
        by_change.setdefault(_became(made, found), []).append(made)
    for number, (became, those) in enumerate(by_change.items()):
        key = vault.new_record(readers=[current.team_id], at=at)
        cause = Cause(
            id=uuid5(token, became.value) if number else token, team_id=current.team_id, concern=current,
            what=What.PLAN, by=by, at=at, record=key.record,
        )  # fmt: skip
        common = {
            "change": became.value,
            "not_before": row.not_before.isoformat() if row.not_before else "",
            "ring": plan.ring,
        }
        cause.sealed = found.key.seal({"plan": str(row.pk)}, place_of(cause))
        cause.told = key.seal(
            {"name": "", "reference": current.reference, "plan": common}, place_of(cause, "told")
        )
        cause.save(force_insert=True)
        for by_then in {due.get(made.pk, at + within) for made in those}:
            some = [made for made in those if due.get(made.pk, at + within) == by_then]
            tell(cause, some, set(), due_at=by_then)
        concerns.note(found, "plan.told", by=by, at=at, cause=str(cause.pk), told=len(those))
    return row


def _asked_no_more(
    current: Concern, told: Iterable[Disclosure], *, at: datetime
) -> dict[UUID, datetime]:
    """Take back what nobody has answered of an earlier plan; by when they had to, which stays so for the new one."""
    due: dict[UUID, datetime] = {}
    for each in (
        Notice.objects.select_for_update(of=("self",))
        .filter(cause__concern=current, cause__what=What.PLAN, did_at=None, gone_at=None)
        .filter(disclosure__in=[made.pk for made in told])
        .select_related("team", "sender")
        .order_by("number")
    ):
        each.gone_at = at
        each.save(update_fields=["gone_at"])
        hide_everywhere(each)
        due[each.disclosure_id] = each.due_at
    return due


def _became(made: Disclosure, found: ConcernRead) -> Change:
    """What a recipient is told that became of the plan: measured against what they have read, not what was written."""
    parts = parts_of(made, key_of(made.record, team=found.concern.team_id))
    (_, now), *earlier = parts
    kept_to = reads_of(row for row, _ in earlier)
    answered = Notice.objects.filter(
        disclosure=made, cause__what=What.PLAN, did_at__isnull=False
    ).aggregate(last=Max("cause__at"))["last"]
    is_outside = made.recipient.agency.is_outside  # they keep to nothing here: they read what went
    read = (
        part
        for row, part in earlier
        if row.pk in kept_to
        or (answered and row.at <= answered)
        or (is_outside and row.at <= made.at)
    )
    return change(next(read, None), now)
