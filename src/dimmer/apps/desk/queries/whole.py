"""The whole of a concern for its team: every round with its decisions, what is owed, and the history."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from dimmer.apps.agencies.models import Practitioner, Team
from dimmer.apps.concerns import queries as concerns
from dimmer.apps.concerns.models import Report
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

KINDS = {
    "concern.begun": "Begun",
    "concern.written": "Summary changed",
    "concern.answered": "Questions answered",
    "concern.person-added": "Person added",
    "concern.person-changed": "Person changed",
    "concern.item-added": "Piece of information added",
    "concern.item-changed": "Piece of information changed",
    "concern.part-removed": "Part taken out of the draft",
    "concern.raised": "Raised",
    "concern.reported": "Reported to a manager",
    "concern.opened": "Opened and read",
    "report.taken-up": "Report taken up",
    "report.declined": "Report declined",
    "report.escalated": "Nobody answered in time: shown to the lead",
    "proposal.made": "Asked whether a team needs to know",
    "proposal.reviewed": "Looked at again",
    "advice.given": "Advice given",
    "decision.made": "Decision made",
    "decision.agreed": "Second person agreed",
    "decision.refused": "Second person did not agree",
    "decision.escalated": "No second person in time: shown to the lead",
    "follow-up.owed": "Duty noted",
    "follow-up.done": "Duty done",
    "emergency.decided": "Decided in an emergency",
    "emergency.recorded": "Rest of the emergency record written",
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


def whole(found: ConcernRead, *, reader: Team) -> Whole:
    """The rounds, what is owed, and the history of a concern: a fixed number of reads, however many."""
    proposals = list(
        Proposal.objects.filter(concern=found.concern)
        .select_related("recipient__agency", "round__by")
        .order_by("-round__begun_at", "recipient__agency__name", "recipient__name")
    )
    ways = _ways(found, proposals, reader=reader)
    rounds: dict[UUID, list[Way]] = {}
    by_id = {proposal.round_id: proposal.round for proposal in proposals}
    for proposal in proposals:
        rounds.setdefault(proposal.round_id, []).append(ways[proposal.pk])
    emergencies = list(
        EmergencyRecord.objects.filter(decision__proposal__concern=found.concern)
        .select_related("completed_by")
        .order_by("due_at", "pk")
    )
    report = concerns.report_of(found.concern.pk)
    done = [row for row in emergencies if row.sealed is not None]
    return Whole(
        rounds=tuple(RoundRead(by_id[pk], tuple(rows)) for pk, rows in rounds.items()),
        owed=next((row for row in emergencies if row.completed_at is None), None),
        recorded=_open(found, done[0].sealed, disclosure_place(done[0])) if done else {},
        report=report,
        report_because=concerns.reasons_for(report, reader=reader) if report else "",
        acts=_acts(found, reader=reader),
    )


def _ways(found: ConcernRead, proposals: list[Proposal], *, reader: Team) -> dict[UUID, Way]:
    ids = [proposal.pk for proposal in proposals]
    decisions: dict[UUID, Decision] = {}
    for row in (
        Decision.objects.filter(proposal__in=ids)
        .select_related("by", "secondcheck__by")
        .order_by("at", "pk")
    ):
        decisions[row.proposal_id] = row  # the latest counts
    made = Disclosure.objects.filter(proposal__in=ids).defer("sealed").select_related("receipt__by")
    disclosed = {row.proposal_id: row for row in made}
    reviewed: dict[UUID, Review] = {}
    for review in Review.objects.filter(proposal__in=ids, team=reader).order_by("at"):
        reviewed[review.proposal_id] = review
    owed: dict[UUID, list[tuple[FollowUp, str, str]]] = {}
    for duty in (
        FollowUp.objects.filter(proposal__in=ids).select_related("by").order_by("due_on", "code")
    ):
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
            disclosed.get(proposal.pk),
            reviewed.get(proposal.pk),
            tuple(owed.get(proposal.pk, ())),
        )
    return ways


def _open(found: ConcernRead, sealed: bytes | memoryview | None, place: str) -> Mapping[str, Any]:
    """What was sealed to the concern's record; empty where nothing was written yet."""
    opened: Mapping[str, Any] = json.loads(found.key.unseal(sealed, place)) if sealed else {}
    return opened


def _acts(found: ConcernRead, *, reader: Team) -> tuple[Act, ...]:
    """The newest acts of the record. Colleagues of the agency by name; others stay pseudonyms."""
    rows = Entry.objects.filter(sealedfacts__record=found.key.record).select_related("sealedfacts")
    entries = list(rows.order_by("-at", "-id")[: vault.PAGE])
    facts = [
        json.loads(_open(found, row.sealedfacts.sealed, ledger_place(row.pk))["facts"])
        for row in entries
    ]
    pseudonyms = {fact["by"] for fact in facts if fact.get("by")}
    people = Practitioner.objects.filter(
        pseudonym__in=pseudonyms, team__in=[reader.pk, found.concern.team_id]
    )
    names = {str(pseudonym): name for pseudonym, name in people.values_list("pseudonym", "name")}
    return tuple(
        Act(KINDS.get(row.kind, row.kind), row.at, names.get(fact.get("by", ""), ""))
        for row, fact in zip(entries, facts, strict=True)
    )
