"""Reads of what people said about sharing. Whether the reader may see the concern is for the concern to say."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from dimmer.apps.agencies.models import Team
from dimmer.apps.concerns.queries import ConcernRead, PersonRead
from dimmer.apps.consents.models import ConsentRecord
from dimmer.apps.vault import queries as vault
from dimmer.apps.vault.models import Kind
from dimmer.core import consents
from dimmer.core.consents import Record, Said, Standing
from dimmer.database.reader import Reads
from dimmer.web.built_once import built_once


@dataclass(frozen=True, slots=True)
class RecordRead:
    """One record, opened; `by` and `settled_by` are names."""

    id: UUID
    person: UUID
    number: int
    said: Said
    at: datetime
    by: str
    settled_by: str

    @property
    def record(self) -> Record:
        """As the core knows it."""
        return Record(self.id, self.number, self.said, is_resolution=bool(self.settled_by))


def records_of(found: ConcernRead) -> Mapping[UUID, list[RecordRead]]:
    """All that was recorded on a concern that the reader has opened: by person, in order."""
    read: dict[UUID, list[RecordRead]] = {each.id: [] for each in found.people}
    for row in _recorded(concern=found.concern.pk):
        read.setdefault(row.person_id, []).append(_read(row, found))
    return read


@built_once
def _recorded(concern: Any) -> QuerySet[ConsentRecord]:
    rows = ConsentRecord.objects.filter(concern=concern).select_related("by", "resolved_by")
    return rows.order_by("person", "number")


def _read(row: ConsentRecord, found: ConcernRead) -> RecordRead:
    said = consents.from_dict(json.loads(found.key.unseal(row.sealed, place_of(row))))
    settled_by = row.resolved_by.name if row.resolved_by else ""
    return RecordRead(row.pk, row.person_id, row.number, said, row.at, row.by.name, settled_by)


def standings(found: ConcernRead, *, on: date) -> Mapping[UUID, Standing]:
    """How what each person in a concern said stands on a day; nobody of whom nothing was recorded."""
    return _standing(records_of(found), on)


def _standing(read: Mapping[UUID, list[RecordRead]], on: date) -> Mapping[UUID, Standing]:
    return {
        person: consents.standing([each.record for each in rows], on)
        for person, rows in read.items()
        if rows
    }


@dataclass(frozen=True, slots=True)
class PersonSaid:
    """Somebody in a concern, all that was recorded of them, and how it stands."""

    person: PersonRead
    records: tuple[RecordRead, ...]
    stands: Standing

    def has(self, said: Said) -> bool:
        """Whether what was brought from elsewhere is here already: it was brought before, or comes from here.

        A record has one id for as long as there is one: that it was taken back since is another thing that was said.
        """
        uuid = said.notes.get(consents.BROUGHT)
        return uuid is not None and any(
            uuid in (str(each.id), each.said.notes.get(consents.BROUGHT))
            and (each.said.kind, each.said.starts_on) == (said.kind, said.starts_on)
            for each in self.records
        )

    def disagreeing(self) -> list[tuple[RecordRead, RecordRead]]:
        """The records that disagree, two and two: the narrower, and the one that covers more."""
        read = {each.id: each for each in self.records}
        rows = dict.fromkeys(
            (less.id, more.id) for less, more in (*self.stands.disputes(), *self.stands.clashes())
        )
        return [(read[less], read[more]) for less, more in rows]


def said_by_each(found: ConcernRead, *, on: date) -> list[PersonSaid]:
    """Everybody in a concern who can be asked, with what they said."""
    records = records_of(found)
    stands = _standing(records, on)
    return [
        PersonSaid(person, tuple(records[person.id]), stands.get(person.id, Standing()))
        for person in found.people
        if person.about["role"] not in _NOT_ASKED
    ]


_NOT_ASKED = frozenset({"informant", "practitioner"})
"""Who speaks as an informant or in their office is not asked about what is theirs."""


def names_of(team: Team) -> frozenset[str]:
    """All the names by which a record may name a recipient."""
    return frozenset([team.agency.kind, str(team.agency_id), str(team.pk)])


def narrowed_since(found: ConcernRead, at: datetime, *, of: Collection[UUID], on: date) -> bool:
    """Whether a no that one of these said since then stands on that day, or a finding that they cannot decide."""
    rows = records_of(found)
    return any(
        each.at > at and each.record in standing.narrowing()
        for person, standing in _standing(rows, on).items()
        if person in of
        for each in rows[person]
    )


def place_of(row: ConsentRecord) -> str:
    """What a sealed row is bound to."""
    return f"consentrecord:{row.pk}"


AHEAD = timedelta(days=14)
"""How long before an agreement ends it is to be asked for again."""


def ending(*, reader: Reads, on: date) -> list[ConsentRecord]:
    """Agreements to ask for again, as they end soon or have ended, the soonest first: nothing opened."""
    rows = ConsentRecord.objects.filter(
        pk__in=vault.things(kind=Kind.AGAIN, reader=reader.pk), ends_on__lte=on + AHEAD
    )
    rows = rows.defer("sealed").select_related("concern")
    return list(rows.order_by("ends_on", "pk")[: vault.PAGE])
