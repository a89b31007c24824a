"""A piece is put right, or somebody says that it is wrong: whoever was given it is told what it says now.

Rules of this module: one transaction, in which the concern is locked before its proposals; each recipient is told what
it may see and no more; what was decided with the piece in it and not carried out is decided again.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.actions import NotNow
from dimmer.apps.concerns.queries import ConcernRead, ItemRead, concern
from dimmer.apps.decisions.models import Proposal
from dimmer.apps.decisions.queries import decision_of, judgements
from dimmer.apps.disclosures import actions as disclosures
from dimmer.apps.disclosures.queries import Amends, tells_of
from dimmer.apps.notices.actions.withdrawing import come_back, held, tell
from dimmer.apps.notices.models import Cause
from dimmer.apps.notices.queries import place_of
from dimmer.apps.vault import actions as vault
from dimmer.core.route import Step

_WAITS = frozenset({Step.TO_SHARE.value, Step.HELD.value})


@transaction.atomic
def correct(
    found: ConcernRead,
    *,
    token: UUID,
    item: UUID,
    typed: Mapping[str, Any],
    because: str,
    within: timedelta,
    by: Practitioner,
    at: datetime,
) -> Cause:
    """Let a piece say what it should have said, and tell everybody who was given it. The same token does it once.

    Args:
        found: as it was when somebody looked at what each is told.
        token: the id of what is made; bound to the piece.
        typed: all that the piece says from now on.
        within: how long recipients have to answer.

    Raises:
        NoReason: it is not said why.
        NotNow: by somebody of another team; the piece is other than they saw; or it says that already.
        NobodyThere: it would be about somebody who is not in the concern.
    """
    return _amend(
        found, token=token, item=item, what=Amends.CORRECTED, within=within, by=by, at=at,
        act=lambda current: concerns.correct(
            current, token=token, item=item, typed=typed, because=because, by=by, at=at
        ),
    )  # fmt: skip


@transaction.atomic
def dispute(
    found: ConcernRead,
    *,
    token: UUID,
    item: UUID,
    who: str,
    statement: str,
    within: timedelta,
    by: Practitioner,
    at: datetime,
    stays: str = "",
) -> Cause:
    """Write down that somebody says a piece about them is wrong, and tell everybody who was given it. Once for a token.

    Args:
        found: as for `correct`.
        token: the id of what is made; bound to the piece.
        who: how the concern names them.
        within: how long recipients have to answer.
        stays: why whereabouts stay in their words.

    Raises:
        NoReason: there are no words of theirs.
        NotNow: by somebody of another team, or the piece is other than they saw.
        NobodyThere: the piece is not about them.
    """
    return _amend(
        found, token=token, item=item, what=Amends.DISPUTED, within=within, by=by, at=at,
        act=lambda current: concerns.dispute(
            current, token=token, item=item, who=who, statement=statement, stays=stays, by=by, at=at
        ),
    )  # fmt: skip


def _amend(
    found: ConcernRead,
    *,
    token: UUID,
    item: UUID,
    what: Amends,
    act: Callable[[ConcernRead], None],
    within: timedelta,
    by: Practitioner,
    at: datetime,
) -> Cause:
    if by.team_id != found.concern.team_id:
        raise NotNow("only the team whose concern it is")
    locked, proposals = held(found)
    if old := Cause.objects.filter(pk=token).first():
        return old
    current = concern(locked.pk, reader=by)
    if _piece(current, item) != _piece(found, item):
        raise NotNow("it is other than they saw")
    act(current)
    after = concern(locked.pk, reader=by)
    for proposal in proposals:
        if proposal.step in _WAITS and _has(current, proposal, item):
            come_back(after, proposal, by=by, at=at, why="A piece was put right, or is disputed")
    piece = _piece(after, item)
    tells = tells_of(after, piece, sender=by)
    disclosures.amend(tells, act=token, what=what, at=at)
    key = vault.new_record(readers=[locked.team_id], at=at)
    row = Cause(
        id=token, team_id=locked.team_id, concern=locked, what=what.value, by=by, at=at,
        record=key.record,
    )  # fmt: skip
    why = {str(each.made.pk): each.why.value for each in tells if each.why}
    row.sealed = found.key.seal({"item": str(item), "why": why}, place_of(row))
    row.told = key.seal({"name": "", "reference": locked.reference}, place_of(row, "told"))
    row.save(force_insert=True)
    tell(row, [each.made for each in tells], set(), due_at=at + within)
    concerns.note(
        after, "notice.put-right", by=by, at=at, cause=str(row.pk), what=what.value, told=len(tells)
    )
    return row


def _piece(found: ConcernRead, pk: UUID) -> ItemRead:
    piece = next((each for each in found.items if each.id == pk), None)
    if piece is None:
        raise NotNow("no such piece")
    return piece


def _has(found: ConcernRead, proposal: Proposal, item: UUID) -> bool:
    """Whether what was decided, and not carried out, has the piece in it."""
    decision = decision_of(proposal)
    return decision is not None and str(item) in judgements(decision, found.key)["items"]
