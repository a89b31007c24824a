"""What an agency keeps about somebody, team by team: records, concerns, what was shared and what was received.

Read as each team, since no role reads everything; what is found says what there is, and nothing of what stands in it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from dimmer.apps.agencies.access import leads
from dimmer.apps.agencies.models import Practitioner, Team
from dimmer.apps.agencies.queries import teams_of
from dimmer.apps.concerns.models import Concern
from dimmer.apps.contacts.models import Recognised
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.disclosures.queries import whom
from dimmer.apps.people import queries as people
from dimmer.apps.people.queries import Found
from dimmer.apps.seen.queries.asked import QuestionRead
from dimmer.apps.vault import queries as vault
from dimmer.apps.vault.models import Kind
from dimmer.core.matching import Known, may_be_same
from dimmer.database.reader import Reads, is_reading, reading_as_others

RECORD, CONCERN, SHARED, RECEIVED = "record", "concern", "shared", "received"


@dataclass(frozen=True, slots=True)
class FoundAt:
    """A record that may be of whom a lead looks for, and the team that keeps it."""

    team: Team
    found: Found

    @property
    def id(self) -> UUID:
        """The record's own id."""
        return self.found.kept.id


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing about somebody that a team of the agency has.

    `record` is what the facts of its entries are sealed under; `other` the agency that it was shared with, or by.
    """

    what: str
    id: UUID
    record: UUID
    reference: str
    team: Team
    key: vault.RecordKey
    other: str = ""


def find_in_agency(known: Known, *, reader: Practitioner) -> list[FoundAt]:
    """Records of the agency's teams that may well be of whom this is known; none that the reader is kept off.

    To whoever does not lead the agency's lead's team, none.
    """
    rows: list[FoundAt] = []
    if not (leads(reader) and is_reading(connection, reader)):
        return rows
    with reading_as_others(connection) as read_as:
        for team in teams_of(reader.team.agency_id):
            read_as(team)
            rows += [FoundAt(team, each) for each in people.find(known, reader=team)]
    hidden = _hidden_from(reader, [row.id for row in rows])
    return [row for row in rows if row.id not in hidden and may_be_same(row.found.agreement)]


def matters_of(question: QuestionRead, *, reader: Practitioner) -> list[Matter]:
    """All that teams of the reader's agency have about the somebody of a question, and can open.

    Nothing that the reader is kept off, or that only a senior route sees: as if it were not there.
    """
    found: dict[UUID, Matter] = {}
    with reading_as_others(connection) as read_as:
        for team, pk in _of_own_agency(question.records, reader=reader):
            read_as(team)
            for each in _at(team, pk):
                found.setdefault(each.record, each)
    hidden = _hidden_from(reader, [each.id for each in found.values()])
    return [each for each in found.values() if each.id not in hidden]


def is_gone(question: QuestionRead) -> bool:
    """Whether one of the records that a question is about was disposed of since."""
    return any(vault.is_destroyed(pk) for _, pk in question.records)


def _of_own_agency(
    records: Iterable[tuple[UUID, UUID]], *, reader: Practitioner
) -> Iterator[tuple[Team, UUID]]:
    teams = {team.pk: team for team in teams_of(reader.team.agency_id)}
    return ((teams[team], pk) for team, pk in records if team in teams)


def _hidden_from(reader: Practitioner, ids: Iterable[UUID]) -> set[UUID]:
    alone = vault.alone_on_any(ids)
    return {*vault.kept_from(reader.pk)} | {
        about for about, who in alone.items() if reader.pk not in who
    }


def _at(team: Team, pk: UUID) -> Iterator[Matter]:
    group = people.people(people.together(pk, reader=team), reader=team)
    for kept in group.values():
        yield Matter(RECORD, kept.id, kept.key.record, kept.reference, team, kept.key)
    for kept in group.values():
        parts = people.parts_of(kept, reader=team)
        for row, key in _concerns(parts.values(), reader=team):
            yield Matter(CONCERN, row.pk, key.record, row.reference, team, key)
            yield from _shared(row, key, {str(part) for part in parts}, team=team)
    yield from _received(group, team=team)


def _concerns(ids: Iterable[UUID], *, reader: Reads) -> Iterator[tuple[Concern, vault.RecordKey]]:
    rows = Concern.objects.filter(pk__in=set(ids)).defer("sealed")
    team = reader.team_id
    mine = vault.entitled(rows, kinds=[Kind.CONCERN], reader=reader.pk, team=team)
    for row in mine.order_by("begun_at", "pk"):
        if row.granted is not None:
            yield row, vault.opened(row.record, row.granted, team=team)


def _shared(row: Concern, key: vault.RecordKey, parts: set[str], *, team: Team) -> Iterator[Matter]:
    """What the team shared of a concern in which the somebody is named, or may be: of the earliest it was not kept."""
    made = Disclosure.objects.filter(concern=row.pk, sender=team.pk).defer("sealed")
    made = vault.openable(made, record="record", team=team.pk)
    for each in made.select_related("recipient__agency").order_by("at", "pk"):
        if each.whom is None or not parts.isdisjoint(whom(each, key).values()):
            own, to = vault.key_of(each.record, team=team.pk), each.recipient.agency.name
            yield Matter(SHARED, each.pk, each.record, row.reference, team, own, to)


def _received(group: Iterable[UUID], *, team: Team) -> Iterator[Matter]:
    """What the team received and in which it recognised the somebody."""
    rows = Recognised.objects.filter(team=team.pk, undone_at=None, person__in=list(group))
    rows = vault.openable(rows, record="disclosure__record", team=team.pk)
    rows = rows.select_related("disclosure__sender__agency", "disclosure__concern")
    for row in rows.order_by("at", "pk"):
        made = row.disclosure
        key = vault.key_of(made.record, team=team.pk)
        of = made.sender.agency.name
        yield Matter(RECEIVED, made.pk, made.record, made.concern.reference, team, key, of)
