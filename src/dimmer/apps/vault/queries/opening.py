"""Opening what a team was granted, and what is sealed to it."""

import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from uuid import UUID

import rfc8785
from cryptography.hazmat.primitives.hpke import MLKEM768X25519PrivateKey
from django.db.models import QuerySet

from dimmer.apps.vault.models import (
    Grant,
    RetiredTeamKey,
    TeamKey,
)
from dimmer.keyring import sealing
from dimmer.keyring.links import LinkKeys
from dimmer.keyring.ring import open_below
from dimmer.web.built_once import Given, built_once, each


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

    def seal_bytes(self, content: bytes, place: str) -> bytes:
        """Bytes as they are, such as a file's, sealed and bound to their place; `unseal` gives them back."""
        return sealing.seal(content, key=self.key, place=place)

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


def opened_by_link(record: UUID, *, team: UUID, keys: LinkKeys) -> RecordKey:
    """The record's key, as granted to a link of a team that is not on the service. The database must read for the team.

    Where there is no such grant the same is done with one that nobody can open.

    Raises:
        NotEntitled: there is none, or it is another link's.
    """
    found = _granted(record=record, team=team)
    sealed = bytes(found[0]) if found else _sealed_to_nobody()
    try:
        return RecordKey(record, keys.open(sealed, place=f"record:{record}"))
    except sealing.CannotOpen as error:
        raise NotEntitled from error


@lru_cache(maxsize=1)
def _sealed_to_nobody() -> bytes:
    pair = sealing.new_team_keys()
    return sealing.seal_to_team(sealing.new_key(), public=pair.public, place="nowhere")


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
