"""Reads of travels: how something went, for whoever shared it; and what a link opens."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from hmac import compare_digest
from typing import Any
from uuid import UUID, uuid4

from django.db import connection
from django.utils import timezone

from dimmer.apps.addressees.queries import AddresseeRead, addressee_of
from dimmer.apps.concerns.queries import ConcernRead
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.disclosures.queries import (
    DisclosureRead,
    own,
    pack_in,
)
from dimmer.apps.travels.models import Event, Link, Travel
from dimmer.apps.travels.models import Way as Way  # noqa: PLC0414  (for pages)
from dimmer.apps.vault import queries as vault
from dimmer.database.reader import AsTeam, Reads, reading_as_others, showing
from dimmer.keyring.links import LinkKeys, Secret, keys_of

BY_WORD = (Way.PHONE, Way.PERSON, Way.MEETING, Way.POST)
"""Ways that somebody writes down after they told them."""
VISIT = timedelta(minutes=30)
"""How long a code lets somebody in."""


class NoSuchLink(Exception):
    """It opens nothing: it was never made, is over, was blocked, or what it opened was taken back. Never say which."""


@dataclass(frozen=True, slots=True)
class LinkRead:
    """A link that opens something, while a request lasts."""

    row: Link
    made: Disclosure
    key: vault.RecordKey
    pack: Mapping[str, Any]
    who: Mapping[str, str]
    """{name, email} of whom it was sent to."""
    keys: LinkKeys

    def is_in(self, visit: str, *, at: datetime) -> bool:
        """Whether whoever holds it typed a code that was sent to them, not long ago, in this browser."""
        if self.row.visit is None or self.row.visit_at is None or not visit:
            return False
        known = bytes(self.row.visit)
        return at < self.row.visit_at + VISIT and same(known, self.keys.digest(f"visit {visit}"))


def same(one: bytes, other: bytes) -> bool:
    """Whether two digests are the same, in time that does not tell how far."""
    return compare_digest(one, other)


@contextmanager
def through(secret: Secret, *, at: datetime) -> Iterator[LinkRead]:
    """What a link opens, with the database reading as the team that it is for.

    Whatever is wrong with a link, the same is done: nobody learns whether there was one.

    Raises:
        NoSuchLink: it opens nothing.
    """
    keys = keys_of(secret)
    with showing(connection):
        row = Link.objects.filter(place=keys.place).select_related("travel").first()
    of = row.travel if row else None
    team = row.team_id if row else uuid4()
    with reading_as_others(connection) as read_as:
        read_as(AsTeam(team))
        rows = Disclosure.objects.select_related("recipient__agency", "sender__agency", "proposal")
        made = rows.filter(pk=of.disclosure_id if of else uuid4()).first()
        try:
            key = vault.opened_by_link(made.record if made else uuid4(), team=team, keys=keys)
        except vault.NotEntitled as error:
            raise NoSuchLink from error
        if row is None or made is None or of is None:
            raise NoSuchLink
        if row.ended_at or at >= row.ends_at or made.closed_at:
            raise NoSuchLink
        who = json.loads(key.unseal(of.sealed, place_of(of)))
        yield LinkRead(row, made, key, pack_in(made, key), who, keys)


@dataclass(frozen=True, slots=True)
class TravelRow:
    """One time that it went: how, by whom, and of a link what happened since."""

    row: Travel
    link: Link | None = None
    events: tuple[Event, ...] = ()
    said: Mapping[str, Any] = field(default_factory=dict)
    """Of one that went by word or by post: {on, said, took, why}."""

    @property
    def on(self) -> date:
        """The day on which they were told."""
        return date.fromisoformat(self.said["on"])

    @property
    def is_open(self) -> bool:
        """Whether it is a link that opens it still."""
        return (
            self.link is not None and not self.link.ended_at and timezone.now() < self.link.ends_at
        )


@dataclass(frozen=True, slots=True)
class Travels:
    """How something that was shared went to whom it is for; a team on the service has no addressee."""

    found: DisclosureRead
    within: ConcernRead
    addressee: AddresseeRead | None
    rows: tuple[TravelRow, ...] = field(default=())

    @property
    def name(self) -> str:
        """Who is told: somebody without an account, or the team."""
        return self.addressee.name if self.addressee else str(self.found.disclosure.recipient)

    @property
    def open_link(self) -> TravelRow | None:
        """The link that opens it now."""
        return next((each for each in self.rows if each.is_open), None)

    @property
    def is_blocked(self) -> bool:
        """Whether somebody ended a link for good."""
        what = Event.What.BLOCKED
        return any(event.what == what for each in self.rows for event in each.events)


def travels(pk: UUID, *, reader: Reads) -> Travels:
    """How one's own team's disclosure went.

    Raises:
        NoSuchDisclosure: not shown to the reader, or another team's.
    """
    found, within = own(pk, reader=reader)
    made = found.disclosure
    rows = (
        Travel.objects.filter(disclosure=made).select_related("by", "link").order_by("-at", "-pk")
    )
    events: dict[UUID, list[Event]] = {}
    for event in Event.objects.filter(link__travel__disclosure=made).order_by("at", "pk"):
        events.setdefault(event.link_id, []).append(event)
    went = tuple(
        TravelRow(
            row,
            getattr(row, "link", None),
            tuple(events.get(row.pk, ())),
            json.loads(found.key.unseal(row.sealed, place_of(row))) if row.way in BY_WORD else {},
        )
        for row in rows
    )
    return Travels(found, within, addressee_of(made.recipient, within), went)


@dataclass(frozen=True, slots=True)
class Over:
    """A link whose last day is over, and the team that sent it."""

    id: UUID
    sender: AsTeam


def links_over(*, at: datetime) -> list[Over]:
    """Links past their last day that nobody has ended, oldest first. For the clock."""
    with showing(connection):
        rows = Link.objects.filter(ended_at=None, ends_at__lte=at).order_by("ends_at", "pk")
        rows = rows[: vault.PAGE]
        return [Over(pk, AsTeam(team)) for pk, team in rows.values_list("pk", "sender")]


def place_of(row: Travel) -> str:
    """What a sealed row is bound to."""
    return f"travel:{row.pk}"
