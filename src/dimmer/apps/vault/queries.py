"""Opening what a team was granted, and the pages of what it may see."""

import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

import rfc8785
from cryptography.hazmat.primitives.hpke import MLKEM768X25519PrivateKey
from django.conf import settings
from django.db import connection
from django.db.models import BooleanField, Exists, F, Func, OuterRef, QuerySet, Subquery
from django.utils import timezone

from dimmer.apps.agencies.models import WORK
from dimmer.apps.vault.models import (
    Grant,
    Kept,
    Kind,
    Named,
    Only,
    RetiredTeamKey,
    Shown,
    Standing,
    TeamKey,
)
from dimmer.database.reader import showing
from dimmer.keyring import sealing
from dimmer.keyring.ring import open_below
from dimmer.web.built_once import Given, answer, built_once, each

PAGE = 50
"""Rows on a page of a list."""


class NotEntitled(Exception):
    """The team was never granted this record, or its key has been destroyed: to it, nothing is there."""


@dataclass(frozen=True, slots=True)
class RecordKey:
    """The key of one record, in memory only while a request lasts."""

    record: UUID
    key: bytes = field(repr=False)

    def seal(self, content: Any, place: str) -> bytes:
        """Canonical JSON (RFC 8785), sealed and bound to its place."""
        return sealing.seal(rfc8785.dumps(content), key=self.key, place=place)

    def unseal(self, sealed: bytes | memoryview, place: str) -> bytes:
        """The canonical JSON that was sealed at that place.

        Raises:
            CannotOpen: it was altered or moved.
        """
        return sealing.unseal(bytes(sealed), key=self.key, place=place)

    def holds(self, sealed: bytes | memoryview, place: str, content: Any) -> bool:
        """Whether exactly this content was sealed at that place."""
        return self.unseal(sealed, place) == rfc8785.dumps(content)


def key_of(record: UUID, *, team: UUID) -> RecordKey:
    """The record's key, as granted to the team.

    Raises:
        NotEntitled: there is no such grant.
    """
    found = _granted(record=record, team=team)
    return opened(record, found[0] if found else None, team=team)


def can_open(record: UUID, *, team: UUID) -> bool:
    """Whether the team can open a record: it was granted, and not returned. The database must read for the team."""
    return bool(_granted(record=record, team=team))


def opened(record: UUID, sealed: bytes | memoryview | None, *, team: UUID) -> RecordKey:
    """The record's key from its grant to the team; None where there is no grant.

    Raises:
        NotEntitled: there is none.
    """
    if sealed is None:
        raise NotEntitled
    return RecordKey(record, _opened(team, record, bytes(sealed)))


def entitled(
    rows: QuerySet[Any], *, kinds: Iterable[Kind], reader: Any, team: Any
) -> QuerySet[Any]:
    """Those of the rows that the reader may see, each with `granted`: its record's key as sealed to the team.

    One statement finds row and key, or nothing: whatever is missing, it takes as long.
    """
    may_open = _opening(Shown.objects.filter(reader=reader, kind__in=kinds))
    shown = may_open.values_list("thing", flat=True)
    grants = Grant.objects.filter(reader=team, record=OuterRef("record")).values("sealed")
    mine: QuerySet[Any] = rows.filter(pk__in=shown).annotate(granted=Subquery(grants))
    return mine


def openable(rows: QuerySet[Any], *, record: str, team: UUID) -> QuerySet[Any]:
    """Those of the rows that the team can still open: what it returned it cannot. The database must read for it.

    Args:
        record: the path to the record's id, from the row.
    """
    grants = Grant.objects.filter(reader=team, record=OuterRef(record))
    mine: QuerySet[Any] = rows.filter(Exists(grants))
    return mine


def _opening(rows: QuerySet[Shown]) -> QuerySet[Shown]:
    """Those of the rows whose reader is not kept off, however the rows came there.

    For what is opened one by one: a list of fifty would ask fifty times (`bench/list.py`).
    """
    ask = Func("reader", "kind", "thing", function="vault_opens", output_field=BooleanField())
    return rows.filter(ask)


@built_once
def _granted(record: Any, team: Any) -> QuerySet[Grant, bytes | memoryview]:
    return Grant.objects.filter(reader=team, record=record).values_list("sealed", flat=True)


@lru_cache(maxsize=4096)
def _opened(team: UUID, record: UUID, sealed: bytes) -> bytes:
    """A record's key. Kept for the process's life, as the team's own key is: opening again costs 0.1 ms."""
    return open_as(team, sealed, place=f"record:{record}")


_KEPT: dict[UUID, tuple[MLKEM768X25519PrivateKey, ...]] = {}
"""The private halves of each team that this process has met: building one takes longer than using it."""


def open_as(team: UUID, sealed: bytes, *, place: str) -> bytes:
    """Open what was sealed to the team, with its pair of today or one that it had before.

    Where none that this process knows does it, it looks whether the team was given a new one meanwhile.

    Raises:
        CannotOpen: another team's, another place's, or altered.
    """
    known = _KEPT.get(team, ())
    for key in known:
        try:
            return sealing.open_as_team(sealed, key=key, place=place)
        except sealing.CannotOpen:
            continue
    _KEPT[team] = _private_keys(team)
    for key in _KEPT[team][:-1]:
        try:
            return sealing.open_as_team(sealed, key=key, place=place)
        except sealing.CannotOpen:
            continue
    return sealing.open_as_team(sealed, key=_KEPT[team][-1], place=place)


def _private_keys(team: UUID) -> tuple[MLKEM768X25519PrivateKey, ...]:
    """The team's private halves that open, newest first, ready to open with.

    Raises:
        CannotOpen: none does: they were altered, or are from another deployment.
    """
    retired = RetiredTeamKey.objects.filter(team=team).order_by("-version")
    wrapped = [
        TeamKey.objects.values_list("wrapped_private", flat=True).get(pk=team),
        *retired.values_list("wrapped_private", flat=True),
    ]
    opened: list[MLKEM768X25519PrivateKey] = []
    for row in wrapped:
        with suppress(sealing.CannotOpen):
            private = open_below(bytes(row), place=f"team:{team}")
            opened.append(sealing.private_key_of(private))
    if not opened:
        raise sealing.CannotOpen("the team's own key does not open")
    return tuple(opened)


def forget_keys() -> None:
    """Let go of every key that this process keeps."""
    _opened.cache_clear()
    _KEPT.clear()


def is_shown(thing: UUID, *, kind: Kind, reader: UUID) -> bool:
    """Whether the reader may see this thing."""
    return moment_of(thing, kind=kind, reader=reader) is not None


def moment_of(thing: UUID, *, kind: Kind, reader: UUID) -> datetime | None:
    """When the thing stands in the reader's list; None where it does not."""
    return next(iter(_moment(thing=thing, kind=kind, reader=reader)), None)


@built_once
def _moment(thing: Any, kind: Any, reader: Any) -> QuerySet[Shown, datetime]:
    rows = _opening(Shown.objects.filter(reader=reader, kind=kind, thing=thing))
    return rows.values_list("at", flat=True)


def are_shown_about(about: UUID, *, kind: Kind, reader: UUID) -> bool:
    """Whether the reader may see anything of a kind that belongs to a concern or a disclosure."""
    return _opening(Shown.objects.filter(about=about, kind=kind, reader=reader)).exists()


def is_seen(thing: UUID, *, kind: Kind, team: UUID) -> bool:
    """Whether anybody who works in the team is shown a thing: that it is left to nobody. It tells nothing of who."""
    with connection.cursor() as cursor:
        cursor.execute("select vault_is_seen(%s, %s, %s, %s)", [kind, thing, team, [*WORK]])
        (seen,) = cursor.fetchone()
    return bool(seen)


def is_kept(about: UUID, *, practitioner: UUID) -> bool:
    """Whether somebody has an interest in the thing. For what they are then told, never for whom it is shown to."""
    return practitioner in kept_off(about)


def kept_off(about: UUID) -> frozenset[UUID]:
    """Who has an interest in the thing: for those who say who works on it."""
    with showing(connection):
        return frozenset(Kept.objects.filter(about=about).values_list("practitioner", flat=True))


def until(about: UUID, *, practitioner: UUID) -> datetime | None:
    """Until when somebody who is named works on a thing; None for good, or where they are not named."""
    rows = Named.objects.filter(about=about, practitioner=practitioner, state=Standing.NAMED)
    return rows.values_list("until", flat=True).first()


def alone_on(about: UUID, *, team: UUID) -> frozenset[UUID]:
    """Those of the team who alone see a thing, by a senior route; nobody where there is none."""
    with showing(connection):
        rows = Only.objects.filter(about=about, team=team)
        return frozenset(rows.values_list("practitioner", flat=True))


def kept_from(practitioner: UUID) -> frozenset[UUID]:
    """The things that somebody is kept off: what they once wrote themselves may be among them."""
    with showing(connection):
        return frozenset(
            Kept.objects.filter(practitioner=practitioner).values_list("about", flat=True)
        )


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of a list ended: the moment and the thing of its last row."""

    at: datetime
    thing: UUID

    def __str__(self) -> str:
        return f"{self.at.isoformat()}~{self.thing}"


def place_from(text: str) -> Place | None:
    """Read a place back from an address; None where it is no place."""
    at, _, thing = text.partition("~")
    try:
        found = Place(datetime.fromisoformat(at).astimezone(UTC), UUID(thing))
    except (ValueError, OverflowError):
        return None
    return found if datetime.fromisoformat(at).tzinfo else None


# Written out because the newest fifty are asked by every desk and list. Compared as a row, the place is where
# the scan of the index (reader, kind, at, thing) begins: page 1,000 costs what page 1 does.
_NEWEST = """
    select thing, at from vault_shown where reader = %s and kind = %s and (at, thing) < (%s, %s)
    order by at desc, thing desc limit %s
"""
_TOP = ("infinity", UUID(int=2**128 - 1))


def shown(
    *, kind: Kind, reader: UUID, after: Place | None = None, most: int = PAGE
) -> list[tuple[UUID, datetime]]:
    """The newest things of a kind that the reader may see, after a place: keyset paging, never a count."""
    place = (after.at, after.thing) if after else _TOP
    return answer(_NEWEST, [reader, kind, *place, most])


_ANY = """
    select kind from unnest(%s::text[]) as asked (kind)
    where exists (select from vault_shown s where s.reader = %s and s.kind = asked.kind)
"""


def kinds(*, reader: UUID) -> frozenset[str]:
    """The kinds of which the reader is shown anything: a desk asks for no list that must be empty."""
    return frozenset(kind for (kind,) in answer(_ANY, [Kind.values, reader]))


def waiting(
    *, kind: Kind, reader: UUID, until: datetime | None = None, most: int = PAGE
) -> list[tuple[UUID, datetime]]:
    """What waits for the reader, soonest first; with `until`, only what is due by then."""
    latest = until or datetime.max.replace(tzinfo=UTC)
    return _waiting(kind=kind, reader=reader, until=latest)[:most]


@built_once
def _waiting(kind: Any, reader: Any, until: Any) -> QuerySet[Shown, tuple[UUID, datetime]]:
    rows = Shown.objects.filter(reader=reader, kind=kind, at__lte=until)
    return rows.order_by("at", "thing").values_list("thing", "at")[:PAGE]


def things(*, kind: Kind, reader: UUID) -> QuerySet[Shown, UUID]:
    """The things of a kind that the reader may see, as a subquery.

    For lists of what still waits: a row of the fan-out lingers at a team that was shown a task which
    another has done since, and must not take a place in a page.
    """
    return Shown.objects.filter(reader=reader, kind=kind).values_list("thing", flat=True)


def seal_draft(content: Any, *, team: UUID, place: str) -> bytes:
    """Canonical JSON, sealed to a team and bound to its place: for what is not yet a record."""
    half = public_keys([team])[team]
    return sealing.seal_to_team(rfc8785.dumps(content), public=half.public, place=place)


def open_draft(sealed: bytes, *, team: UUID, place: str) -> Any:
    """What `seal_draft` sealed.

    Raises:
        CannotOpen: another team's, another place's, or altered.
    """
    return json.loads(open_as(team, sealed, place=place))


@dataclass(frozen=True, slots=True)
class PublicHalf:
    """What is sealed to a team: the public half of its pair of today, and which of its pairs that is."""

    version: int
    public: bytes


def public_keys(teams: Iterable[UUID]) -> dict[UUID, PublicHalf]:
    """The public halves of teams, to seal to."""
    rows = _public_keys(teams=list(teams))
    return {team: PublicHalf(version, bytes(public)) for team, version, public in rows}


@built_once
def _public_keys(teams: Given) -> QuerySet[TeamKey, tuple[UUID, int, bytes | memoryview]]:
    return TeamKey.objects.filter(pk__in=each(teams)).values_list("pk", "version", "public")


def team_keys() -> list[TeamKey]:
    """Every team's pair of today, with team and agency, oldest first."""
    rows = TeamKey.objects.select_related("team__agency").defer("public", "wrapped_private")
    return list(rows.order_by(F("made_at").asc(nulls_first=True), "pk"))


def retired() -> dict[UUID, datetime]:
    """The teams that still keep an earlier pair, and when the last of theirs was retired."""
    rows = RetiredTeamKey.objects.order_by("retired_at").values_list("team", "retired_at")
    return dict(rows)


def left_to_reseal(team: UUID) -> int:
    """How many of the team's grants are still sealed to a pair that it had before. The database must read as it."""
    today = TeamKey.objects.filter(pk=team).values("version")
    return Grant.objects.filter(reader=team, version__lt=Subquery(today)).count()


def beyond_use_on(destroyed: datetime) -> date | None:
    """The day from which no backup opens what was destroyed; None where nobody said how long backups are kept."""
    days = settings.BACKUP_DAYS
    return None if days is None else timezone.localdate(destroyed) + timedelta(days=days)
