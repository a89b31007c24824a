"""What an auditor sees of one decision: when, by what law, how, and what was written down. No name and no sentence.

Reasons are somebody's own words, and may name people: an auditor sees how long they are. Whoever oversees the team
reads them beside what was found.
"""

from typing import Any
from uuid import UUID

from django.utils import timezone

from dimmer.apps.decisions.models import Decision, Override
from dimmer.apps.decisions.queries import judgements
from dimmer.apps.reviews.models import Review
from dimmer.apps.reviews.queries import rounds_opened
from dimmer.apps.samples.queries.gathering import basis_of, hours_of
from dimmer.apps.vault import queries as vault
from dimmer.apps.vault.queries import RecordKey

WORDS = ("because", "purpose", "risk_of_sharing", "risk_of_not_sharing", "wishes", "telling")
"""What somebody writes in their own words when they decide."""
Case = dict[str, Any]


def case_of(decision: UUID, *, team: UUID) -> tuple[Decision, RecordKey, Case] | None:
    """A decision with its concern's key, and what an auditor sees of it; None where nobody opens it any more.

    The database must be reading as the team.
    """
    rows = Decision.objects.select_related(
        "proposal__round", "proposal__concern", "proposal__recipient__agency", "secondcheck"
    )
    row = rows.filter(pk=decision).first()
    if row is None:
        return None
    try:
        key = vault.key_of(row.proposal.concern.record, team=team)
    except vault.NotEntitled:
        return None
    asked = row.proposal.round
    words = judgements(row, key)
    case = {
        "asked_at": asked.begun_at.isoformat(), "decided_at": row.at.isoformat(), "hours": hours_of(row, asked),
        "recipient": row.proposal.recipient.agency.kind, "is_shared": row.is_to_share, "light": row.light,
        "against": row.against, "is_emergency": row.is_emergency, "review_on": row.review_on.isoformat(),
        "pieces": len(words.get("items", [])), "told": words.get("told", ""),
        "words": {name: len(str(words.get(name, "")).split()) for name in WORDS},
        "grounds": Override.objects.filter(round=asked).count(),
        "check": _check(row), "reviews": _reviews(row, team=team),
    }  # fmt: skip
    return row, key, case | _advice(asked.pk, team=team)


def _advice(asked: UUID, *, team: UUID) -> Case:
    """What was advised; nothing in an emergency, which asks for no advice first."""
    opened = next(iter(rounds_opened([asked], reader=team)), None)
    if opened is None:
        return {"outcome": ""}
    advice = opened.advice
    powers = {power for route in advice["routes"] for power in route["power"]}
    return {
        "outcome": advice["outcome"], "edition": opened.edition, "basis": basis_of(advice),
        "powers": sorted(powers), "duties": sorted({row["code"] for row in advice["duties"]}),
        "unanswered": sum(1 for row in advice["missing"] if row["asked"]),
    }  # fmt: skip


def _check(row: Decision) -> Case | None:
    check = getattr(row, "secondcheck", None)
    if check is None:
        return None
    answered = check.at.isoformat() if check.at else ""
    return {"due_at": check.due_at.isoformat(), "at": answered, "is_agreed": check.is_agreed}


def _reviews(row: Decision, *, team: UUID) -> list[str]:
    """The days on which the team looked again."""
    rows = Review.objects.filter(proposal=row.proposal_id, team=team, at__gte=row.at).order_by("at")
    return [timezone.localdate(at).isoformat() for at in rows.values_list("at", flat=True)]
