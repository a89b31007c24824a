"""The whole of a concern for its team: every round with its decisions, what is owed, and the history."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.concerns import queries as concerns
from dimmer.apps.concerns.models import Origin, Report
from dimmer.apps.concerns.queries import ConcernRead
from dimmer.apps.decisions.models import Decision, FollowUp, Proposal, Round, SecondCheck
from dimmer.apps.decisions.queries import FOLLOW_UPS, judgements
from dimmer.apps.decisions.queries import place_of as decision_place
from dimmer.apps.disclosures.models import Disclosure, EmergencyRecord
from dimmer.apps.disclosures.queries import place_of as disclosure_place
from dimmer.apps.ledger.models import Entry
from dimmer.apps.ledger.queries import place_of as ledger_place
from dimmer.apps.reviews.models import Review
from dimmer.apps.vault import queries as vault
from dimmer.database.reader import Reads
from dimmer.web.built_once import Given, built_once, each

KINDS = {
    "concern.begun": "Begun",
    "concern.written": "Summary changed",
    "concern.answered": "Questions answered",
    "concern.person-added": "Person added",
    "concern.person-changed": "Person changed",
    "concern.person-linked": "Person linked to the record that your team keeps of them",
    "concern.person-told-apart": "Person said not to be the one of a record",
    "concern.person-unlinked": "What was said of a person and a record taken back",
    "consent.recorded": "What somebody said about sharing written down",
    "override.written": "Grounds for sharing against what an adult wants, or the talk, written down",
    "honour.raised": "Flagged as a matter of family and honour",
    "honour.outside": "Interpreter or chaperone checked",
    "honour.telling": "Asked whether somebody of the family or community may be told",
    "honour.telling-agreed": "Second person agreed that they may be told",
    "honour.telling-refused": "Second person did not agree: they must not be told",
    "honour.lifting": "Asked whether the flag of family and honour is taken back",
    "honour.lifting-agreed": "Second person agreed: family and honour taken back",
    "honour.lifting-refused": "Second person did not agree: family and honour stays",
    "concern.no-senior-route": "An agency of somebody in it has no senior route: rung first",
    "concern.address-confirmed": "A new address confirmed by a second person",
    "concern.address-refused": "A new address refused by a second person",
    "telling.owed": "To be said whether somebody was told",
    "telling.said": "Said whether somebody was told",
    "telling-slip.opened": "What somebody may have on paper opened",
    "concern.advice-taken": "Advice taken without a name",
    "addressee.named": "Somebody without an account named, who might need to know",
    "concern.people-met": "Compared with the register of interests",
    "concern.item-added": "Piece of information added",
    "concern.item-changed": "Piece of information changed",
    "concern.item-corrected": "Piece of information put right",
    "concern.item-disputed": "Piece of information disputed",
    "concern.asked-already": "Written down what somebody was asked already",
    "attachment.added": "File attached to a piece of information",
    "attachment.looked-through": "File looked through again",
    "attachment.copied": "Flat copy of a file made",
    "attachment.copy-taken": "Flat copy looked at: it may go",
    "attachment.opened": "File opened",
    "attachment.removed": "File taken out",
    "concern.part-removed": "Part taken out of the draft",
    "concern.raised": "Raised",
    "concern.reported": "Reported to a manager",
    "concern.accounts-said": "Said which accounts the alleged abuser has",
    "concern.opened": "Opened and read",
    "report.taken-up": "Report taken up",
    "report.declined": "Report declined",
    "report.escalated": "Nobody answered in time: shown to the lead",
    "request.taken": "A request for information said to be about this",
    "request.opened": "The request opened and read",
    "request.changed": "What they said since written into the request",
    "request.more-asked": "They were asked for more",
    "request.led": "Put to a decision, in answer to the request",
    "request.answered": "Answered that there is nothing to share",
    "request.escalated": "The request was not answered in time: shown to the lead",
    "request.asked": "Asked a team on Dimmer for what is needed",
    "request.added": "Said more on what was asked of them",
    "request.taken-back": "What was asked of them taken back",
    "asking.opened": "What was asked of them opened and read",
    "proposal.made": "Asked whether a team needs to know",
    "proposal.reviewed": "Looked at again",
    "law.foretold": "The law changes: to be looked at again",
    "keeping.opened": "Looked at how long it is kept",
    "keeping.due": "Kept for as long as a schedule says: to be looked at",
    "advice.given": "Advice given",
    "decision.made": "Decision made",
    "decision.agreed": "Second person agreed",
    "decision.refused": "Second person did not agree",
    "decision.drawn": "Drawn in a sample: an auditor looks at the decision, and sees no name",
    "decision.escalated": "No second person in time: shown to the lead",
    "light.turning-up": "Asked whether a team that has something needs more",
    "light.turned-down": "Light turned down: a team has less in the place of what it had",
    "disclosure.recalled": "Recalled from a team: nobody there opens it any more",
    "breach.decided": "Said who is told of what may be a breach of personal data",
    "release.asked": "Asked a second person to release what is shared",
    "release.agreed": "Second person released it",
    "release.refused": "Second person did not release it",
    "record.opened": "Record of a decision taken away as a document",
    "archive.handed": "Handed to the lead, to give account to somebody outside",
    "archive.taken-back": "Taken back from the lead, to whom it was handed",
    "archive.made": "Archive made, to give account to somebody outside",
    "follow-up.owed": "Duty noted",
    "follow-up.done": "Duty done",
    "emergency.decided": "Decided in an emergency",
    "emergency.recorded": "Rest of the emergency record written",
    "work.named": "Somebody named to work on it",
    "work.ended": "Somebody taken off",
    "work.aside": "Somebody stepped aside",
    "contact-change.recorded": "Written down that something changed about somebody",
    "notice.given": "Permission taken back: everybody who received is to be told",
    "notice.put-right": "A piece put right or disputed: everybody who received it is to be told",
    "notice.delivered": "Brought to those who received",
    "notice.escalated": "No answer in time: shown to both leads",
    "plan.written": "Joint plan written, changed or called off",
    "plan.told": "Joint plan new to somebody who received: they are to be told",
    "plan.task-done": "Something of the joint plan done",
    "notice.undone": "Undone: it was a mistake",
    "glass.broken": "Opened by somebody who was not named",
    "glass.escalated": "Nobody had looked in time at who opened it: those who work on it were told",
    "glass.looked-at": "Looked at: opened by somebody who was not named",
}
"""Kinds of acts on a concern's record, in plain words."""


@dataclass(frozen=True, slots=True)
class Way:
    """One proposal of a concern: what was decided for a recipient, by whom, and how far it has come."""

    proposal: Proposal
    decision: Decision | None = None
    words: Mapping[str, Any] = field(default_factory=dict)
    check: SecondCheck | None = None
    check_because: str = ""
    disclosure: Disclosure | None = None
    reviewed: Review | None = None
    follow_ups: tuple[tuple[FollowUp, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class RoundRead:
    """One asking of who needs to know, with a way for each recipient."""

    round: Round
    ways: tuple[Way, ...]

    @property
    def kept_back(self) -> tuple[str, ...]:
        """What whoever decided kept back, and why: it is asked once for all recipients of a round."""
        said = (way.words.get("withheld", "") for way in self.ways)
        return tuple(dict.fromkeys(words for words in said if words))


@dataclass(frozen=True, slots=True)
class Act:
    """One entry of the concern's record: what, when, and by whom where that is a colleague."""

    kind: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Whole:
    """Everything about a concern that its team sees beside what was typed."""

    rounds: tuple[RoundRead, ...]
    owed: EmergencyRecord | None
    recorded: Mapping[str, Any]
    report: Report | None
    report_because: str
    acts: tuple[Act, ...]


def whole(found: ConcernRead, *, reader: Reads) -> Whole:
    """The rounds, what is owed, and the history of a concern: a fixed number of reads, however many."""
    proposals, ways = _proposals_and_ways(found, reader=reader)
    rounds: dict[UUID, list[Way]] = {}
    by_id = {proposal.round_id: proposal.round for proposal in proposals}
    for proposal in proposals:
        rounds.setdefault(proposal.round_id, []).append(ways[proposal.pk])
    shared_at_once = found.concern.origin in {Origin.EMERGENCY, Origin.LATER}
    emergencies = _emergencies(concern=found.concern.pk) if shared_at_once else []
    report = getattr(found.concern, "report", None)
    done = [row for row in emergencies if row.sealed is not None]
    return Whole(
        rounds=tuple(RoundRead(by_id[pk], tuple(rows)) for pk, rows in rounds.items()),
        owed=next((row for row in emergencies if row.completed_at is None), None),
        recorded=_open(found, done[0].sealed, disclosure_place(done[0])) if done else {},
        report=report,
        report_because=concerns.reasons_for(report, reader=reader) if report else "",
        acts=_acts(found, reader=reader),
    )


def ways_of(found: ConcernRead, *, reader: Reads) -> tuple[Way, ...]:
    """What was decided for each recipient of a concern, and how far it has come: a fixed number of reads."""
    return tuple(_proposals_and_ways(found, reader=reader)[1].values())


def _proposals_and_ways(
    found: ConcernRead, *, reader: Reads
) -> tuple[list[Proposal], dict[UUID, Way]]:
    proposals = _proposals(concern=found.concern.pk)
    return proposals, _ways(found, proposals, reader=reader)


@built_once
def _proposals(concern: Any) -> QuerySet[Proposal]:
    rows = Proposal.objects.filter(concern=concern).defer("round__sealed", "disclosure__sealed")
    rows = rows.select_related("recipient__agency", "round__by", "disclosure__receipt__by")
    return rows.order_by("-round__begun_at", "recipient__agency__name", "recipient__name")


@built_once
def _emergencies(concern: Any) -> QuerySet[EmergencyRecord]:
    rows = EmergencyRecord.objects.filter(decision__proposal__concern=concern)
    return rows.select_related("completed_by").order_by("due_at", "pk")


@built_once
def _decisions(proposals: Given) -> QuerySet[Decision]:
    rows = Decision.objects.filter(proposal__in=each(proposals))
    return rows.select_related("by", "secondcheck__by").order_by("at", "pk")


@built_once
def _reviews(proposals: Given, team: Any) -> QuerySet[Review]:
    return Review.objects.filter(proposal__in=each(proposals), team=team).order_by("at")


@built_once
def _duties(proposals: Given) -> QuerySet[FollowUp]:
    rows = FollowUp.objects.filter(proposal__in=each(proposals))
    return rows.select_related("by").order_by("due_on", "code")


def _ways(found: ConcernRead, proposals: list[Proposal], *, reader: Reads) -> dict[UUID, Way]:
    if not proposals:
        return {}
    ids = [proposal.pk for proposal in proposals]
    decisions = {row.proposal_id: row for row in _decisions(proposals=ids)}  # the latest counts
    reviewed = {row.proposal_id: row for row in _reviews(proposals=ids, team=reader.team_id)}
    owed: dict[UUID, list[tuple[FollowUp, str, str]]] = {}
    for duty in _duties(proposals=ids):
        note = _open(found, duty.sealed, decision_place(duty)).get("note", "")
        owed.setdefault(duty.proposal_id, []).append((duty, FOLLOW_UPS[duty.code][1], note))
    ways = {}
    for proposal in proposals:
        decision = decisions.get(proposal.pk)
        check = getattr(decision, "secondcheck", None)
        ways[proposal.pk] = Way(
            proposal,
            decision,
            judgements(decision, found.key) if decision else {},
            check,
            _open(found, check.sealed, decision_place(check)).get("because", "") if check else "",
            getattr(proposal, "disclosure", None),
            reviewed.get(proposal.pk),
            tuple(owed.get(proposal.pk, ())),
        )
    return ways


def _open(found: ConcernRead, sealed: bytes | memoryview | None, place: str) -> Mapping[str, Any]:
    """What was sealed to the concern's record; empty where nothing was written yet."""
    opened: Mapping[str, Any] = json.loads(found.key.unseal(sealed, place)) if sealed else {}
    return opened


@built_once
def _entries(record: Any) -> QuerySet[Entry, tuple[UUID, str, datetime, bytes | memoryview]]:
    rows = Entry.objects.filter(sealedfacts__record=record).order_by("-at", "-id")
    return rows.values_list("pk", "kind", "at", "sealedfacts__sealed")[: vault.PAGE]


@built_once
def _names(pseudonyms: Given, teams: Given) -> QuerySet[Practitioner, tuple[UUID, str]]:
    people = Practitioner.objects.filter(pseudonym__in=each(pseudonyms), team__in=each(teams))
    return people.values_list("pseudonym", "name")


def _acts(found: ConcernRead, *, reader: Reads) -> tuple[Act, ...]:
    """The newest acts of the record. Colleagues of the agency by name; others stay pseudonyms."""
    entries = _entries(record=found.key.record)
    facts = [
        json.loads(_open(found, sealed, ledger_place(pk))["facts"]) for pk, _, _, sealed in entries
    ]
    pseudonyms = {fact["by"] for fact in facts if fact.get("by")}
    people = _names(pseudonyms=list(pseudonyms), teams=[reader.team_id, found.concern.team_id])
    names = {str(pseudonym): name for pseudonym, name in people}
    return tuple(
        Act(KINDS.get(kind, kind), at, names.get(fact.get("by", ""), ""))
        for (_, kind, at, _), fact in zip(entries, facts, strict=True)
    )
