"""Changing one's mind before anything has left: not to share after all, or to decide again."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.actions import NoReason
from dimmer.apps.concerns.queries import ConcernRead
from dimmer.apps.decisions.actions.deciding import due, move, note, put_forward
from dimmer.apps.decisions.models import Against, Decision, Proposal, Round
from dimmer.apps.decisions.queries import again, decision_of, lasts, locked, place_of
from dimmer.core.proportionality import Light
from dimmer.core.route import Step


@transaction.atomic
def stop(
    found: ConcernRead, *, proposal_id: UUID, by: Practitioner, because: str, at: datetime
) -> Decision:
    """Change one's mind before anything has left: a new decision, not to share, with its own reasons.

    Raises:
        NoReason: there are no words on why.
        NotAMove: it has been shared, or nobody had decided to share it.
    """
    if not because.strip():
        raise NoReason
    decision = _take_back(found, locked(proposal_id, of=found), by=by, because=because, at=at)
    due(decision, about=found.concern.pk, to=found.concern.team_id)
    return decision


def _take_back(
    found: ConcernRead, proposal: Proposal, *, by: Practitioner, because: str, at: datetime
) -> Decision:
    """A decision not to share in the place of one to share that was not carried out."""
    before = decision_of(proposal)
    move(proposal, Step.HELD, at=at)
    move(proposal, Step.NOT_SHARED, at=at)
    decision = Decision(
        proposal=proposal, by=by, at=at, is_to_share=False, light=Light.DARK.value,
        review_on=before.review_on if before else at.date(),
    )  # fmt: skip
    decision.sealed = found.key.seal({"because": because, "items": []}, place_of(decision))
    decision.save(force_insert=True)
    note(
        found, "decision.made", at=at, decision=str(decision.pk), proposal=str(proposal.pk),
        by=str(by.pseudonym), shared=False, light=Light.DARK.value, against=Against.NO.value,
    )  # fmt: skip
    return decision


@transaction.atomic
def reconsider(found: ConcernRead, *, proposal_id: UUID, by: Practitioner, at: datetime) -> Round:
    """Decide again before anything has left: a new round for the same team, and the old decision is closed.

    Done twice, it asks once.

    Raises:
        NotAMove: it has been shared, or waits for a second person, or nobody had decided to share it.
    """
    proposal, token = locked(proposal_id, of=found), again(proposal_id)
    if old := Round.objects.filter(pk=token, concern=found.concern).first():
        return old
    _take_back(found, proposal, by=by, because="Decided again", at=at)
    for step in (Step.REVIEWED, Step.CLOSED):
        move(proposal, step, at=at)
    asked_in = proposal.round.asked_in
    return begin_again(found, proposal, token=token, by=by, at=at, asked_in=asked_in)


def begin_again(
    found: ConcernRead,
    before: Proposal,
    *,
    token: UUID,
    by: Practitioner,
    at: datetime,
    **more: Any,
) -> Round:
    """A new round for the recipient of a proposal; what was answered for the old one stands, until it is changed.

    Args:
        more: what else the round has, beside what it leaves out.
    """
    made = Round.objects.create(
        id=token, concern=found.concern, by=by, begun_at=at,
        leaves_out_counselling=before.round.leaves_out_counselling, **more,
    )  # fmt: skip
    if found.only_for == str(before.round_id):
        own = {path: value for path, value in found.answers.items() if not lasts(path)}
        concerns.answer(found, by=by, answers=own, only_for=str(token), lasts=lasts, at=at)
    put_forward(found, made, team=before.recipient, by=by, at=at)
    return made
