"""Sharing: the latest decision lets through, and nothing else. And sharing in an emergency."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from hashlib import sha256
from types import MappingProxyType
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.utils import timezone

from dimmer.apps.agencies.models import Agency, Practitioner, Team
from dimmer.apps.agencies.queries import lead_team_of
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.models import Concern, Origin
from dimmer.apps.concerns.queries import ConcernRead, concern
from dimmer.apps.decisions.actions import due, move
from dimmer.apps.decisions.models import Decision, Proposal, Round
from dimmer.apps.decisions.queries import (
    Asked,
    advice_on,
    advised_items,
    decision_of,
    judgements,
    locked,
    pieces_of,
    proposals_of,
)
from dimmer.apps.decisions.queries import place_of as decision_place
from dimmer.apps.disclosures.actions.circle import as_before
from dimmer.apps.disclosures.actions.files import files_go_with
from dimmer.apps.disclosures.actions.planning import go_with
from dimmer.apps.disclosures.models import Disclosure, EmergencyRecord
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
from dimmer.apps.honour import actions as honour
from dimmer.apps.interests import actions as interests
from dimmer.apps.interests.queries import routed
from dimmer.apps.ledger import actions as ledger
from dimmer.apps.requests import actions as requests
from dimmer.apps.vault import actions as vault
from dimmer.apps.vault.models import Kind
from dimmer.apps.vault.queries import RecordKey
from dimmer.core.advice import Position
from dimmer.core.proportionality import Light
from dimmer.core.route import Step
from dimmer.database.reader import reading_as_own_team
from dimmer.web.apart import found_in

_DANGER = "threat"
"""The kind of what is typed in an emergency."""
_WHY = "Somebody is in danger now"
_SOMEBODY = {
    "name": "", "role": "victim", "date_of_birth": "", "address": "", "postcode": "", "phone": "",
}  # fmt: skip
"""Whoever is in danger, where nothing is known of them: what is known is about somebody."""


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


@transaction.atomic
def share_now(
    *,
    token: UUID,
    by: Practitioner,
    recipients: Sequence[Team],
    danger: str,
    people: Iterable[Mapping[str, Any]],
    known: str,
    categories: Iterable[str],
    record_within: timedelta,
    at: datetime,
    happened_at: datetime | None = None,
    is_honour: bool = False,
) -> list[Disclosure]:
    """Share in an emergency: who, to whom, the danger. The rest of the record is due afterwards.

    Nothing is asked beforehand of a second person; the lead's team is shown it at once. A bar holds back
    what it bars, for the team it bars it from, and never the share. Sent twice, it shares once.

    Args:
        known: what else is known; may be empty.
        categories: what of a special kind `known` holds, so that bars can be seen.
        is_honour: family or community are part of the danger: what is shared says so before it is opened.
        happened_at: when it was done by telephone or on paper, where this is a later entry.
    """
    origin = Origin.LATER if happened_at else Origin.EMERGENCY
    begun = concerns.begin(
        token=token, by=by, summary=danger, at=at, origin=origin, happened_at=happened_at
    )
    with reading_as_own_team(connection):  # they may have been kept off since
        Concern.objects.select_for_update().get(pk=begun.pk)  # sent twice at once, the second waits
        if old := list(Disclosure.objects.filter(concern=begun)):
            return old
    found = concern(begun.pk, reader=by)
    for person in list(people) or [_SOMEBODY]:
        concerns.put_person(
            found, token=uuid4(), by=by, about=person, at=at, meets=False, is_emergency=True
        )
    keys = [person.key for person in concern(begun.pk, reader=by).people]
    special = sorted({*categories} - {_DANGER})
    for text, kinds in ((danger, [_DANGER]), (known, [*special, _DANGER])):
        typed = {
            "text": text, "about": keys, "categories": kinds, "nature": "unmarked", "source": "", "observed": "",
            "unsettled": bool(found_in(text)),
        }  # fmt: skip
        if text.strip():
            concerns.put_item(found, token=uuid4(), by=by, typed=typed, at=at)
    found = concerns.answer(
        found,
        by=by,
        answers={
            "risk.level": "imminent",
            "risk.urgency": "immediate",
            "purpose.kinds": ["protect-life"],
        },
        at=at,
    )
    if is_honour:
        honour.flag(found, reasons=[], because="", by=by, at=at)
        found = concern(begun.pk, reader=by)
    concerns.raise_concern(found, by=by, at=at)
    asked = Round.objects.create(concern=found.concern, by=by, begun_at=at, decided_at=at)
    to = routed(
        [each.about for each in found.people], recipients, sender=found.concern.team_id
    ).teams
    proposals = [
        Proposal.objects.create(round=asked, concern=found.concern, recipient=team, moved_at=at)
        for team in dict.fromkeys(to)
    ]
    barred = (
        _barred(asked, found, holder=by.team.agency, on=timezone.localdate(at)) if special else {}
    )
    made = [
        _share_with(
            found, proposal, by=by, danger=danger, within=record_within, at=at,
            kept=barred.get(proposal.pk, frozenset()),
        )
        for proposal in proposals
    ]  # fmt: skip
    lead = lead_team_of(by.team.agency_id)
    if lead is not None:
        vault.grant(found.key, to=[lead.pk], at=at)
        vault.show(begun.pk, kind=Kind.CONCERN, about=begun.pk, to=[lead.pk], at=at)
    concerns.keep_off(found, by=by, at=at)  # last: whoever shares now is not stopped by an interest
    return made


def _barred(
    asked: Round, found: ConcernRead, *, holder: Agency, on: date
) -> dict[UUID, frozenset[UUID]]:
    """For each proposal, the pieces that a rule of law bars from its recipient."""
    whole = Asked(asked, found, proposals_of(asked), pieces_of(found))
    _, advice = advice_on(whole, holder=holder, on=on, with_missing=False)
    shut: dict[UUID, frozenset[UUID]] = {}
    for proposal in whole.proposals:
        names = {row.recipient for row in advised_items(advice, proposal, holder).values()}
        kinds = {
            row.category
            for row in advice.positions
            if row.recipient in names and row.position is Position.BARRED
        }
        shut[proposal.pk] = frozenset(
            piece.id for piece in whole.pieces if not kinds.isdisjoint(piece.categories)
        )
    return shut


def _share_with(
    found: ConcernRead,
    proposal: Proposal,
    *,
    by: Practitioner,
    danger: str,
    within: timedelta,
    kept: frozenset[UUID],
    at: datetime,
) -> Disclosure:
    decision = Decision(
        proposal=proposal, by=by, at=at, is_to_share=True, light=Light.FULL.value, is_emergency=True,
        review_on=timezone.localdate(at) + timedelta(days=1),
    )  # fmt: skip
    pieces = [str(piece.id) for piece in pieces_of(found) if piece.id not in kept]
    words = {"because": danger, "purpose": _WHY, "items": pieces, "kept": len(kept)}
    decision.sealed = found.key.seal(words, decision_place(decision))
    move(proposal, Step.TO_SHARE, at=at)
    decision.save(force_insert=True)
    EmergencyRecord.objects.create(decision=decision, due_at=at + within)
    vault.show(decision.pk, kind=Kind.RECORD, about=found.concern.pk, to=_owing(by), at=at + within)
    ledger.append(
        kind="emergency.decided",
        at=at,
        facts={"decision": str(decision.pk), "proposal": str(proposal.pk), "by": str(by.pseudonym)},
        record=found.key.record,
        seal=found.key.seal,
    )
    return disclose(found, proposal_id=proposal.pk, by=by, at=at)


def _owing(by: Practitioner) -> list[UUID]:
    """The teams on whose desks the record of an emergency stands: one's own, and the lead's."""
    lead = lead_team_of(by.team.agency_id)
    return [by.team_id, *([lead.pk] if lead else [])]


@transaction.atomic
def complete_emergency(
    found: ConcernRead,
    *,
    decision_id: UUID,
    by: Practitioner,
    words: Mapping[str, str],
    at: datetime,
) -> None:
    """Write the rest of an emergency's record.

    Raises:
        NoReason: it does not say why sharing was necessary.
        NotNow: it has been written already.
    """
    if not words.get("necessary", "").strip():
        raise concerns.NoReason
    rows = EmergencyRecord.objects.select_for_update(of=("self",))
    row = rows.get(pk=decision_id, decision__proposal__concern=found.concern)
    if row.completed_at:
        raise concerns.NotNow("written already")
    row.completed_by, row.completed_at = by, at
    row.sealed = found.key.seal(dict(words), place_of(row))
    row.save()
    for team in _owing(by):
        vault.hide(decision_id, kind=Kind.RECORD, team=team)
    ledger.append(
        kind="emergency.recorded",
        at=at,
        facts={"decision": str(decision_id), "by": str(by.pseudonym)},
        record=found.key.record,
        seal=found.key.seal,
    )
