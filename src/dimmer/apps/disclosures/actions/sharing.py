"""Sharing: the latest decision lets through, and nothing else."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from types import MappingProxyType
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.queries import ConcernRead
from dimmer.apps.decisions.actions import due, move
from dimmer.apps.decisions.models import Decision
from dimmer.apps.decisions.queries import (
    decision_of,
    judgements,
    locked,
)
from dimmer.apps.decisions.queries import place_of as decision_place
from dimmer.apps.disclosures.actions.circle import as_before
from dimmer.apps.disclosures.actions.files import files_go_with
from dimmer.apps.disclosures.actions.planning import go_with
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.disclosures.queries import (
    HARMED,
    TOLD_OF,
    alleged_beside,
    as_weighed,
    asks_for_plan,
    frozen_for,
    goes_elsewhere,
    has_changed,
    is_released,
    needs_release,
    pieces_as_decided,
    place_of,
    release_of,
    senior_route_to,
    thing_of,
    weighed_words,
    whom_as_decided,
)
from dimmer.apps.interests import actions as interests
from dimmer.apps.ledger import actions as ledger
from dimmer.apps.requests import actions as requests
from dimmer.apps.vault import actions as vault
from dimmer.apps.vault.models import Kind
from dimmer.apps.vault.queries import RecordKey
from dimmer.core.route import Step


@transaction.atomic
def disclose(
    found: ConcernRead,
    *,
    proposal_id: UUID,
    by: Practitioner,
    at: datetime,
    weighed: Mapping[str, str] = MappingProxyType({}),
    own_words: str = "",
    is_less: bool = False,
) -> Disclosure:
    """Give the recipient what the latest decision lets through. Sent twice, it shares once.

    Args:
        weighed: of what may tell more than was decided, by its key why it goes, or nothing where it stays back.
            What stops by itself, or could reach the alleged abuser, and nobody weighed, stays back.
        own_words: what was answered to whether anything in it tells in words of its own; nothing where nobody
            was asked.
        is_less: less of what they have, in its place: whoever released that need not release this.

    Raises:
        NotAMove: nobody has decided to share, or a second person has yet to agree.
        NotNow: what is known has changed since they agreed, or what it rests on was taken back: it is to be decided
            anew; or somebody's address
            is being changed, and the earlier one is in it; or a plan is asked for (`asks_for_plan`); or a second
            person has yet to release exactly this.
    """
    proposal = locked(proposal_id, of=found)
    waits = proposal.step == Step.TO_SHARE.value  # then nothing was shared under it yet
    if not waits and (already := Disclosure.objects.filter(proposal=proposal).first()):
        return already
    move(proposal, Step.DISCLOSED, at=at)
    decision = decision_of(proposal)
    assert decision is not None  # noqa: S101  (a proposal to share has a decision: core/route.py)
    today = timezone.localdate(at)
    is_changed = has_changed(found, proposal, decision, on=today)
    if is_changed or goes_elsewhere(proposal.recipient, found):
        raise concerns.NotNow("changed since it was decided, or goes by another way")
    if frozen_for(found, decision, reader=by):
        raise concerns.NotNow("an address in it is being changed")
    if not is_less and asks_for_plan(found, proposal.recipient, decision, holder=by.team.agency):
        raise concerns.NotNow("a plan is to be made first, or said why none is needed")
    clues, out, pack = as_weighed(found, proposal, decision, sender=by, on=today, weighed=weighed)
    if (
        not is_less
        and needs_release(proposal.recipient, decision)
        and not is_released(release_of(found, proposal), pack, by=by)
    ):
        raise concerns.NotNow("a second person has yet to release exactly this")
    pack["at"] = at.isoformat()  # the only thing that was not seen before
    words = judgements(decision, found.key)
    if clues or own_words:
        whole = {**words, "weighed": weighed_words(clues, weighed), "own_words": own_words}
        decision.sealed = found.key.seal(whole, decision_place(decision))
        decision.save(update_fields=["sealed"])
    is_outside = (
        proposal.recipient.agency.is_outside
    )  # no key here opens it for them: see `travels`
    to = [] if is_outside else [proposal.recipient_id]
    key = vault.new_record(readers=[found.concern.team_id, by.team_id, *to], at=at)
    made = Disclosure(
        proposal=proposal,
        decision=decision,
        concern=found.concern,
        sender=found.concern.team,
        recipient=proposal.recipient,
        at=at,
        is_emergency=decision.is_emergency,
        record=key.record,
    )
    made.sealed = key.seal(pack, place_of(made))
    made.digest = sha256(made.sealed).digest()
    whom = whom_as_decided(found, decision, without=out)
    made.whom = found.key.seal(whom, f"{place_of(made)}:whom")
    pieces = pieces_as_decided(found, decision, without=out)
    made.pieces = found.key.seal(pieces, f"{place_of(made)}:pieces")
    named = {each.about["role"] for each in found.people if str(each.id) in whom.values()}
    made.was_told = words.get("told") == "told" and named & TOLD_OF <= HARMED
    met = interests.meet([thing_of(pack, of=made.pk)], team=proposal.recipient, at=at)
    beside = alleged_beside(found, pack)
    interests.keep_apart(made.pk, known=beside, team=proposal.recipient, at=at)
    _by_senior_route(made, found)
    as_before(made)
    made.entry = ledger.append(
        kind="disclosure.made",
        at=at,
        facts={
            "disclosure": str(made.pk),
            "decision": str(decision.pk),
            "by": str(by.pseudonym),
            "from": str(found.concern.team_id),
            "to": str(proposal.recipient_id),
            "sealed": made.digest.hex(),
            "emergency": decision.is_emergency,
            "met": met,
        },
        record=key.record,
        seal=key.seal,
    )
    made.save(force_insert=True)
    files_go_with(made, found, decision, without=out, key=key)
    go_with(made, found, key=key, at=at)
    vault.show(made.pk, kind=Kind.OUTBOX, about=found.concern.pk, to=[found.concern.team_id], at=at)
    due(decision, about=found.concern.pk, to=found.concern.team_id)
    requests.tell_shared(proposal.round.asked_in, made=made.pk, to=made.recipient_id, at=at)
    if not is_outside:
        _bring(made, found, decision, key=key, at=at)
    return made


def _bring(
    made: Disclosure, found: ConcernRead, decision: Decision, *, key: RecordKey, at: datetime
) -> None:
    """Into the lists of the team that receives it."""
    vault.show(made.pk, kind=Kind.INBOX, about=made.pk, to=[made.recipient_id], at=at)
    interests.leave_to_somebody(
        made.pk, kind=Kind.INBOX, key=key, team=made.recipient, but=found.concern.team_id, at=at
    )
    due(decision, about=made.pk, to=made.recipient_id)


def _by_senior_route(made: Disclosure, found: ConcernRead) -> None:
    """Where somebody in the concern works for the recipient's agency: let those whom it named see it, and nobody else.

    Whoever of them has an interest in it themselves is kept off like anybody else.
    """
    if route := senior_route_to(made.recipient, found):
        to = [who.pk for who in route.people if who.team_id == made.recipient_id]
        vault.show_only(made.pk, to=to, team=made.recipient_id)
