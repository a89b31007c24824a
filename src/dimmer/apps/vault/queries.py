"""Opening what a team was granted, and the pages of what it may see."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

import rfc8785
from cryptography.hazmat.primitives.hpke import MLKEM768X25519PrivateKey
from django.db.models import OuterRef, QuerySet, Subquery

from dimmer.apps.vault.models import Grant, Kind, Shown, TeamKey
from dimmer.keyring import sealing
from dimmer.keyring.provider import wrapping_key
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
    shown = Shown.objects.filter(reader=reader, kind__in=kinds).values_list("thing", flat=True)
    grants = Grant.objects.filter(reader=team, record=OuterRef("record")).values("sealed")
    mine: QuerySet[Any] = rows.filter(pk__in=shown).annotate(granted=Subquery(grants))
    return mine


@built_once
def _granted(record: Any, team: Any) -> QuerySet[Grant, bytes | memoryview]:
    return Grant.objects.filter(reader=team, record=record).values_list("sealed", flat=True)


@lru_cache(maxsize=4096)
def _opened(team: UUID, record: UUID, sealed: bytes) -> bytes:
    """A record's key. Kept for the process's life, as the team's own key is: opening again costs 0.1 ms."""
    return sealing.open_as_team(sealed, key=_private_key(team), place=f"record:{record}")


@lru_cache(maxsize=1024)
def _private_key(team: UUID) -> MLKEM768X25519PrivateKey:
    wrapped = TeamKey.objects.values_list("wrapped_private", flat=True).get(pk=team)
    return sealing.private_key_of(
        sealing.unseal(bytes(wrapped), key=wrapping_key(), place=f"team:{team}")
    )


def is_shown(thing: UUID, *, kind: Kind, reader: UUID) -> bool:
    """Whether the reader may see this thing."""
    return moment_of(thing, kind=kind, reader=reader) is not None


def moment_of(thing: UUID, *, kind: Kind, reader: UUID) -> datetime | None:
    """When the thing stands in the reader's list; None where it does not."""
    return next(iter(_moment(thing=thing, kind=kind, reader=reader)), None)


@built_once
def _moment(thing: Any, kind: Any, reader: Any) -> QuerySet[Shown, datetime]:
    rows = Shown.objects.filter(reader=reader, kind=kind, thing=thing)
    return rows.values_list("at", flat=True)


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
    return sealing.seal_to_team(
        rfc8785.dumps(content), public=public_keys([team])[team], place=place
    )


def open_draft(sealed: bytes, *, team: UUID, place: str) -> Any:
    """What `seal_draft` sealed.

    Raises:
        CannotOpen: another team's, another place's, or altered.
    """
    return json.loads(sealing.open_as_team(sealed, key=_private_key(team), place=place))


def public_keys(teams: Iterable[UUID]) -> dict[UUID, bytes]:
    """The public keys of teams, to seal to."""
    return {team: bytes(public) for team, public in _public_keys(teams=list(teams))}


@built_once
def _public_keys(teams: Given) -> QuerySet[TeamKey, tuple[UUID, bytes | memoryview]]:
    return TeamKey.objects.filter(pk__in=each(teams)).values_list("pk", "public")
