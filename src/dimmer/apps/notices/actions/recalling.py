"""Recalling what a team was given of a concern; and what was decided where that may be a breach of personal data.

Rules of this module: one transaction, in which the concern is locked before its proposals and those before what was
shared; the recipient's key goes for good and nothing comes in its place; the notice says neither why nor about whom.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.agencies.queries import lead_team_of
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.actions import NoReason, NotNow
from dimmer.apps.concerns.models import Concern
from dimmer.apps.concerns.queries import ConcernRead
from dimmer.apps.disclosures import actions as disclosures
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.notices.actions.reaching import close_for_good, hide_everywhere
from dimmer.apps.notices.actions.withdrawing import come_back, held, tell
from dimmer.apps.notices.models import MAY_BE_BREACH, Breach, Cause, Notice, Outcome, What, Why
from dimmer.apps.notices.queries import (
    BREACH_WITHIN,
    had_by,
    known_of,
    place_of,
    place_of_breach,
)
from dimmer.apps.travels import actions as travels
from dimmer.apps.travels.queries import travels as travels_of
from dimmer.apps.vault import actions as vault
from dimmer.apps.vault.models import Kind


@transaction.atomic
def recall(
    found: ConcernRead,
    *,
    disclosure: UUID,
    token: UUID,
    why: Why,
    because: str,
    within: timedelta,
    by: Practitioner,
    at: datetime,
) -> Cause:
    """Take from a team all that it has of a concern, for good; at commit nobody there opens any of it.

    What was decided for it and not carried out is decided again. Everybody whom it was given on to is told. Where it
    may be a breach of personal data, the lead is to decide on it. Done twice, it is done once.

    Args:
        disclosure: something that was shared with the team.
        token: the id of what is made; bound to what was shared.
        within: how long recipients have to say what they did with what they had.

    Raises:
        NoReason: there are no words on why.
        NotNow: by somebody of another team; or nobody there could open anything of it any more.
    """
    if not because.strip():
        raise NoReason
    if by.team_id != found.concern.team_id:
        raise NotNow("only the team whose concern it is")
    current, proposals = held(found)
    if old := Cause.objects.filter(pk=token).first():
        return old
    shared = Disclosure.objects.filter(concern=current)
    to = shared.values_list("recipient", flat=True).get(pk=disclosure)
    packs = had_by(to, found)
    if not packs:
        raise NotNow("nobody there can open anything of it any more")
    known = known_of(packs, found)
    for proposal in proposals:
        if proposal.recipient_id == to:
            come_back(found, proposal, by=by, at=at, why="What they had was recalled")
    # all of them before any link: what ends one locks the table of keys, for which whoever sends one waits
    list(shared.filter(recipient=to).select_for_update().only("pk").order_by("pk"))
    for made in packs:
        if made.recipient.agency.is_outside:
            travels.block(travels_of(made.pk, reader=by), by=by, at=at)
    _no_plan_any_more(packs, at=at)
    close_for_good(packs, at=at)
    disclosures.stand_with_what_is_open(current.pk, at=at)
    key = vault.new_record(readers=[current.team_id], at=at)
    row = Cause(
        id=token, team_id=current.team_id, concern=current, what=What.RECALL, by=by, at=at,
        record=key.record,
    )  # fmt: skip
    said = {
        "reason": why.value, "because": because, "to": str(packs[0].recipient), "known": known,
        "packs": [str(made.pk) for made in packs],
    }  # fmt: skip
    row.sealed = found.key.seal(said, place_of(row))
    row.told = key.seal({"name": "", "reference": current.reference}, place_of(row, "told"))
    row.save(force_insert=True)
    tell(row, packs, set(), due_at=at + within)
    if why in MAY_BE_BREACH:
        _to_the_lead(row, current, found, had=to)
    concerns.note(
        found, "disclosure.recalled", by=by, at=at, cause=str(row.pk), closed=len(packs), why=why.value
    )  # fmt: skip
    return row


def _no_plan_any_more(packs: Iterable[Disclosure], *, at: datetime) -> None:
    """What they have not read of a plan they read no more: a notice says when it is, and whom to ring."""
    rows = Notice.objects.select_for_update(of=("self",)).filter(
        disclosure__in=[made.pk for made in packs], cause__what=What.PLAN, did_at=None, gone_at=None
    )
    for row in rows.select_related("team", "sender").order_by("number"):
        row.gone_at = at
        row.save(update_fields=["gone_at"])
        hide_everywhere(row)


def _to_the_lead(row: Cause, current: Concern, found: ConcernRead, *, had: UUID) -> None:
    """Onto the desk of the lead, who can open the concern from now on, and of whoever oversees the team.

    Not of a lead whose own team had it.
    """
    lead = lead_team_of(found.concern.team.agency_id)
    lead = None if lead is None or lead.pk == had else lead
    if lead is not None:
        vault.grant(found.key, to=[lead.pk], at=row.at)
        vault.show(current.pk, kind=Kind.CONCERN, about=current.pk, to=[lead.pk], at=row.at)
    to = {current.team_id, *([lead.pk] if lead else [])}
    vault.show(row.pk, kind=Kind.BREACH, about=current.pk, to=to, at=row.at + BREACH_WITHIN)


@transaction.atomic
def decide_breach(
    found: ConcernRead,
    *,
    cause: UUID,
    safety: str,
    outcome: Outcome,
    because: str,
    by: Practitioner,
    at: datetime,
) -> Breach:
    """Write down who is told of a breach of personal data, and why. Decided twice, the first decision holds.

    Args:
        safety: what is done to keep everybody safe who is in it. That comes before anything is decided.

    Raises:
        NoReason: there are no words on that, or on why.
    """
    if _is_unsaid(safety) or _is_unsaid(because):
        raise NoReason
    Concern.objects.select_for_update().only("pk").get(pk=found.concern.pk)
    if old := Breach.objects.filter(pk=cause).first():
        return old
    row = Breach(cause_id=cause, team_id=found.concern.team_id, by=by, at=at)
    said = {"safety": safety, "outcome": outcome.value, "because": because}
    row.sealed = found.key.seal(said, place_of_breach(row))
    row.save(force_insert=True)
    lead = lead_team_of(found.concern.team.agency_id)
    for team in {row.team_id, *([lead.pk] if lead else [])}:
        vault.hide(cause, kind=Kind.BREACH, team=team)
    concerns.note(found, "breach.decided", by=by, at=at, breach=str(cause), outcome=outcome.value)
    return row


def _is_unsaid(words: str) -> bool:
    return not words.strip()
