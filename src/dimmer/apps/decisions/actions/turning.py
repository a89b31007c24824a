"""Turning the light for somebody who has something already: up by a new decision, down by less of what was decided."""

from datetime import datetime, timedelta
from uuid import uuid5

from django.db import transaction

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.actions import NoReason, NotNow
from dimmer.apps.concerns.models import Concern
from dimmer.apps.concerns.queries import ConcernRead
from dimmer.apps.decisions.actions.deciding import move
from dimmer.apps.decisions.actions.stopping import begin_again
from dimmer.apps.decisions.models import Proposal, Round, SecondCheck
from dimmer.apps.decisions.queries import Less, is_turnable, judgements
from dimmer.apps.vault import actions as vault
from dimmer.apps.vault.models import Kind
from dimmer.core.route import Step


@transaction.atomic
def turn_up(found: ConcernRead, proposal: Proposal, *, by: Practitioner, at: datetime) -> Round:
    """Ask whether somebody who has something already needs to know more: a round of their own, for nobody else.

    It is decided like any other: on the advice of today, and beyond it by a second person. What they have stays as it
    is meanwhile. Asked again before it is decided, it is the same round.

    Raises:
        NotNow: nothing that stands was shared with them, or the concern is closed.
    """
    Concern.objects.select_for_update().get(pk=found.concern.pk)  # sent twice at once, one waits
    if found.concern.step != "open" or not is_turnable(proposal):
        raise NotNow("nothing that stands was shared with them")
    asked = list(Round.objects.filter(concern=found.concern, turns=proposal).order_by("begun_at"))
    if asked and asked[-1].decided_at is None:
        return asked[-1]
    token = uuid5(proposal.pk, f"brighter {len(asked)}")
    made = begin_again(found, proposal, token=token, by=by, at=at, turns=proposal)
    concerns.note(
        found, "light.turning-up", by=by, at=at, proposal=str(proposal.pk), round=str(made.pk)
    )
    return made


def put_less(
    found: ConcernRead, less: Less, *, check_within: timedelta, by: Practitioner, at: datetime
) -> Proposal:
    """Decide that somebody is shown less than they were; inside the act that takes the rest from them.

    Like everything that shares less than was advised it takes effect at once, and a second person looks at it
    within the time. Put twice, it is put once.

    Raises:
        NoReason: there are no words on why.
    """
    if old := Proposal.objects.filter(pk=less.proposal.pk).first():
        return old
    if not judgements(less.decision, found.key)["because"].strip():
        raise NoReason
    less.round.save(force_insert=True)
    less.proposal.save(force_insert=True)
    move(less.proposal, Step.TO_SHARE, at=at)
    less.decision.save(force_insert=True)
    SecondCheck.objects.create(decision=less.decision, due_at=at + check_within)
    vault.show(
        less.decision.pk, kind=Kind.CHECK, about=found.concern.pk, to=[found.concern.team_id],
        at=at + check_within,
    )  # fmt: skip
    proposal = str(less.proposal.pk)
    concerns.note(
        found, "proposal.made", by=by, at=at, proposal=proposal,
        recipient=str(less.proposal.recipient_id),
    )  # fmt: skip
    if (
        less.round.sealed is not None
    ):  # what was advised then, to be replayed with this decision too
        concerns.note(
            found, "advice.given", by=by, at=at, round=str(less.round.pk), law=less.round.edition
        )
    concerns.note(
        found, "decision.made", by=by, at=at, decision=str(less.decision.pk),
        proposal=proposal, shared=True, light=less.decision.light,
        against=less.decision.against, law=less.round.edition,
    )  # fmt: skip
    return less.proposal
