"""What is due to be looked at again, and what was said of it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from dimmer.apps.agencies.models import Team
from dimmer.apps.concerns.models import Report
from dimmer.apps.concerns.queries import NoSuchConcern, concern
from dimmer.apps.decisions.models import Decision, Proposal, SecondCheck
from dimmer.apps.decisions.queries import because_of, decision_of, judgements
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.disclosures.queries import DisclosureRead, NoSuchDisclosure, disclosure_under
from dimmer.apps.reviews.models import LawChange, Review
from dimmer.apps.reviews.queries.weather import law_changes_of
from dimmer.apps.vault import queries as vault
from dimmer.apps.vault.models import Kind
from dimmer.apps.vault.queries import RecordKey
from dimmer.database.reader import Reads
from dimmer.web.built_once import Given, built_once, each


@dataclass(frozen=True, slots=True)
class Due:
    """A proposal that the reader's team is to look at again."""

    proposal: Proposal
    at: datetime
    disclosure: Disclosure | None
    is_refused: bool
    """Whether a second person did not agree with what the reader's team decided."""


def reviews_waiting(*, reader: Reads, until: datetime | None = None) -> list[Due]:
    """What the reader's team is to look at again, soonest first; with `until`, what is due by then."""
    moments = dict(vault.waiting(kind=Kind.REVIEW, reader=reader.pk, until=until))
    rows = _proposals(ids=list(moments), team=reader.team_id) if moments else []
    return [
        Due(row, moments[row.pk], getattr(row, "disclosure", None), row.is_refused)
        for row in sorted(rows, key=lambda row: moments[row.pk])
    ]


@built_once
def _proposals(ids: Given, team: Any) -> Any:
    rows = Proposal.objects.filter(pk__in=each(ids)).defer("disclosure__sealed")
    refused = SecondCheck.objects.filter(decision__proposal=OuterRef("pk"), is_agreed=False)
    looked = Review.objects.filter(proposal=OuterRef("pk"), team=team)
    return rows.select_related(
        "concern", "recipient__agency", "disclosure__sender__agency"
    ).annotate(is_refused=Q(concern__team=team) & Exists(refused) & ~Exists(looked))


@dataclass(frozen=True, slots=True)
class Said:
    """What the reader's team said when it looked again."""

    review: Review
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class UnderReview:
    """A proposal opened to be looked at again: by the team that decided, or by the one that received.

    `decision` and `judgements` are for the first only, `received` for the second only; `refused` is the
    second person's no, with its words. `next_at` is when it is due; None where the team has closed it.
    `changes` are days whose law is the reason to look, for the first only.
    """

    proposal: Proposal
    key: RecordKey
    next_at: datetime | None
    past: tuple[Said, ...]
    decision: Decision | None = None
    judgements: Mapping[str, Any] = field(default_factory=dict)
    received: DisclosureRead | None = None
    refused: SecondCheck | None = None
    refused_because: str = ""
    changes: tuple[LawChange, ...] = ()

    @property
    def about(self) -> UUID:
        """What the reader's team has it under: the disclosure that it received, or the concern."""
        return self.received.disclosure.pk if self.received else self.proposal.concern_id

    @property
    def next_on(self) -> date | None:
        """The day on which it is due."""
        return timezone.localdate(self.next_at) if self.next_at else None


def under_review(pk: UUID, *, reader: Reads, lock: bool = False) -> UnderReview | None:
    """A proposal that the reader's team is to look at again, or has; None to any other team."""
    rows = Proposal.objects.select_related("recipient__agency")
    proposal = (rows.select_for_update(of=("self",)) if lock else rows).filter(pk=pk).first()
    next_at = vault.moment_of(pk, kind=Kind.REVIEW, reader=reader.pk)
    past = reviews_of(pk, reader=reader)
    changes = tuple(law_changes_of(pk, reader=reader))
    if proposal is None or not (next_at or past or changes):
        return None
    try:
        if proposal.recipient_id == reader.team_id:
            received = disclosure_under(proposal, reader=reader)
            said = _said(past, received.key)
            return UnderReview(proposal, received.key, next_at, said, received=received)
        found = concern(proposal.concern_id, reader=reader)
    except (NoSuchConcern, NoSuchDisclosure):
        return None
    decision = decision_of(proposal)
    words = judgements(decision, found.key) if decision else {}
    check = getattr(decision, "secondcheck", None)
    refused = check if check is not None and check.is_agreed is False else None
    because = because_of(refused, found.key) if refused else ""
    return UnderReview(
        proposal, found.key, next_at, _said(past, found.key), decision, words,
        refused=refused, refused_because=because, changes=changes,
    )  # fmt: skip


def _said(past: Iterable[Review], key: RecordKey) -> tuple[Said, ...]:
    return tuple(Said(row, json.loads(key.unseal(row.sealed, place_of(row)))) for row in past)


def reviews_of(proposal: UUID, *, reader: Reads) -> list[Review]:
    """The reader's own reviews of a proposal, newest first."""
    return list(
        Review.objects.filter(proposal=proposal, team=reader.team_id)
        .select_related("by")
        .order_by("-at")
    )


def place_of(row: Review) -> str:
    """What a sealed review is bound to."""
    return f"review:{row.pk}"


def silent_reports(*, owner: Team, at: datetime) -> list[UUID]:
    """Reports of a team past their time, not yet gone up, soonest due first. The database must read as the team."""
    rows = Report.objects.filter(answered_at=None, escalated_at=None, due_at__lte=at)
    rows = rows.filter(concern__team=owner).order_by("due_at", "pk")
    return list(rows.values_list("pk", flat=True)[: vault.PAGE])


def silent_checks(*, owner: Team, at: datetime) -> list[UUID]:
    """Second checks of a team past their time, as `silent_reports`."""
    rows = SecondCheck.objects.filter(at=None, escalated_at=None, due_at__lte=at)
    rows = rows.filter(decision__proposal__concern__team=owner).order_by("due_at", "pk")
    return list(rows.values_list("pk", flat=True)[: vault.PAGE])
