"""Reads of advice without a name. To whoever neither asked nor was asked, a question does not exist."""

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from dimmer.apps.agencies.models import Practitioner, Role, Team
from dimmer.apps.concerns.queries import ConcernRead, NoSuchConcern, concern
from dimmer.apps.consultations.models import Asked, Consultation, Precedent, Taken
from dimmer.apps.people.queries import people
from dimmer.apps.vault import queries as vault
from dimmer.apps.vault.models import Kind
from dimmer.database.reader import Reads
from dimmer.web.built_once import built_once

ADVISE = frozenset({Role.LEAD, Role.CALDICOTT_GUARDIAN, Role.NAMED_PRACTITIONER})
"""Whose advice is asked without a name."""
_COUNTS = {"left_at": None, "waits_since": None}
"""Of those whose account counts."""
_LATELY = timedelta(days=7)
"""How long an answer stands on the desks of those who asked and advised."""


class NoSuchConsultation(Exception):
    """There is none for this reader. Whether there is one for another must not be told."""


class NoSuchPrecedent(Exception):
    """There is none for this reader, or it was taken down."""


@dataclass(frozen=True, slots=True)
class ConsultationRead:
    """A question, opened for the team that asks or for one that was asked."""

    row: Consultation
    key: vault.RecordKey
    question: str
    topics: tuple[str, ...]
    others: str
    is_asker: bool
    asked: tuple[Asked, ...]
    said: Mapping[str, Any] = field(default_factory=dict)
    """The answer: {advice, name_them}; empty while there is none."""
    lesson: Mapping[str, Any] = field(default_factory=dict)
    """The words of a precedent, while they are suggested; empty before."""
    concerns: tuple[Taken, ...] = ()
    """The asker's concerns in which it was taken; to the adviser none."""

    @property
    def waits_for(self) -> Asked:
        """Who was asked last."""
        return self.asked[-1]


def consultation(pk: UUID, *, reader: Reads) -> ConsultationRead:
    """Open a question.

    Raises:
        NoSuchConsultation: the reader neither asked nor is asked; or another team has accepted it.
    """
    shown = _shown(pk=pk, reader=reader.pk, team=reader.team_id)
    row = next(iter(shown), None)
    if row is None or row.granted is None:
        raise NoSuchConsultation
    key = vault.opened(row.record, row.granted, team=reader.team_id)
    whole = json.loads(key.unseal(row.sealed, place_of(row)))
    asked = Asked.objects.filter(consultation=pk).select_related("team__agency").order_by("at")
    taken = Taken.objects.filter(consultation=pk, team=reader.team_id).select_related("concern")
    return ConsultationRead(
        row,
        key,
        whole["question"],
        tuple(whole["topics"]),
        whole["others"],
        row.team_id == reader.team_id,
        tuple(asked),
        _part(row, key, "answer"),
        _part(row, key, "lesson"),
        tuple(taken.order_by("at", "pk")),
    )


@built_once
def _shown(pk: Any, reader: Any, team: Any) -> QuerySet[Any]:
    rows = Consultation.objects.filter(Q(adviser=None) | Q(adviser=team) | Q(team=team), pk=pk)
    rows = rows.select_related("team__agency", "by", "adviser__agency", "accepted_by", "unsure_by")
    return vault.entitled(rows, kinds=[Kind.CONSULT], reader=reader, team=team)


def _part(row: Consultation, key: vault.RecordKey, part: str) -> Mapping[str, Any]:
    sealed = getattr(row, part)
    opened: Mapping[str, Any] = (
        json.loads(key.unseal(sealed, place_of(row, part))) if sealed else {}
    )
    return opened


def place_of(row: Consultation | Precedent, part: str = "") -> str:
    """What a sealed row is bound to."""
    return f"{type(row).__name__.lower()}{'-' + part if part else ''}:{row.pk}"


def edition_of(row: Consultation) -> str:
    """Which words are suggested for others to read; empty where none are."""
    return row.lesson_at.isoformat() if row.lesson_at else ""


def on_call(*, than: Team) -> list[Team]:
    """The teams that a team can ask, in the order in which they are asked.

    The lead of its own agency, then named and designated practitioners of its own agency, then of others, then
    other leads.
    """
    advise = Practitioner.objects.filter(role__in=ADVISE, **_COUNTS).exclude(team=than)
    rows = Team.objects.filter(pk__in=advise.values("team")).select_related("agency")
    return sorted(
        rows,
        key=lambda team: (
            not (team.leads and team.agency_id == than.agency_id),
            team.agency_id != than.agency_id,
            team.leads,
            team.agency.name,
            team.name,
        ),
    )


def advisers_of(team: Team) -> list[Practitioner]:
    """Those of a team whose advice is asked."""
    rows = Practitioner.objects.filter(team=team, role__in=ADVISE, **_COUNTS)
    return list(rows.order_by("name", "pk"))


def next_on_call(row: Consultation) -> Team | None:
    """Who is asked next; None where everybody has been. The database must read as the asker's team."""
    asked = set(Asked.objects.filter(consultation=row).values_list("team", flat=True))
    return next((team for team in on_call(than=row.team) if team.pk not in asked), None)


def names_known(*, reader: Reads, found: ConcernRead | None = None) -> list[str]:
    """The names of people in the reader's newest concerns and records, and in one concern: to be found in a question.

    What is opened for it is compared, and shown to nobody.
    """
    read = [found] if found else []
    for pk, _ in vault.shown(kind=Kind.CONCERN, reader=reader.pk):
        with suppress(NoSuchConcern):
            read.append(concern(pk, reader=reader))
    names = {each.about.get("name") or "" for one in read for each in one.people}
    shown = vault.shown(kind=Kind.PERSON, reader=reader.pk)
    for kept in people([pk for pk, _ in shown], reader=reader).values():
        names |= {entry["text"] for entry in kept.lists["names"]}
    return sorted(names - {""})


def silent(*, team: Team, at: datetime) -> list[UUID]:
    """Questions of a team that nobody has accepted in time. The database must read as the team."""
    rows = Consultation.objects.filter(team=team, adviser=None, due_at__lte=at)
    return list(rows.order_by("due_at", "pk").values_list("pk", flat=True))


def calls_waiting(*, reader: Reads) -> list[Consultation]:
    """Questions that wait for the reader to accept them, soonest due first: nothing opened."""
    return _calls(reader=reader.pk)


@built_once
def _calls(reader: Any) -> QuerySet[Consultation]:
    shown = vault.things(kind=Kind.ONCALL, reader=reader)
    rows = Consultation.objects.filter(pk__in=shown, adviser=None).defer("sealed")
    rows = rows.select_related("team__agency")
    return rows.order_by("due_at", "pk")[: vault.PAGE]


def consultations(*, reader: Reads) -> list[Consultation]:
    """The newest questions that the reader's side asked or advised on: nothing opened."""
    return _mine(reader=reader.pk, team=reader.team_id)


@built_once
def _mine(reader: Any, team: Any) -> QuerySet[Consultation]:
    shown = vault.things(kind=Kind.CONSULT, reader=reader)
    rows = Consultation.objects.filter(Q(team=team) | Q(adviser=team), pk__in=shown)
    rows = rows.defer("sealed", "answer", "lesson").select_related(
        "team__agency", "adviser__agency"
    )
    return rows.order_by("-at", "pk")[: vault.PAGE]


def lately(*, reader: Reads, now: datetime) -> list[Consultation]:
    """Those that are open, were answered in the last days, or of which the reader's team is to say who could tell."""
    since = now - _LATELY
    return [
        row
        for row in consultations(reader=reader)
        if row.answered_at is None or row.answered_at > since or waits_for_asker(row, reader=reader)
    ]


def waits_for_asker(row: Consultation, *, reader: Reads) -> bool:
    """Whether the reader's team asked, and is to say whether anybody could tell who it was about."""
    is_open = row.lesson_at is not None and row.lesson_answered_at is None
    return is_open and row.team_id == reader.team_id


@dataclass(frozen=True, slots=True)
class Advised:
    """Advice that counts in a concern, as it is shown where one decides. `said` is empty while it waits."""

    row: Consultation
    said: Mapping[str, Any]


def advice_in(found: ConcernRead, *, reader: Reads) -> list[Advised]:
    """The advice that was taken in a concern which the reader has opened, oldest first."""
    rows = [taken.consultation for taken in _taken(concern=found.concern.pk, team=reader.team_id)]
    return [
        Advised(row, _part(row, vault.key_of(row.record, team=reader.team_id), "answer"))
        for row in rows
    ]


@built_once
def _taken(concern: Any, team: Any) -> QuerySet[Taken]:
    rows = Taken.objects.filter(concern=concern, team=team)
    rows = rows.select_related("consultation__adviser__agency", "consultation__accepted_by")
    return rows.order_by("at", "pk")


def precedents(
    *,
    reader: Reads,
    topics: Iterable[str] = (),
    since: date | None = None,
    until: date | None = None,
) -> list[Precedent]:
    """The newest precedents, by topic and by day: nothing opened."""
    rows = Precedent.objects.filter(pk__in=vault.things(kind=Kind.LESSON, reader=reader.pk))
    chosen = list(topics)
    if chosen:
        rows = rows.filter(topics__overlap=chosen)
    if since:
        rows = rows.filter(published_on__gte=since)
    if until:
        rows = rows.filter(published_on__lte=until)
    return list(rows.defer("sealed").order_by("-published_on", "pk")[: vault.PAGE])


@dataclass(frozen=True, slots=True)
class PrecedentRead:
    """A precedent, opened."""

    row: Precedent
    key: vault.RecordKey
    situation: str
    advice: str


def precedent(pk: UUID, *, reader: Reads) -> PrecedentRead:
    """Open a precedent.

    Raises:
        NoSuchPrecedent: not shown to the reader, or taken down.
    """
    rows = Precedent.objects.filter(pk=pk)
    shown = vault.entitled(rows, kinds=[Kind.LESSON], reader=reader.pk, team=reader.team_id)
    row = shown.first()
    if row is None or row.granted is None:
        raise NoSuchPrecedent
    key = vault.opened(row.record, row.granted, team=reader.team_id)
    whole = json.loads(key.unseal(row.sealed, place_of(row)))
    return PrecedentRead(row, key, whole["situation"], whole["advice"])


def origin_of(found: PrecedentRead, *, reader: Reads) -> ConsultationRead | None:
    """The question behind a precedent, for those who asked it or advised; None to everybody else."""
    pk = Consultation.objects.filter(precedent=found.row.pk).values_list("pk", flat=True).first()
    with suppress(NoSuchConsultation):
        return consultation(pk or found.row.pk, reader=reader)
    return None
