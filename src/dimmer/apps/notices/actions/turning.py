"""Turning the light down: what a team has is replaced by less of it, and the key to the rest is destroyed for them.

It is a correction of how much, and no word on why reaches them. What was read cannot be unread, and no page says else.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.actions import NotNow
from dimmer.apps.concerns.queries import ConcernRead, concern
from dimmer.apps.decisions import actions as decisions
from dimmer.apps.decisions.queries import Less, is_taken_back, judgements
from dimmer.apps.disclosures import actions as disclosures
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.disclosures.queries import latest, pieces_in
from dimmer.apps.notices.actions.reaching import close_for_good
from dimmer.apps.notices.actions.withdrawing import held, tell
from dimmer.apps.notices.models import Cause, What
from dimmer.apps.notices.queries import place_of
from dimmer.apps.vault import actions as vault
from dimmer.apps.vault.models import Kind
from dimmer.apps.vault.queries import key_of


@transaction.atomic
def turn_down(
    found: ConcernRead,
    less: Less,
    *,
    token: UUID,
    within: timedelta,
    check_within: timedelta,
    by: Practitioner,
    at: datetime,
) -> Cause:
    """Share less with a team in the place of all that it has of a concern; at commit it opens the rest no more.

    Everybody whom it was given on to is told as well. A second person looks at it within the time. Done twice, it is
    done once.

    Args:
        less: as it was looked at (`decisions.queries.less_of`).
        token: the id of what is made.
        within: how long recipients have to say what they did with what they had.
        check_within: how long a second person has.

    Raises:
        NoReason: there are no words on why.
        NotNow: by somebody of another team; nothing stands any more; what it rests on was taken back; an address in
            it is being changed; or it goes elsewhere: then it is to be decided anew.
    """
    if by.team_id != found.concern.team_id:
        raise NotNow("only the team whose concern it is")
    current, _ = held(found)
    if old := Cause.objects.filter(pk=token).first():
        return old
    if concern(current.pk, reader=by).items != found.items:
        raise NotNow("a piece was put right, or is disputed, since they looked")
    turned, to = less.round.turns, less.proposal.recipient
    had = list(
        Disclosure.objects.filter(concern=current, recipient=to, closed_at=None)
        .select_related("proposal")
        .order_by("at", "pk")
    )
    stands = turned is not None and any(each.proposal_id == turned.pk for each in had)
    if turned is None or not stands or is_taken_back(found, turned, on=timezone.localdate(at)):
        raise NotNow("it does not stand any more, or what it rests on was taken back")
    if any(_keeps_back(each, found, less) for each in had):
        raise NotNow(
            "a piece was put right in words that they were not given: it is to be decided anew"
        )
    close_for_good(had, at=at)  # first: it locks out grants, of which sharing makes some
    for made in had:
        vault.hide(made.proposal_id, kind=Kind.REVIEW, team=current.team_id)
    proposal = decisions.put_less(found, less, check_within=check_within, by=by, at=at)
    made = disclosures.disclose(
        found, proposal_id=proposal.pk, by=by, at=at, weighed=less.weighed, is_less=True
    )
    key = vault.new_record(readers=[current.team_id], at=at)
    row = Cause(
        id=token, team_id=current.team_id, concern=current, what=What.LESS, by=by, at=at,
        record=key.record,
    )  # fmt: skip
    row.sealed = found.key.seal({"instead": str(made.pk)}, place_of(row))
    row.told = key.seal({"name": "", "reference": current.reference}, place_of(row, "told"))
    row.save(force_insert=True)
    tell(row, had, set(), due_at=at + within)
    concerns.note(
        found, "light.turned-down", by=by, at=at, cause=str(row.pk), closed=len(had),
        instead=str(made.pk), light=less.decision.light,
    )  # fmt: skip
    return row


def _keeps_back(made: Disclosure, found: ConcernRead, less: Less) -> bool:
    """Whether a piece that stays says something now which was kept back from them: less would give it after all."""
    stays, ids = (
        set(judgements(less.decision, found.key)["items"]),
        pieces_in(made, found.key) or (),
    )
    since = latest(made, key_of(made.record, team=found.concern.team_id))
    return any(
        each.piece is None and (not each.number or ids[each.number - 1] in stays) for each in since
    )
