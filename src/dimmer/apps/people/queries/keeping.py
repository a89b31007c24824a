"""A record of a person, opened for the team that keeps it.

Everything is a list, and lists are added to: an earlier name or address stays, with the day on which it was
written down. The latest of a kind counts as today's.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from dimmer.apps.concerns.queries import dashed
from dimmer.apps.interests.queries import known_from
from dimmer.apps.people.models import Link, PersonRecord
from dimmer.apps.vault import queries as vault
from dimmer.apps.vault.models import Kind
from dimmer.core.matching import Known
from dimmer.database.reader import Reads
from dimmer.web.built_once import Given, built_once, each

PARTS = ("names", "born", "numbers", "addresses", "places", "needs", "relationships")
"""The lists of a record.

An entry has an `id`; `on`, the day it was written down; `struck`, why it no longer counts, and when, or null;
`source`, the id of somebody in a concern whom it was taken from, or empty; and by list: names text, kind; born
date (parts with hyphens); numbers kind, value; addresses text, postcode, since, until, protected, `waits` (who entered
it, until somebody else confirms it, else empty); places kind (a typed field of whereabouts), text; needs text;
relationships to (a record's id), kind.
"""


class NoSuchPerson(Exception):
    """The reader is shown no such record. Whether a colleague or another team keeps it must not be told."""


@dataclass(frozen=True, slots=True)
class PersonKept:
    """A record, opened for its team. `lists` holds each of PARTS, the earliest entry first."""

    row: PersonRecord
    key: vault.RecordKey
    lists: Mapping[str, tuple[Mapping[str, Any], ...]]

    @property
    def id(self) -> UUID:
        """The record's own id."""
        return self.row.pk

    @property
    def reference(self) -> str:
        """What it is called where nothing of it is said: the beginning of its id."""
        return reference_of(self.row.pk)

    def now(self, part: str) -> list[Mapping[str, Any]]:
        """The entries of a list that count, the latest last. An address that waits does not count yet."""
        return [each for each in self.lists[part] if not each["struck"] and not each.get("waits")]

    def waiting(self) -> list[Mapping[str, Any]]:
        """Addresses that wait for a second person: until then nothing goes to the earlier one."""
        return [
            each for each in self.lists["addresses"] if not each["struck"] and each.get("waits")
        ]

    def ever_at(self) -> bool:
        """Whether an address counts, counted or waits: then the next takes its place, whatever was struck out."""
        return any(not each.get("waits") or not each["struck"] for each in self.lists["addresses"])

    def is_earlier(self, entry: Mapping[str, Any]) -> bool:
        """Whether an address is not the latest: nothing is sent there any more."""
        latest = [*self.now("addresses"), *self.waiting()][-1:]
        return not entry["struck"] and bool(latest) and latest[0]["id"] != entry["id"]

    @property
    def name(self) -> str:
        """The latest of their own names, else what they are known as, else an alias, else words for no name."""
        found = self.now("names")
        for kinds in (("now", "married", "birth"), ("known",), ("alias",)):
            if own := [each["text"] for each in found if each["kind"] in kinds]:
                return str(own[-1])
        return "Name not known"

    @property
    def year(self) -> str:
        """The year of birth as last written down; empty where it is not known."""
        born = self.now("born")
        return str(born[-1]["date"]).split("-")[0] if born else ""

    def known(self) -> Known:
        """What it can be compared by. A protected address is not part of it: nobody finds it by asking."""
        return known_from(
            names=[each["text"] for each in self.now("names")],
            born=[each["date"] for each in self.now("born")],
            postcodes=[each["postcode"] for each in self.now("addresses") if not each["protected"]],
            numbers=[(each["kind"], each["value"]) for each in self.now("numbers")],
        )


def reference_of(pk: UUID) -> str:
    """What a record is called where nothing of it is said: the beginning of its id, written as a concern's."""
    return dashed(pk.hex[:8])


def place_of(row: PersonRecord | Link) -> str:
    """What a sealed row is bound to."""
    return f"{type(row).__name__.lower()}:{row.pk}"


def person(pk: UUID, *, reader: Reads, lock: bool = False) -> PersonKept:
    """Open a record. Whoever waited for its lock may have waited for its disposal, and finds it gone.

    Raises:
        NoSuchPerson: the reader keeps none with that id.
    """
    row = next(
        iter((_locked if lock else _shown)(pk=pk, reader=reader.pk, team=reader.team_id)), None
    )
    if row is None or (lock and not vault.can_open(row.record, team=reader.team_id)):
        raise NoSuchPerson
    return _opened(row, reader=reader)


@built_once
def _shown(pk: Any, reader: Any, team: Any) -> QuerySet[Any]:
    rows = PersonRecord.objects.filter(pk=pk, team=team)
    return vault.entitled(rows, kinds=[Kind.PERSON], reader=reader, team=team)


@built_once
def _locked(pk: Any, reader: Any, team: Any) -> QuerySet[Any]:
    rows = PersonRecord.objects.filter(pk=pk, team=team).select_for_update(of=("self",))
    return vault.entitled(rows, kinds=[Kind.PERSON], reader=reader, team=team)


def people(ids: Iterable[UUID], *, reader: Reads) -> dict[UUID, PersonKept]:
    """Those of the records that the reader keeps, opened: one statement, however many."""
    wanted = list(ids)
    rows = _these(ids=wanted, reader=reader.pk, team=reader.team_id) if wanted else []
    return {row.pk: _opened(row, reader=reader) for row in rows}


@built_once
def _these(ids: Given, reader: Any, team: Any) -> QuerySet[Any]:
    rows = PersonRecord.objects.filter(pk__in=each(ids), team=team)
    return vault.entitled(rows, kinds=[Kind.PERSON], reader=reader, team=team)


def _opened(row: Any, *, reader: Reads) -> PersonKept:
    try:
        key = vault.opened(row.record, row.granted, team=reader.team_id)
    except vault.NotEntitled as error:
        raise NoSuchPerson from error
    whole = json.loads(key.unseal(row.sealed, place_of(row)))
    return PersonKept(row, key, {part: tuple(whole.get(part, ())) for part in PARTS})
