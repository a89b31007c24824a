"""Who is to be told: teams that hold a disclosure about somebody; whom a change means; what stands on desks.

Links and roles are read with the team's keys, also of concerns that whoever acts is not named on: what is found
decides who is told, and is shown to nobody.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from dimmer.apps.concerns.models import Concern, Person
from dimmer.apps.concerns.queries import place_of as place_in_concern
from dimmer.apps.contacts.models import Notice, Question, Recognised
from dimmer.apps.contacts.queries.ways import place_of
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.disclosures.queries import SUBJECT_ROLES, DisclosureRead, names_in, whom
from dimmer.apps.disclosures.queries import place_of as place_of_pack
from dimmer.apps.people.models import Link
from dimmer.apps.people.queries import PersonKept, people, together
from dimmer.apps.vault import queries as vault
from dimmer.apps.vault.models import Kind
from dimmer.database.reader import Reads
from dimmer.web.built_once import built_once

ALLEGED = "alleged-perpetrator"
"""The role of somebody whose release, bail or move puts others in danger."""


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


def told_of(kept: UUID, *, reader: Reads) -> list[Told]:
    """The teams that the reader's team shared with about a person, or that shared with it: each once."""
    team = reader.team_id
    group = together(kept, reader=reader)
    parts = {str(row.part_id): row.part for row in _links(group, team=team)}
    concerns = {part.concern_id for part in parts.values() if part}
    rows = Disclosure.objects.filter(proposal__concern__in=concerns, sender=team)
    found: dict[UUID, Told] = {}
    for made in rows.select_related("proposal__concern", "recipient__agency").order_by("at", "pk"):
        concern = made.proposal.concern
        key = vault.key_of(concern.record, team=team)
        if _has_conflict(concern, made.recipient.agency.kind, key):
            continue
        for name, part in whom(made, key).items():
            if part in parts:
                found[made.recipient_id] = Told(made.recipient_id, made, made.pk, name)
    known = Recognised.objects.filter(team=team, person__in=group, undone_at=None)
    for row in known.select_related("disclosure__proposal", "person").order_by("at", "pk"):
        key = vault.key_of(row.person.record, team=team)
        name = json.loads(key.unseal(row.sealed, place_of(row)))["person"]
        made = row.disclosure
        found[made.sender_id] = Told(made.sender_id, made, made.proposal.concern_id, name)
    found.pop(team, None)
    return [found[each] for each in sorted(found)]


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


def notices_waiting(*, reader: Reads) -> list[Notice]:
    """Notices that nobody of the reader's team has taken note of, oldest first: nothing opened."""
    return _notices(reader=reader.pk, team=reader.team_id)


@built_once
def _notices(reader: Any, team: Any) -> QuerySet[Notice]:
    shown = vault.things(kind=Kind.UNSAFE, reader=reader)
    rows = Notice.objects.filter(pk__in=shown, team=team, seen_at=None)
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
    return NoticeRead(row, key, names_in(pack, [said["person"]]))


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
