"""Reads of what people said about sharing. Whether the reader may see the concern is for the concern to say."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from dimmer.apps.concerns.queries import ConcernRead, NoSuchConcern, concern
from dimmer.apps.consents.models import ConsentRecord
from dimmer.apps.vault import queries as vault
from dimmer.apps.vault.models import Kind
from dimmer.core import consents
from dimmer.core.consents import Record, Said, Standing
from dimmer.database.reader import Reads


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
    rows = ConsentRecord.objects.filter(concern=found.concern).select_related("by", "resolved_by")
    read: dict[UUID, list[RecordRead]] = {each.id: [] for each in found.people}
    for row in rows.order_by("person", "number"):
        read.setdefault(row.person_id, []).append(_read(row, found))
    return read


def _read(row: ConsentRecord, found: ConcernRead) -> RecordRead:
    said = consents.from_dict(json.loads(found.key.unseal(row.sealed, place_of(row))))
    settled_by = row.resolved_by.name if row.resolved_by else ""
    return RecordRead(row.pk, row.person_id, row.number, said, row.at, row.by.name, settled_by)


def standings(found: ConcernRead, *, on: date) -> Mapping[UUID, Standing]:
    """How what each person in a concern said stands on a day; nobody of whom nothing was recorded."""
    return {
        person: consents.standing([each.record for each in rows], on)
        for person, rows in records_of(found).items()
        if rows
    }


def standing_of(concern_id: UUID, person: UUID, *, reader: Reads, on: date) -> Standing:
    """How what one person in a concern said stands on a day.

    Raises:
        NoSuchConcern: the reader is not shown the concern, or nobody in it has that id.
    """
    found = concern(concern_id, reader=reader)
    if person not in {each.id for each in found.people}:
        raise NoSuchConcern
    return standings(found, on=on).get(person, Standing())


def place_of(row: ConsentRecord) -> str:
    """What a sealed row is bound to."""
    return f"consentrecord:{row.pk}"


def ending(*, reader: Reads) -> list[ConsentRecord]:
    """Records to ask about again, the soonest end first: nothing opened."""
    rows = ConsentRecord.objects.filter(pk__in=vault.things(kind=Kind.AGAIN, reader=reader.pk))
    rows = rows.defer("sealed").select_related("concern")
    return list(rows.order_by("ends_on", "pk")[: vault.PAGE])
