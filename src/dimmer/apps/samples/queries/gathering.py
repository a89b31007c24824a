"""What draws and figures are made of: each decision of a team in a period. The database must be reading as the team.

Content is read for no person: what leaves here is ids, codes, days and counts.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from dimmer.apps.agencies.models import Team
from dimmer.apps.decisions.models import Against, Decision, Override, Round
from dimmer.apps.ledger.models import Entry
from dimmer.apps.ledger.queries import place_of as ledger_place
from dimmer.apps.reviews.queries import PORTION, rounds_opened
from dimmer.apps.vault import queries as vault
from dimmer.apps.vault.models import Grant, Kind, Shown
from dimmer.apps.vault.queries import RecordKey
from dimmer.core.sampling import Decided, Listed, stratum_of

ENTERED = ("decision.made", "emergency.decided")
"""The kinds of entries that stand for a decision, each for one."""
_BASES = ("A6c", "A6d", "A6e", "A6ea", "A6f", "A6a")
_AGAINST = (Against.MORE, Against.LESS)


@dataclass(frozen=True, slots=True)
class Gathered:
    """One decision: what is listed of it, whose it is, and how it is counted."""

    listed: Listed
    team: UUID
    decision: UUID
    counted: Decided


def moments(first: date, last: date) -> tuple[datetime, datetime]:
    """The moments between which a period lies: the second is no part of it."""
    return tuple(  # type: ignore[return-value]  # two days, two moments
        timezone.make_aware(datetime.combine(day, time.min))
        for day in (first, last + timedelta(days=1))
    )


def gathered(team: Team, *, first: date, last: date, at: datetime) -> list[Gathered]:
    """Every decision of the team in the period that its keys still open."""
    rows = list(_decisions(team, *moments(first, last)))
    keys = _keys({row.proposal.concern.record for row in rows}, team=team)
    entries = _entries(keys, *moments(first, last))
    bases = _bases({row.proposal.round_id for row in rows}, team=team)
    late = _late(team, at=at)
    return [
        _gathered(row, entries[row.pk], team=team, basis=bases.get(row.proposal.round_id, ""), late=late)
        for row in rows
        if row.pk in entries
    ]  # fmt: skip


def _decisions(team: Team, since: datetime, until: datetime) -> QuerySet[Decision]:
    rows = Decision.objects.filter(proposal__concern__team=team, at__gte=since, at__lt=until)
    said_no = Override.objects.filter(round=OuterRef("proposal__round"))
    rows = rows.annotate(is_against_no=Exists(said_no)).defer("sealed")
    return rows.select_related("proposal__round", "proposal__concern").order_by("at", "pk")


def _keys(records: Iterable[UUID], *, team: Team) -> dict[UUID, RecordKey]:
    rows = Grant.objects.filter(reader=team.pk, record__in=list(records))
    return {
        record: vault.opened(record, sealed, team=team.pk)
        for record, sealed in rows.values_list("record", "sealed")
    }


def _entries(keys: Mapping[UUID, RecordKey], since: datetime, until: datetime) -> dict[UUID, UUID]:
    """By decision, the entry that stands for it on the ledger."""
    rows = Entry.objects.filter(sealedfacts__record__in=list(keys), kind__in=ENTERED)
    rows = rows.filter(at__gte=since, at__lt=until)
    found = {}
    for pk, record, sealed in rows.values_list("pk", "sealedfacts__record", "sealedfacts__sealed"):
        facts = json.loads(json.loads(keys[record].unseal(sealed, ledger_place(pk)))["facts"])
        found[UUID(facts["decision"])] = pk
    return found


def _bases(rounds: Iterable[UUID], *, team: Team) -> dict[UUID, str]:
    """By round, the first lawful basis that its advice opened."""
    ids = sorted(rounds)
    opened = (
        row
        for place in range(0, len(ids), PORTION)
        for row in rounds_opened(ids[place : place + PORTION], reader=team.pk)
    )
    return {row.id: basis_of(row.advice) for row in opened}


def basis_of(advice: Mapping[str, Any]) -> str:
    """The first lawful basis of the UK GDPR that the advice opened; empty where it opened none of them."""
    opened = {
        "A6ea" if row.startswith("A6ea-") else row
        for route in advice["routes"]
        for row in route["basis"]
    }
    return next((basis for basis in _BASES if basis in opened), "")


def _late(team: Team, *, at: datetime) -> frozenset[UUID]:
    """The proposals that somebody was to look at again, on a day that is over."""
    today = moments(timezone.localdate(at), timezone.localdate(at))[0]
    rows = Shown.objects.filter(reader=team.pk, kind=Kind.REVIEW, at__lt=today)
    return frozenset(rows.values_list("thing", flat=True))


def is_overridden(row: Decision, *, is_against_no: bool) -> bool:
    """Whether somebody decided otherwise than was advised, or shared against what an adult said."""
    return row.against in _AGAINST or (row.is_to_share and is_against_no)


def hours_of(row: Decision, asked: Round) -> int:
    """How long it took from the first question of who needs to know, in whole hours."""
    return max(0, int((row.at - asked.begun_at).total_seconds() // 3600))


def _gathered(
    row: Decision, entry: UUID, *, team: Team, basis: str, late: frozenset[UUID]
) -> Gathered:
    asked, is_overdue = row.proposal.round, row.proposal_id in late
    overridden = is_overridden(row, is_against_no=row.is_against_no)  # type: ignore[attr-defined]  # annotated
    stratum = stratum_of(
        is_shared=row.is_to_share, is_emergency=row.is_emergency, is_overridden=overridden, is_overdue=is_overdue,
    )  # fmt: skip
    counted = Decided(
        month=f"{timezone.localtime(row.at):%Y-%m}", agency=str(team.agency_id), is_shared=row.is_to_share,
        basis=basis, hours=hours_of(row, asked), is_overridden=overridden, is_overdue=is_overdue,
    )  # fmt: skip
    return Gathered(Listed(entry, stratum), team.pk, row.pk, counted)


def entered_between(first: date, last: date) -> int:
    """How many decisions of the period stand on the ledger, whoever can still open them."""
    since, until = moments(first, last)
    return Entry.objects.filter(kind__in=ENTERED, at__gte=since, at__lt=until).count()
