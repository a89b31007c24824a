"""The rest of a synthetic concern's route, as rows of a batch: propose, decide, share, read, look again.

Each function names the action whose rows and entries it writes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

import rfc8785
from django.utils import timezone

from dimmer import lawbook
from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.decisions.actions import start_of
from dimmer.apps.decisions.models import Decision, Proposal
from dimmer.apps.decisions.queries import Asked, advised_items
from dimmer.apps.decisions.queries import place_of as decision_place
from dimmer.apps.desk.actions import Batch
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.disclosures.queries import pack_of, thing_of, whom_as_decided
from dimmer.apps.disclosures.queries import place_of as disclosure_place
from dimmer.apps.receipts.models import Receipt
from dimmer.apps.reviews.models import Review
from dimmer.apps.reviews.queries import place_of as review_place
from dimmer.apps.vault.models import Kind
from dimmer.apps.vault.queries import RecordKey
from dimmer.cli.exampleshire.settle import Cast
from dimmer.core.advice import Action, Advice, Outcome, advise_without_missing, parse_facts
from dimmer.core.ledger import Fact
from dimmer.core.proportionality import Light
from dimmer.core.route import Step
from dimmer.keyring.sealing import seal

_SHARING = frozenset({Outcome.SHARE, Outcome.SHARE_LIMITED})
_REVIEW_AFTER = timedelta(days=28)
_WORDS = {
    "purpose": "Keep those who are named safe",
    "because": "Necessary for the purpose, and no more than each recipient needs",
    "risk_of_not_sharing": "It happens again with nobody ready",
    "risk_of_sharing": "Low, by the safe channel",
    "wishes": "Asked, and written down with the concern",
    "told": "told",
    "telling": "Told by the worker who knows them",
    "withheld": "",
    "asked": "",
}


@dataclass(frozen=True, slots=True)
class Advised:
    """Advice on some facts, with both as the canonical JSON that is sealed: one for equal facts."""

    advice: Advice
    edition: str
    on: date
    canonical: bytes


def advise_on(facts: Mapping[str, Any]) -> Advised:
    """The advice on facts, without the search for what is missing."""
    advice = advise_without_missing(parse_facts(facts), lawbook.book())
    given = advice.as_dict()
    whole = {"facts": {**facts, "date": facts["date"].isoformat()}, "advice": given}
    return Advised(advice, given["law"]["edition"], facts["date"], rfc8785.dumps(whole))


@dataclass(frozen=True, slots=True)
class Way:
    """One round in a batch: what was asked, by whom, with which advice."""

    batch: Batch
    asked: Asked
    by: Practitioner
    advised: Advised

    @property
    def key(self) -> RecordKey:
        """The concern's key."""
        return self.asked.concern.key

    @property
    def owner(self) -> UUID:
        """The team that holds the concern."""
        return self.by.team_id


def propose(batch: Batch, asked: Asked, *, by: Practitioner, at: datetime) -> None:
    """As `decisions.propose`: who might need to know."""
    for proposal in asked.proposals:
        facts = {
            "proposal": str(proposal.pk),
            "recipient": str(proposal.recipient_id),
            "by": str(by.pseudonym),
        }
        batch.enter("proposal.made", at=at, key=asked.concern.key, facts=facts)


def go_on(way: Way, *, cast: Cast, ends: str, at: datetime) -> None:
    """Decide, and go on as far as `ends` says for each recipient."""
    _advise(way, at=at)
    for proposal in way.asked.proposals:
        decision, chosen = _decide(way, proposal, ends=ends, at=at)
        if not decision.is_to_share or ends == "to-share":
            continue
        made, key = _disclose(
            way, proposal, decision, chosen, ends=ends, at=at + timedelta(minutes=5)
        )
        if ends == "disclosed":
            continue
        _acknowledge(way, made, key=key, cast=cast, at=at + timedelta(hours=3))
        if ends == "reviewed":
            _review(way, proposal, at=at + timedelta(days=2))


def _advise(way: Way, *, at: datetime) -> None:
    """As `decisions.decide`: what was asked and advised, sealed."""
    found, edition = way.asked.round, way.advised.edition
    found.sealed = seal(way.advised.canonical, key=way.key.key, place=decision_place(found))
    found.edition, found.applied_on = edition, way.advised.on
    found.decided_at = at
    facts = {"round": str(found.pk), "law": edition}
    way.batch.enter("advice.given", at=at, key=way.key, facts=facts)


def _decide(
    way: Way, proposal: Proposal, *, ends: str, at: datetime
) -> tuple[Decision, frozenset[UUID]]:
    """As `decisions.decide`: exactly what is advised, or nothing where nothing is."""
    pieces = way.asked.pieces
    advised = {
        number: row
        for number, row in advised_items(way.advised.advice, proposal, way.by.team.agency).items()
        if row.action is Action.SHARE and way.advised.advice.outcome in _SHARING
    }
    chosen = frozenset(pieces[number - 1].id for number in advised)
    need = lawbook.book().ceilings.need
    light = max((need(pieces[number - 1].categories) for number in advised), default=Light.DARK)
    is_to_share = light is not Light.DARK
    step = Step.TO_SHARE if is_to_share else Step.NOT_SHARED
    proposal.step, proposal.moved_at = step.value, at
    decision = Decision(
        proposal=proposal,
        by=way.by,
        at=at,
        is_to_share=is_to_share,
        light=light.value,
        review_on=at.date() + _REVIEW_AFTER,
    )
    words = {**_WORDS, "items": sorted(map(str, chosen))}
    decision.sealed = way.key.seal(words, decision_place(decision))
    way.batch.add(decision)
    if not is_to_share:
        _due(way, decision, about=proposal.concern_id, to=way.owner)
    elif ends == "to-share":
        way.batch.show(
            proposal.pk, kind=Kind.SHARE, about=proposal.concern_id, to=[way.owner], at=at
        )
    facts: dict[str, Fact] = {
        "decision": str(decision.pk),
        "proposal": str(proposal.pk),
        "by": str(way.by.pseudonym),
        "shared": is_to_share,
        "light": light.value,
        "against": decision.against,
        "law": way.asked.round.edition,
    }
    way.batch.enter("decision.made", at=at, key=way.key, facts=facts)
    return decision, chosen


def _due(way: Way, decision: Decision, *, about: UUID, to: UUID) -> None:
    at = start_of(decision.review_on)
    way.batch.show(decision.proposal_id, kind=Kind.REVIEW, about=about, to=[to], at=at)


def _disclose(
    way: Way,
    proposal: Proposal,
    decision: Decision,
    chosen: frozenset[UUID],
    *,
    ends: str,
    at: datetime,
) -> tuple[Disclosure, RecordKey]:
    """As `disclosures.disclose`: the pack, sealed to both teams."""
    pack = pack_of(
        way.asked.concern,
        pieces=way.asked.pieces,
        chosen=chosen,
        light=Light(decision.light),
        sender=way.by,
        recipient=proposal.recipient,
        judgements=_WORDS,
        on=timezone.localdate(at),
    )
    pack["at"] = at.isoformat()
    readers = [way.owner, proposal.recipient_id]
    key = way.batch.record(readers=readers, at=at)
    made = Disclosure(
        proposal=proposal,
        decision=decision,
        concern=proposal.concern,
        sender=way.by.team,
        recipient=proposal.recipient,
        at=at,
        record=key.record,
    )
    made.sealed = key.seal(pack, disclosure_place(made))
    made.digest = sha256(made.sealed).digest()
    named = whom_as_decided(way.asked.concern, decision)
    made.whom = way.key.seal(named, f"{disclosure_place(made)}:whom")
    facts = {
        "disclosure": str(made.pk),
        "decision": str(decision.pk),
        "by": str(way.by.pseudonym),
        "from": str(way.owner),
        "to": str(proposal.recipient_id),
        "sealed": made.digest.hex(),
        "emergency": False,
    }
    made.entry = way.batch.enter("disclosure.made", at=at, key=key, facts=facts)
    proposal.step, proposal.moved_at = Step.DISCLOSED.value, at
    way.batch.add(made)
    thing = thing_of(pack, of=made.pk)
    way.batch.meet(thing, kind=Kind.INBOX, key=key, team=proposal.recipient, at=at)
    way.batch.show(made.pk, kind=Kind.INBOX, about=made.pk, to=[proposal.recipient_id], at=at)
    way.batch.show(made.pk, kind=Kind.OUTBOX, about=proposal.concern_id, to=[way.owner], at=at)
    _due(way, decision, about=made.pk, to=proposal.recipient_id)
    if ends != "reviewed":
        _due(way, decision, about=proposal.concern_id, to=way.owner)
    return made, key


def _acknowledge(way: Way, made: Disclosure, *, key: RecordKey, cast: Cast, at: datetime) -> None:
    """As `disclosures.opened` and `receipts.acknowledge`."""
    who = cast.worker(made.recipient)
    facts = {
        "disclosure": str(made.pk),
        "by": str(who.pseudonym),
        "team": str(who.team_id),
        "sealed": made.digest.hex(),
    }
    way.batch.enter("disclosure.opened", at=at, key=key, facts=facts)
    entry = way.batch.enter("disclosure.received", at=at, key=key, facts=facts)
    way.batch.add(Receipt(disclosure=made, by=who, at=at, entry=entry))
    made.proposal.step, made.proposal.moved_at = Step.RECEIVED.value, at


def _review(way: Way, proposal: Proposal, *, at: datetime) -> None:
    """As `reviews.review`, by the team that shared: looked at again, and done with."""
    made = Review(proposal=proposal, team=way.by.team, record=way.key.record, by=way.by, at=at)
    words = {"right": "Yes", "needed": "No", "note": ""}
    made.sealed = way.key.seal(words, review_place(made))
    proposal.step, proposal.moved_at = Step.REVIEWED.value, at
    way.batch.add(made)
    facts = {
        "proposal": str(proposal.pk),
        "by": str(way.by.pseudonym),
        "team": str(way.owner),
        "next": None,
    }
    way.batch.enter("proposal.reviewed", at=at, key=way.key, facts=facts)
