"""Sharing in an emergency: who, to whom, the danger; and the rest of its record, which is owed afterwards."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.db import connection, transaction
from django.utils import timezone

from dimmer.apps.agencies.models import Agency, Practitioner, Team
from dimmer.apps.agencies.queries import lead_team_of
from dimmer.apps.attachments import actions as attachments
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.models import Concern, Origin
from dimmer.apps.concerns.queries import ConcernRead, concern
from dimmer.apps.decisions.actions import move
from dimmer.apps.decisions.models import Decision, Proposal, Round
from dimmer.apps.decisions.queries import (
    Asked,
    advice_on,
    advised_items,
    pieces_of,
    proposals_of,
)
from dimmer.apps.decisions.queries import place_of as decision_place
from dimmer.apps.disclosures.actions.sharing import disclose
from dimmer.apps.disclosures.models import Disclosure, EmergencyRecord
from dimmer.apps.disclosures.queries import is_read_by_others, place_of
from dimmer.apps.honour import actions as honour
from dimmer.apps.interests.queries import routed
from dimmer.apps.ledger import actions as ledger
from dimmer.apps.vault import actions as vault
from dimmer.apps.vault.models import Kind
from dimmer.core.advice import Position
from dimmer.core.proportionality import Light
from dimmer.core.route import Step
from dimmer.database.reader import reading_as_own_team
from dimmer.files import Refused
from dimmer.web.apart import found_in

_DANGER = "threat"
"""The kind of what is typed in an emergency."""
_WHY = "Somebody is in danger now"
_SOMEBODY = {
    "name": "", "role": "victim", "date_of_birth": "", "address": "", "postcode": "", "phone": "",
}  # fmt: skip
"""Whoever is in danger, where nothing is known of them: what is known is about somebody."""

_logger = logging.getLogger("dimmer.emergency")
_SHOWN = "There is a file that shows it. Ask for it, if it is not with this"
"""Stands for what is known of a special kind where nothing was typed beside a file."""
_SECONDS = 10
"""How long each step may take that reads a file in an emergency, of which there are three."""
_BY_TWO = (
    "A second person has to release a file for them, and in an emergency nobody is waited for."
)
_BARRED = "The law bars what it shows for them."
_UNREAD = "It could not be read just now."


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file that somebody would send with an emergency: its name and content as they came."""

    name: str
    content: bytes
    problem: str = ""
    """Why it cannot even be looked into, where that is known already."""


@dataclass(frozen=True, slots=True)
class _Brought:
    """The piece that a file stands with, and its flat copy; or why there is none, in words for whoever gave it."""

    piece: UUID
    copy: UUID | None
    out: str = ""

    def with_it(self, to: Team, *, kept: frozenset[UUID]) -> dict[str, Any]:
        """What a decision says of it for one recipient: that it goes, or why it does not."""
        out = self.out or (
            _BARRED if self.piece in kept else _BY_TWO if is_read_by_others(to) else ""
        )
        return {"files": [] if out else [str(self.copy)], "file_out": out}


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
    file: GivenFile | None = None,
) -> list[Disclosure]:
    """Share in an emergency: who, to whom, the danger. The rest of the record is due afterwards.

    Nothing is asked beforehand of a second person; the lead's team is shown it at once. A bar holds back
    what it bars, for the team it bars it from, and never the share. Sent twice, it shares once.

    Args:
        known: what else is known; may be empty.
        categories: what of a special kind `known` holds, so that bars can be seen.
        is_honour: family or community are part of the danger: what is shared says so before it is opened.
        happened_at: when it was done by telephone or on paper, where this is a later entry.
        file: goes as a flat copy, where it can be looked into at once; else everything goes without it, and each
            decision says why.
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
    if file and special and not known.strip():  # else nothing would say what is of a special kind
        known = _SHOWN
    first, last = uuid4(), uuid4()
    for pk, text, kinds in ((first, danger, [_DANGER]), (last, known, [*special, _DANGER])):
        typed = {
            "text": text, "about": keys, "categories": kinds, "nature": "unmarked", "source": "", "observed": "",
            "unsettled": bool(found_in(text)),
        }  # fmt: skip
        if text.strip():
            concerns.put_item(found, token=pk, by=by, typed=typed, at=at)
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
    beside = last if known.strip() else first
    brought = _bring(found, file, token=token, piece=beside, by=by, at=at) if file else None
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
            kept=barred.get(proposal.pk, frozenset()), brought=brought,
        )
        for proposal in proposals
    ]  # fmt: skip
    lead = lead_team_of(by.team.agency_id)
    if lead is not None:
        vault.grant(found.key, to=[lead.pk], at=at)
        vault.show(begun.pk, kind=Kind.CONCERN, about=begun.pk, to=[lead.pk], at=at)
    concerns.keep_off(found, by=by, at=at)  # last: whoever shares now is not stopped by an interest
    return made


def _bring(
    found: ConcernRead, file: GivenFile, *, token: UUID, piece: UUID, by: Practitioner, at: datetime
) -> _Brought:
    """A flat copy of a file, if there is one at once. Whatever is wrong with it, nothing else waits or fails."""
    if file.problem:
        return _Brought(piece, None, file.problem)
    try:
        made = attachments.bring(
            found, token=uuid5(token, "file"), item=piece, name=file.name, content=file.content,
            by=by, at=at, seconds=_SECONDS,
        )  # fmt: skip
    except Refused as refused:
        return _Brought(piece, None, str(refused))
    except Exception as error:  # noqa: BLE001  (whatever it is, the rest goes)
        _logger.warning("a file with an emergency was left out: %s", type(error).__name__)
        return _Brought(piece, None, _UNREAD)
    return _Brought(piece, made)


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
    brought: _Brought | None,
    at: datetime,
) -> Disclosure:
    decision = Decision(
        proposal=proposal, by=by, at=at, is_to_share=True, light=Light.FULL.value, is_emergency=True,
        review_on=timezone.localdate(at) + timedelta(days=1),
    )  # fmt: skip
    pieces = [str(piece.id) for piece in pieces_of(found) if piece.id not in kept]
    words = {"because": danger, "purpose": _WHY, "items": pieces, "kept": len(kept)}
    words |= brought.with_it(proposal.recipient, kept=kept) if brought else {}
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
