"""Who is to be told: teams that hold a disclosure about somebody; whom a change means; what stands on desks.

Links and roles are read with the team's keys, also of concerns that whoever acts is not named on: what is found
decides who is told, and is shown to nobody.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from dimmer.apps.concerns.models import Concern, Person
from dimmer.apps.concerns.queries import place_of as place_in_concern
from dimmer.apps.contacts.models import Change, Note, Notice, Question, Recognised, Way
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.disclosures.queries import ALLEGED, SUBJECT_ROLES, DisclosureRead, names_in, whom
from dimmer.apps.disclosures.queries import place_of as place_of_pack
from dimmer.apps.people.models import Link, PersonRecord
from dimmer.apps.people.queries import PersonKept, people, together
from dimmer.apps.vault import queries as vault
from dimmer.apps.vault.models import Kind
from dimmer.database.reader import Reads, reading_as_own_team
from dimmer.web.built_once import built_once

UNSAFE, CHANGED, MOVED = "unsafe", "changed", "moved"
"""What a notice says: a way was unsafe; something changed about who is alleged to abuse; an address is another now."""


class NoSuchNotice(Exception):
    """The reader is shown no such notice."""


@dataclass(frozen=True, slots=True)
class Told:
    """A team that holds a disclosure about somebody, and how its pack names them.

    `about` is what those who work on it there are named on.
    """

    team: UUID
    disclosure: Disclosure
    about: UUID
    person: str


@dataclass(frozen=True, slots=True)
class NoticeRead:
    """A notice with the name that its disclosure gives, and nothing else of it."""

    row: Notice
    key: vault.RecordKey
    name: str
    what: str
    """UNSAFE, CHANGED or MOVED."""


def told_of(kept: UUID, *, reader: Reads) -> list[Told]:
    """The teams that the reader's team shared with about a person, or that shared with it.

    Each by every disclosure that the reader's team can open, the newest first: the other may have returned one.
    """
    with reading_as_own_team(connection):
        group = together(kept, reader=reader)
        parts = {row.part_id for row in _links(group, team=reader.team_id) if row.part_id}
        return _told(parts, group, reader=reader)


def told_further(told: Told, *, reader: Reads) -> list[Told]:
    """The same of the person whom a notice to a team is about, as that team knows them: the reader is the team."""
    made, team = told.disclosure, reader.team_id
    if made.sender_id == team:
        key = vault.key_of(made.proposal.concern.record, team=team)
        part = whom(made, key).get(told.person)
        parts = {UUID(part)} if part else set[UUID]()
        rows = Link.objects.filter(part__in=parts, team=team, is_same=True, undone_at=None)
        group = {*rows.values_list("kept", flat=True)}
    else:
        parts, group = set(), _recognised_as(told.person, made, team=team)
    for kept in tuple(group):
        group |= together(kept, reader=reader)
    parts |= {row.part_id for row in _links(group, team=team) if row.part_id}
    return _told(parts, group, reader=reader)


def _recognised_as(name: str, made: Disclosure, *, team: UUID) -> set[UUID]:
    rows = _recognised(team).filter(disclosure=made)
    return {
        row.person_id
        for row in rows.select_related("person")
        if _name(row, key=vault.key_of(row.person.record, team=team)) == name
    }


def _recognised(team: UUID) -> QuerySet[Recognised]:
    """Whom the team recognised in packs that it can still open."""
    rows = Recognised.objects.filter(team=team, undone_at=None)
    return vault.openable(rows, record="disclosure__record", team=team)


def _name(row: Recognised, *, key: vault.RecordKey) -> str:
    return str(json.loads(key.unseal(row.sealed, place_of(row)))["person"])


def _told(parts: set[UUID], group: set[UUID], *, reader: Reads) -> list[Told]:
    team = reader.team_id
    concerns = Person.objects.filter(pk__in=parts).values("concern")
    # whoever has no account would find no notice: they are rung
    inside = Disclosure.objects.filter(recipient__agency__is_outside=False)
    rows = inside.filter(proposal__concern__in=concerns, sender=team)
    rows = vault.openable(rows, record="record", team=team)
    found: list[Told] = []
    for made in rows.select_related("proposal__concern", "recipient__agency").order_by("at", "pk"):
        concern = made.proposal.concern
        key = vault.key_of(concern.record, team=team)
        if _has_conflict(concern, made.recipient.agency.kind, key):
            continue
        for name, part in whom(made, key).items():
            if UUID(part) in parts:
                found.append(Told(made.recipient_id, made, made.pk, name))
    known = _recognised(team).filter(person__in=group)
    rows_known = known.select_related("disclosure__proposal__concern", "person")
    for row in rows_known.order_by("at", "pk"):
        name, made = _name(row, key=vault.key_of(row.person.record, team=team)), row.disclosure
        found.append(Told(made.sender_id, made, made.proposal.concern_id, name))
    others = [told for told in reversed(found) if told.team != team]
    return sorted(others, key=lambda told: told.team)


def alarmed_at(kept: UUID, *, reader: Reads) -> datetime | None:
    """When something was last typed or told that makes it uncertain how a person can be contacted.

    Another address of somebody who is alleged to abuse in the same concerns of the team; or a notice to the team.
    """
    with reading_as_own_team(connection):
        return _alarmed_at(kept, reader=reader)


def _alarmed_at(kept: UUID, *, reader: Reads) -> datetime | None:
    team, group = reader.team_id, together(kept, reader=reader)
    mine = {row.part_id for row in _links(group, team=team) if row.part_id}
    alleged: set[UUID] = set()
    for concern in Concern.objects.filter(person__in=mine, team=team).distinct():
        roles = _roles(concern, team=team)
        if any(roles.get(each) in SUBJECT_ROLES for each in mine):
            alleged |= {each for each, role in roles.items() if role == ALLEGED}
    near = Link.objects.filter(part__in=alleged, team=team, is_same=True, undone_at=None)
    his = {
        each for pk in near.values_list("kept", flat=True) for each in together(pk, reader=reader)
    }
    moments = [
        *Person.objects.filter(pk__in=alleged).values_list("moved_at", flat=True),
        *PersonRecord.objects.filter(pk__in=his, team=team).values_list("moved_at", flat=True),
        *_noticed(mine, group, team=team),
    ]
    return max((each for each in moments if each), default=None)


def _noticed(parts: set[UUID], group: set[UUID], *, team: UUID) -> Iterator[datetime]:
    """When the team was told of the person by another."""
    held = Q(disclosure__proposal__concern__person__in=parts, disclosure__sender=team)
    known = _recognised(team).filter(person__in=group)
    rows = Notice.objects.filter(held | Q(disclosure__in=known.values("disclosure")), team=team)
    rows = vault.openable(rows, record="disclosure__record", team=team)
    for row in rows.distinct().select_related("disclosure__proposal__concern"):
        made = row.disclosure
        key = vault.key_of(made.record, team=team)
        name = json.loads(key.unseal(row.sealed, place_of(row)))["person"]
        if made.sender_id == team:
            key = vault.key_of(made.proposal.concern.record, team=team)
            part = whom(made, key).get(name)
            is_theirs = part is not None and UUID(part) in parts
        else:
            is_theirs = not group.isdisjoint(_recognised_as(name, made, team=team))
        if is_theirs:
            yield row.at


def _links(group: Iterable[UUID], *, team: UUID) -> list[Link]:
    rows = Link.objects.filter(kept__in=group, team=team, is_same=True, undone_at=None)
    return list(rows.exclude(part=None).select_related("part"))


def _has_conflict(concern: Concern, kind: str, key: vault.RecordKey) -> bool:
    """Whether somebody has said since that agencies of that kind have a conflict of interest here."""
    whole = json.loads(key.unseal(concern.sealed, place_in_concern(concern)))
    return whole["answers"].get(f"recipients.{kind}.conflict") is True


def asked_with(
    *, kept: UUID | None = None, part: UUID | None = None, reader: Reads
) -> set[UUID] | None:
    """The team's records of those who are to be asked again when something changes about somebody.

    They are the victims, children and adults at risk in concerns where the somebody is alleged to abuse. None where
    they are so in no concern.

    Args:
        kept: the team's record of the somebody; else `part`, who they are in a concern.
    """
    with reading_as_own_team(connection):
        return _asked_with(kept, part, reader=reader)


def _asked_with(kept: UUID | None, part: UUID | None, *, reader: Reads) -> set[UUID] | None:
    team = reader.team_id
    mine = {part} if part else set()
    if part:
        rows = Link.objects.filter(part=part, team=team, is_same=True, undone_at=None)
        kept = rows.values_list("kept", flat=True).first()
    if kept:
        linked = _links(together(kept, reader=reader), team=team)
        mine |= {row.part_id for row in linked if row.part_id}
    others: set[UUID] = set()
    is_alleged = False
    for concern in Concern.objects.filter(person__in=mine, team=team).distinct():
        roles = _roles(concern, team=team)
        if any(roles.get(each) == ALLEGED for each in mine):
            is_alleged = True
            others |= {each for each, role in roles.items() if role in SUBJECT_ROLES}
    if not is_alleged:
        return None
    met: set[UUID] = set()
    known = Link.objects.filter(part__in=others, team=team, is_same=True, undone_at=None)
    for each in known.values_list("kept", flat=True):
        met |= together(each, reader=reader)
    return met


def _roles(concern: Concern, *, team: UUID) -> dict[UUID, str]:
    key = vault.key_of(concern.record, team=team)
    return {
        row.pk: json.loads(key.unseal(row.sealed, place_in_concern(row)))["role"]
        for row in Person.objects.filter(concern=concern)
    }


def questions_waiting(*, reader: Reads) -> list[Question]:
    """Whom the reader is to ask again, the oldest change first; one for each person."""
    found: dict[UUID, Question] = {}
    for row in _questions(reader=reader.pk, team=reader.team_id):
        found.setdefault(row.person_id, row)
    return list(found.values())


@built_once
def _questions(reader: Any, team: Any) -> QuerySet[Question]:
    shown = vault.things(kind=Kind.ASK, reader=reader)
    rows = Question.objects.filter(pk__in=shown, team=team).order_by("at", "pk")
    return rows[: vault.PAGE]


@dataclass(frozen=True, slots=True)
class Moving:
    """A new address that somebody else than whoever entered it is to look at: on a record, or on a concern."""

    kept: UUID | None = None
    entry: str = ""
    concern: Concern | None = None
    part: UUID | None = None


def addresses_waiting(*, reader: Reads) -> list[Moving]:
    """New addresses that the reader may confirm or refuse: their own entries are not among them."""
    frozen = people(
        [row.pk for row in _frozen(reader=reader.pk, team=reader.team_id)], reader=reader
    )
    found = [
        Moving(kept=kept.id, entry=entry["id"])
        for kept in frozen.values()
        for entry in kept.waiting()
        if entry["waits"] != str(reader.pk)
    ]
    rows = _moving(reader=reader.pk)
    return found + [Moving(concern=row.concern, part=row.pk) for row in rows]


@built_once
def _frozen(reader: Any, team: Any) -> QuerySet[PersonRecord]:
    shown = vault.things(kind=Kind.PERSON, reader=reader)
    rows = PersonRecord.objects.filter(pk__in=shown, team=team, is_frozen=True).defer("sealed")
    return rows.order_by("pk")[: vault.PAGE]


@built_once
def _moving(reader: Any) -> QuerySet[Person]:
    shown = vault.things(kind=Kind.CONCERN, reader=reader)
    rows = Person.objects.filter(concern__in=shown).exclude(moving_by=None)
    rows = rows.exclude(moving_by=reader).defer("sealed", "concern__sealed")
    return rows.select_related("concern").order_by("moved_at", "pk")[: vault.PAGE]


def notices_waiting(*, reader: Reads) -> list[Notice]:
    """Notices that nobody of the reader's team has taken note of, oldest first: nothing opened."""
    return _notices(reader=reader.pk, team=reader.team_id)


@built_once
def _notices(reader: Any, team: Any) -> QuerySet[Notice]:
    shown = vault.things(kind=Kind.UNSAFE, reader=reader)
    rows = Notice.objects.filter(vault.is_of("pk", shown), team=team, seen_at=None)
    rows = rows.defer("sealed", "disclosure__sealed", "disclosure__proposal__concern__sealed")
    rows = rows.select_related("sender__agency", "disclosure__proposal__concern")
    return rows.order_by("at", "pk")[: vault.PAGE]


def notice(pk: UUID, *, reader: Reads, lock: bool = False) -> NoticeRead:
    """Open a notice: the name as it stands in the pack that both teams hold.

    Raises:
        NoSuchNotice: not shown to the reader, or somebody has taken note of it.
    """
    rows = Notice.objects.select_for_update(of=("self",)) if lock else Notice.objects
    shown = vault.things(kind=Kind.UNSAFE, reader=reader.pk)
    rows = rows.filter(pk=pk, pk__in=shown, team=reader.team_id)
    row = rows.select_related("sender__agency", "disclosure__proposal__concern").first()
    if row is None:
        raise NoSuchNotice
    try:
        key = vault.key_of(row.disclosure.record, team=reader.team_id)
    except vault.NotEntitled as error:
        raise NoSuchNotice from error
    pack = json.loads(key.unseal(row.disclosure.sealed, place_of_pack(row.disclosure)))
    said = json.loads(key.unseal(row.sealed, place_of(row)))
    return NoticeRead(row, key, names_in(pack, [said["person"]]), said.get("what", UNSAFE))


def recognised_in(found: DisclosureRead, *, reader: Reads) -> Mapping[str, PersonKept]:
    """By how a pack names them, the reader's records of those whom somebody recognised in it."""
    rows = Recognised.objects.filter(
        disclosure=found.disclosure, team=reader.team_id, undone_at=None
    )
    held = people([row.person_id for row in rows], reader=reader)
    return {
        json.loads(held[row.person_id].key.unseal(row.sealed, place_of(row)))["person"]: held[row.person_id]
        for row in rows
        if row.person_id in held
    }  # fmt: skip


def place_of(row: Way | Note | Change | Recognised | Notice) -> str:
    """What a sealed row is bound to."""
    return f"contact-{type(row).__name__.lower()}:{row.pk}"
