"""Periods that account is asked for: which concerns of one the reader opens, who answers, and what is said of it.

Nobody opens more by any of this. Of the concerns of a period a reader is told of those alone that they are shown; how
many others there are, nothing counts.
"""

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.archives.models import Covered, Period
from dimmer.apps.archives.queries.made import is_for
from dimmer.apps.archives.queries.span import Span
from dimmer.apps.concerns.models import Concern, Step
from dimmer.apps.concerns.queries import ConcernRead, NoSuchConcern, concern
from dimmer.apps.decisions.models import Decision
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.notices.models import Cause
from dimmer.apps.reviews.models import Review
from dimmer.apps.vault import queries as vault
from dimmer.apps.vault.models import Kind
from dimmer.core.ledger import write_moment

MOST = 50
"""Concerns that one archive is made of, in one request."""
LEFT_OUT = (
    "In it are concerns of the agency's teams of which something was decided, shared, recalled or looked at again "
    "within these days, and that whoever made it could open, when it was asked for and when it was made: as a rule "
    "those that were handed to them. Other concerns may exist: those that were not handed, were taken back or were "
    "disposed of are not in it, and are not counted. What was done before or after these days is not in it, but for "
    "what people had said about sharing until then, the acknowledgement of what was shared within them, and what the "
    "record of a decision says came of it."
)
"""What an archive says of what is not in it: those who make it are never told how many concerns there are."""
LEFT_OUT_OF_AGENCY = (
    "In the roll is every act of the agency's people, of the kinds that it names, within these days, as each team's "
    "own facts tell: also in concerns that were not handed, of which nothing else is in it. Of an entry whose facts "
    "were destroyed, or that no team opens any more, nobody can tell whose it is; the roll counts and names those. "
)
"""What an archive of an agency says before that: the concerns in it are chosen in the same way."""


@dataclass(frozen=True, slots=True)
class PeriodRead:
    """A period that account is asked for, opened.

    `because` is what the second person said; `teams` are those whose concerns it is of, of which no page tells.
    """

    row: Period
    key: vault.RecordKey
    who: str
    why: str
    because: str
    teams: frozenset[UUID]


def concerns_between(within: Span, *, reader: Practitioner, most: int = MOST) -> list[Concern]:
    """The agency's concerns that the reader opens of which something was done within a period.

    Args:
        most: where there are more, one more than that is given.
    """
    times = {"at__gte": within.since, "at__lt": within.until}
    of = OuterRef("pk")
    done = (
        Decision.objects.filter(proposal__concern=of, **times),
        Disclosure.objects.filter(concern=of, sender=OuterRef("team"), **times),
        Review.objects.filter(proposal__concern=of, team=OuterRef("team"), **times),
        Cause.objects.filter(concern=of, what="recall", **times),
    )
    any_of = Q()
    for rows in done:
        any_of |= Q(Exists(rows))
    mine = Concern.objects.filter(
        any_of, team__agency=reader.team.agency_id,
        pk__in=vault.things(kind=Kind.CONCERN, reader=reader.pk),
    ).exclude(step__in=(Step.DRAFT, Step.REPORTED))  # fmt: skip
    mine = vault.openable(mine, record="record", team=reader.team_id)
    return list(mine.order_by("begun_at", "pk")[: most + 1])


def period(pk: UUID, *, reader: Practitioner) -> PeriodRead | None:
    """One that the reader asked for, answers, or whose agency's lead they are; None to everybody else."""
    row = _rows(reader).filter(pk=pk).first()
    if row is None:
        return None
    try:
        key = vault.key_of(row.record, team=reader.team_id)
    except vault.NotEntitled:
        return None
    said = json.loads(key.unseal(row.sealed, place_in_period(row)))
    answer = (
        json.loads(key.unseal(row.answer, place_in_period(row, "answer"))) if row.answer else {}
    )
    teams = frozenset(map(UUID, said["teams"]))
    return PeriodRead(row, key, said["who"], said["why"], answer.get("because", ""), teams)


def periods(*, reader: Practitioner) -> list[Period]:
    """Those that the reader may open, newest first."""
    return list(_rows(reader).order_by("-at", "pk")[: vault.PAGE])


def _rows(reader: Practitioner) -> QuerySet[Period]:
    """Of the lead's team, what they answered, and what they are shown that it waits. The database says so too."""
    waits = vault.things(kind=Kind.ACCOUNT, reader=reader.pk)
    theirs = Q(team=reader.team_id) | Q(answered_by=reader.pk) | Q(pk__in=waits)
    return Period.objects.filter(theirs).select_related("by", "answered_by", "team__agency")


def concerns_in(found: PeriodRead, *, reader: Practitioner) -> list[Concern]:
    """The concerns of a period that the reader is shown and can open: no others are told of."""
    return list(_concerns(found.row, reader))


def opened_in(row: Period, *, reader: Practitioner) -> list[ConcernRead]:
    """The concerns of a period that the reader opens now; not one that was taken back since, or disposed of."""
    found = []
    for pk in _concerns(row, reader).values_list("pk", flat=True):
        with suppress(NoSuchConcern):
            found.append(concern(pk, reader=reader))
    return [each for each in found if is_for(each, asking=reader)]


def _concerns(row: Period, reader: Practitioner) -> QuerySet[Concern]:
    covered = Covered.objects.filter(period=row).values("concern")
    shown = vault.things(kind=Kind.CONCERN, reader=reader.pk)
    rows = Concern.objects.filter(Q(pk__in=covered) & Q(pk__in=shown)).select_related("team")
    return vault.openable(rows, record="record", team=reader.team_id).order_by("begun_at", "pk")


def about_of_period(
    row: Period, found: Sequence[ConcernRead], *, by: Practitioner, at: datetime
) -> dict[str, Any]:
    """What an archive of a period is of, who made it and who confirmed it, and what it leaves out, in words."""
    assert row.answered_by is not None  # noqa: S101  (for types: it was confirmed)
    second = row.answered_by
    return {
        "archive": str(row.pk), "at": write_moment(at),
        "period": {"first": row.first.isoformat(), "last": row.last.isoformat()},
        "agency": by.team.agency.name,
        "concerns": [
            {"concern": str(each.concern.pk), "reference": each.concern.reference, "team": each.concern.team.name}
            for each in found
        ],
        "left_out": LEFT_OUT_OF_AGENCY + LEFT_OUT if row.of_agency else LEFT_OUT,
        "made_by": {"name": by.name, "title": by.title, "role": by.role},
        "confirmed_by": {"name": second.name, "title": second.title, "role": second.role},
    }  # fmt: skip


def place_in_period(row: Period, part: str = "") -> str:
    """What is bound to a period."""
    return f"period{'-' + part if part else ''}:{row.pk}"
