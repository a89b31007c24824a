"""What was decided in answer to a request: for whom, what goes, what stays back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from dimmer.apps.concerns.queries import ConcernRead
from dimmer.apps.decisions.models import Decision, Proposal
from dimmer.apps.decisions.queries import VICTIM_REQUEST, decision_of, judgements
from dimmer.apps.requests.models import Request
from dimmer.apps.requests.queries.reading import RequestRead

_WHERE = "Where somebody is, or how they are reached"
"""For whereabouts that were shared: which they are stands in the pack, and in no other view."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What was decided in answer to a request: what goes, what of the concern stays back, and how far it has come."""

    proposal: Proposal
    decision: Decision | None = None
    words: Mapping[str, Any] = field(default_factory=dict)
    goes: tuple[str, ...] = ()
    stays: tuple[str, ...] = ()


def answered(found: RequestRead, into: ConcernRead | None) -> list[Answered]:
    """What was last decided for each to whom it was led, the newest first."""
    if into is None:
        return []
    rows = decided_for(found.row).select_related("round", "recipient__agency", "disclosure")
    rows = rows.defer("disclosure__sealed").order_by("-round__begun_at", "pk")
    last: dict[UUID, Proposal] = {}
    for proposal in rows:
        last.setdefault(proposal.recipient_id, proposal)
    return [_answered(proposal, into) for proposal in last.values()]


def decided_for(row: Request) -> QuerySet[Proposal]:
    """What was decided, or is being decided, in answer to a request; not where the light is turned since."""
    return Proposal.objects.filter(round__asked_in=row.pk, round__turns=None)


def _answered(proposal: Proposal, into: ConcernRead) -> Answered:
    decision = decision_of(proposal)
    if decision is None:
        return Answered(proposal)
    words = judgements(decision, into.key)
    chosen = {*words["items"]}
    goes = [item.text for item in into.items if str(item.id) in chosen]
    stays = [item.text for item in into.items if str(item.id) not in chosen]
    if chosen - {str(item.id) for item in into.items}:
        goes.append(_WHERE)
    return Answered(proposal, decision, words, tuple(goes), tuple(stays))


def bars_counselling(found: RequestRead, given: list[Answered]) -> bool:
    """Whether nothing of counselling is offered where it is decided now; or was, where it has been."""
    rounds = [each.proposal.round for each in given]
    if rounds:
        return any(row.leaves_out_counselling for row in rounds)
    return found.said["form"] == VICTIM_REQUEST and not found.said["approval"]
