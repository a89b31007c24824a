"""The register, for those who look after it: the team of the agency's lead, or where there is none its managers."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from dimmer.apps.agencies.models import OVERSEE, WORK, Practitioner, Role, Team
from dimmer.apps.agencies.queries import lead_team_of
from dimmer.apps.interests.models import Interest, Match, SeniorRoute, State, What
from dimmer.apps.vault import queries as vault
from dimmer.apps.vault.models import Kind
from dimmer.database.reader import showing


def holder_of(who: Practitioner) -> Team:
    """The team that looks after somebody's interests."""
    return lead_team_of(who.team.agency_id) or who.team


def looks_after(asking: Practitioner) -> bool:
    """Whether somebody looks after the register of those they work with."""
    return asking.role in OVERSEE and holder_of(asking).pk == asking.team_id


def of_agency(asking: Practitioner) -> QuerySet[Practitioner]:
    """Those for whom somebody who looks after the register may declare: all of the agency who share it."""
    rows = Practitioner.objects.filter(left_at=None).exclude(pk=asking.pk)
    mine = Q(team__agency=asking.team.agency_id) if asking.team.leads else Q(team=asking.team_id)
    return rows.filter(mine).select_related("team").order_by("name", "pk")


def who_may_be_senior(agency: UUID) -> QuerySet[Practitioner]:
    """Those of an agency to whom concerns can be shared, by team and name."""
    rows = Practitioner.objects.filter(team__agency=agency, team__receives=True, left_at=None)
    return (
        rows.filter(role__in=WORK, waits_since=None)
        .select_related("team")
        .order_by("team__name", "name", "pk")
    )


@dataclass(frozen=True, slots=True)
class InterestRead:
    """An interest, opened for those who look after the register."""

    row: Interest
    key: vault.RecordKey
    said: Mapping[str, Any]
    because: str = ""


@dataclass(frozen=True, slots=True)
class MatchRead:
    """A match, opened for those who look after the register."""

    row: Match
    key: vault.RecordKey
    said: Mapping[str, Any]
    note: str = ""


def interests(*, reader: Practitioner) -> list[InterestRead]:
    """The newest interests of the register that the reader looks after."""
    shown = [pk for pk, _ in vault.shown(kind=Kind.INTEREST, reader=reader.pk)]
    rows = Interest.objects.filter(pk__in=shown).select_related("who__team", "by", "ended_by")
    return [_interest(row, reader=reader) for row in rows.order_by("-at", "pk")]


def interest(pk: UUID, *, reader: Practitioner) -> InterestRead | None:
    """One interest; None to anybody who does not look after it."""
    if not vault.is_shown(pk, kind=Kind.INTEREST, reader=reader.pk):
        return None
    row = Interest.objects.select_related("who__team", "by", "ended_by").get(pk=pk)
    return _interest(row, reader=reader)


def _interest(row: Interest, *, reader: Practitioner) -> InterestRead:
    key = vault.key_of(row.record, team=reader.team_id)
    ending = _opened(key, row.ending, place_of(row, "ending")).get("because", "")
    return InterestRead(row, key, _opened(key, row.sealed, place_of(row)), ending)


def matches_waiting(*, reader: Practitioner) -> list[Match]:
    """Matches that somebody who looks after the register is to answer, oldest first."""
    rows = Match.objects.filter(
        pk__in=vault.things(kind=Kind.MATCH, reader=reader.pk), state=State.ASKED
    )
    return list(rows.select_related("who").order_by("at", "pk")[: vault.PAGE])


def matches_of(found: InterestRead, *, reader: Practitioner) -> list[MatchRead]:
    """Where an interest was met, newest first."""
    shown = vault.things(kind=Kind.MATCH, reader=reader.pk)
    rows = Match.objects.filter(pk__in=shown, interest=found.row).select_related("who")
    return [_match(row, reader=reader) for row in rows.order_by("-at", "pk")[: vault.PAGE]]


def match(pk: UUID, *, reader: Practitioner) -> MatchRead | None:
    """One match; None to anybody who does not look after it."""
    if not vault.is_shown(pk, kind=Kind.MATCH, reader=reader.pk):
        return None
    rows = Match.objects.select_related("who__team", "interest", "answered_by")
    return _match(rows.get(pk=pk), reader=reader)


LOOKED_BACK = timedelta(days=91)
"""How long an auditor finds that somebody looked for whom they must not: until the next quarter."""


@dataclass(frozen=True, slots=True)
class LookUp:
    """Somebody looked for a person in whom they have an interest, or who bears their name: not for whom."""

    at: datetime
    name: str
    team: str
    agency: str


def look_ups(*, reader: Practitioner, now: datetime) -> list[LookUp]:
    """Look-ups of the last quarter, newest first, for an auditor; to anybody else nothing. Nothing is opened."""
    with showing(connection):
        rows = Match.objects.filter(what=What.SEARCH, at__gte=now - LOOKED_BACK)
        rows = rows.exclude(who=reader.pk).select_related("who__team__agency").order_by("-at", "pk")
        found = list(rows[: vault.PAGE]) if reader.role == Role.AUDITOR else []
    return [
        LookUp(row.at, row.who.name, row.who.team.name, row.who.team.agency.name) for row in found
    ]


def _match(row: Match, *, reader: Practitioner) -> MatchRead:
    key = vault.key_of(row.record, team=reader.team_id)
    note = _opened(key, row.answer, place_of(row, "answer")).get("note", "")
    return MatchRead(row, key, _opened(key, row.sealed, place_of(row)), note)


def _opened(
    key: vault.RecordKey, sealed: bytes | memoryview | None, place: str
) -> Mapping[str, Any]:
    opened: Mapping[str, Any] = json.loads(key.unseal(sealed, place)) if sealed else {}
    return opened


def place_of(row: Interest | Match, part: str = "") -> str:
    """What a sealed row is bound to."""
    return f"{type(row).__name__.lower()}{'-' + part if part else ''}:{row.pk}"


def to_look_through() -> dict[UUID, list[UUID]]:
    """By the team whose things are to be compared, the interests that were declared since; for the clock.

    Of a lead, and of whom an agency named for its senior route, things of the whole agency, which may be left to them.
    """
    named = {who for row in SeniorRoute.objects.all() for who in (row.senior_id, row.deputy_id)}
    with showing(connection):
        rows = Interest.objects.filter(looked_through_at=None).select_related("who__team")
        found: dict[UUID, list[UUID]] = {}
        for row in rows:
            team = row.who.team
            is_led_to = team.leads or row.who_id in named
            wider = Q(agency=team.agency_id) if is_led_to else Q(pk=team.pk)
            for pk in Team.objects.filter(wider).values_list("pk", flat=True):
                found.setdefault(pk, []).append(row.pk)
    return found
