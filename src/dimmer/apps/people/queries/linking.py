"""What follows from links: whose record somebody in a concern is linked to, and where a record leads.

Nothing here is stored. A link that was taken back is not seen, so that nothing of it is left.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from dimmer.apps.concerns.models import Concern, Person
from dimmer.apps.concerns.queries import ConcernRead, NoSuchConcern, concern, plain
from dimmer.apps.concerns.queries import place_of as place_in_concern
from dimmer.apps.interests.queries import Met, Thing, known_in, met_in
from dimmer.apps.people.models import Link
from dimmer.apps.people.queries.finding import FEW, Found, find
from dimmer.apps.people.queries.keeping import PersonKept, people, person, place_of
from dimmer.apps.vault import queries as vault
from dimmer.apps.vault.models import Kind
from dimmer.core.matching import may_be_same
from dimmer.database.reader import Reads, reading_as_own_team

_MOST_BESIDE = 50


class NoSuchLink(Exception):
    """The team has said no such thing."""


@dataclass(frozen=True, slots=True)
class Linked:
    """Somebody in a concern, or another record, that is the same person; and who said so."""

    link: Link
    because: str
    agreed: tuple[str, ...]
    reference: str = ""
    concern: UUID | None = None
    role: str = ""
    other: PersonKept | None = None


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """For a concern's page: the record of somebody in it, and in how many more concerns the team met them."""

    kept: UUID
    elsewhere: int


# One statement, as the page of a concern asks it each time. Only records and concerns that the reader is shown
# count.
_MET = """
    with recursive here as (
        select part_id, kept_id from people_link
        where team_id = %(team)s and part_id = any(%(parts)s) and is_same and undone_at is null
    ), same (start, kept) as (
        select kept_id, kept_id from here
        union
        select start, case when link.kept_id = kept then link.other_id else link.kept_id end
        from same join people_link link on kept in (link.kept_id, link.other_id)
        where team_id = %(team)s and other_id is not null and is_same and undone_at is null
    )
    select here.part_id, here.kept_id, count(distinct met.thing) filter (where met.thing <> %(concern)s)
    from here join same on start = here.kept_id
    join vault_shown mine on mine.reader = %(reader)s and mine.kind = 'person' and mine.thing = here.kept_id
        and vault_opens(mine.reader, mine.kind, mine.thing)
    join people_link link on link.kept_id = kept and team_id = %(team)s and is_same and undone_at is null
    join concern_person person on person.id = link.part_id
    left join vault_shown met on met.reader = %(reader)s and met.kind = 'concern' and met.thing = person.concern_id
    group by 1, 2
"""


def in_concern(found: ConcernRead, *, reader: Reads) -> Mapping[UUID, Elsewhere]:
    """By the id of somebody in the concern, the record that they are linked to."""
    parts = [each.id for each in found.people]
    with connection.cursor() as cursor:
        given: dict[str, Any] = {
            "reader": reader.pk,
            "team": reader.team_id,
            "parts": parts,
            "concern": found.concern.pk,
        }
        cursor.execute(_MET, given)
        return {part: Elsewhere(kept, elsewhere) for part, kept, elsewhere in cursor.fetchall()}


def frozen_in(found: ConcernRead, *, reader: Reads) -> frozenset[UUID]:
    """The ids of those in the concern to whose address, as it stands there, nothing is to go.

    It is being changed, here, on the record, or on another concern (also where a colleague keeps these, of which
    nothing else is told); or it was, and the concern still has the earlier one.
    """
    moving = {each.id for each in found.people if each.moves}
    where = {each.id: plain(each.about.get("address") or "") for each in found.people}
    links = Link.objects.filter(
        team=reader.team_id, part__in=list(where), is_same=True, undone_at=None
    )
    rows = list(links.values_list("part", "kept", "kept__is_frozen"))
    near = _moving([pk for _, pk, _ in rows], reader=reader)
    rows = [(part, pk, is_frozen or pk in near) for part, pk, is_frozen in rows]
    kept = people([pk for _, pk, is_frozen in rows if not is_frozen], reader=reader)
    earlier = {
        pk: {plain(entry["text"]) for entry in each.lists["addresses"] if each.is_earlier(entry)}
        for pk, each in kept.items()
    }
    return frozenset(moving) | frozenset(
        part
        for part, pk, is_frozen in rows
        if part and (is_frozen or where[part] in earlier.get(pk, ()))
    )


def _moving(records: Iterable[UUID], *, reader: Reads) -> set[UUID]:
    """Those of the records that are linked to somebody whose address is being changed on a concern."""
    rows = Link.objects.filter(team=reader.team_id, kept__in=records, is_same=True, undone_at=None)
    if not records:
        return set()
    with reading_as_own_team(connection):  # colleagues' concerns count as well
        return {*rows.exclude(part__moving_by=None).values_list("kept", flat=True)}


def is_frozen(kept: PersonKept, *, reader: Reads) -> bool:
    """Whether nothing is to go to the record's earlier address: a new one waits, on it or on a concern."""
    return bool(kept.waiting()) or bool(_moving(together(kept.id, reader=reader), reader=reader))


def parts_of(kept: PersonKept, *, reader: Reads) -> dict[UUID, UUID]:
    """Who the record's person is in concerns of the team, and in which: for what follows, and to show nobody."""
    group = together(kept.id, reader=reader)
    rows = Link.objects.filter(team=reader.team_id, kept__in=group, is_same=True, undone_at=None)
    with reading_as_own_team(connection):
        return dict(rows.exclude(part=None).values_list("part", "part__concern"))


def together(pk: UUID, *, reader: Reads) -> set[UUID]:
    """The record and those that the team has said to be of the same person, step by step."""
    found, new = {pk}, {pk}
    while new:
        pairs = Link.objects.filter(
            Q(kept__in=new) | Q(other__in=new), team=reader.team_id, is_same=True, undone_at=None
        ).exclude(other=None)
        new = {each for pair in pairs.values_list("kept", "other") for each in pair if each} - found
        found |= new
    return found


def links_of(kept: PersonKept, *, reader: Reads) -> list[Linked]:
    """Where the record leads: the reader's own concerns with the role there, and records of the same person."""
    group = people(together(kept.id, reader=reader), reader=reader)
    rows = Link.objects.filter(kept__in=group, team=reader.team_id, is_same=True, undone_at=None)
    links = list(rows.select_related("part", "by").order_by("-at", "pk"))
    named = [link.part.concern_id for link in links if link.part]
    mine = vault.entitled(
        Concern.objects.filter(pk__in=named),
        kinds=[Kind.CONCERN],
        reader=reader.pk,
        team=reader.team_id,
    )
    concerns = {row.pk: row for row in mine}
    found = []
    for link in links:
        said = json.loads(group[link.kept_id].key.unseal(link.sealed, place_of(link)))
        words: dict[str, Any] = {"because": said["because"], "agreed": tuple(said["agreed"])}
        if link.part and (row := concerns.get(link.part.concern_id)):
            key = vault.opened(row.record, row.granted, team=reader.team_id)
            about = json.loads(key.unseal(link.part.sealed, place_in_concern(link.part)))
            found.append(
                Linked(link, reference=row.reference, concern=row.pk, role=about["role"], **words)
            )
        elif link.other_id and kept.id in (link.kept_id, link.other_id):
            pair = link.other_id if link.kept_id == kept.id else link.kept_id
            if pair in group:  # a colleague may keep the other
                found.append(Linked(link, other=group[pair], **words))
    return found


def said_to_be(kept: PersonKept, *, reader: Reads) -> list[Thing]:
    """The records and concerns that the team says are about the person, each with all descriptions of them.

    Of a record everybody else in those concerns counts as well: whoever must see nothing about him looks for her.
    For interests, which count colleagues' records too: the reader is the team.
    """
    group = people({kept.id} | together(kept.id, reader=reader), reader=reader)
    group[kept.id] = kept
    met, beside = [met_as(each) for each in group.values()], list[Met]()
    where = dict.fromkeys(group, "")
    links = Link.objects.filter(kept__in=group, team=reader.team_id, is_same=True, undone_at=None)
    parts = dict(links.exclude(part=None).values_list("part", "part__concern"))
    for pk in sorted(set(parts.values())):
        if found := _of_ones_own(pk, reader=reader):
            where[pk] = found.concern.reference
            for each in found.people:
                (met if each.id in parts else beside).append(met_in(each.about, part=each.id))
    return [
        Thing(pk, (*met, *beside) if pk in group else tuple(met), reference)
        for pk, reference in where.items()
    ]


def joined_with(kept: UUID, *, reader: Reads) -> set[UUID]:
    """The records and concerns that the team says are about the person of a record, by id."""
    group = together(kept, reader=reader)
    where = _same(reader).filter(kept__in=group).values_list("part__concern", flat=True)
    with reading_as_own_team(connection):
        return group | set(where)


def said_to_be_in(pk: UUID, *, reader: Reads) -> set[UUID]:
    """All ids under which interests are compared with a record, or a concern: as `said_to_be` has them, none opened."""
    own = set(Person.objects.filter(concern=pk).values_list("pk", flat=True))
    kept = set(_same(reader).filter(part__in=own).values_list("kept", flat=True)) if own else {pk}
    group = set[UUID]().union(*(together(each, reader=reader) for each in kept))
    linked = _same(reader).filter(kept__in=group)
    if own:
        return own | group | set(linked.values_list("part", flat=True))
    beside = Person.objects.filter(concern__in=linked.values("part__concern"))
    return group | set(beside.values_list("pk", flat=True))


def _same(reader: Reads) -> QuerySet[Link]:
    rows = Link.objects.filter(team=reader.team_id, is_same=True, undone_at=None)
    return rows.exclude(part=None)


def met_as(kept: PersonKept) -> Met:
    """A record's person, as interests are compared with them."""
    return Met(kept.id, kept.known(), kept.name, kept.year)


def _of_ones_own(pk: UUID, *, reader: Reads) -> ConcernRead | None:
    try:
        return concern(pk, reader=reader)
    except NoSuchConcern:
        return None


def proposals_for(
    about: Mapping[str, Any], *, part: UUID, reader: Reads, most: int = FEW
) -> list[Found]:
    """Records that may be of somebody in a concern, without those that somebody said are not."""
    said = Link.objects.filter(team=reader.team_id, part=part, undone_at=None).values_list(
        "kept", flat=True
    )
    return _proposed(find(known_in(about), reader=reader, most=most), without=said)


def proposals_beside(kept: PersonKept, *, reader: Reads) -> list[Found]:
    """Other records of the team that may be of the same person."""
    said = Link.objects.filter(
        Q(kept=kept.id) | Q(other=kept.id), team=reader.team_id, undone_at=None
    ).values_list("kept", "other")
    mine = together(kept.id, reader=reader)
    without = {kept.id, *mine, *(pk for pair in said for pk in pair if pk)}
    return _proposed(find(kept.known(), reader=reader), without=without)


def _proposed(found: list[Found], *, without: Iterable[UUID]) -> list[Found]:
    seen = set(without)
    return [each for each in found if may_be_same(each.agreement) and each.kept.id not in seen]


def beside(kept: PersonKept, *, reader: Reads) -> list[PersonKept]:
    """Records of the others in the same concerns of the team: whom somebody may be related to."""
    group = together(kept.id, reader=reader)
    rows = Link.objects.filter(team=reader.team_id, is_same=True, undone_at=None).exclude(part=None)
    where = rows.filter(kept__in=group).values("part__concern")
    others = rows.filter(part__concern__in=where).exclude(kept__in=group)
    found = people(others.values_list("kept", flat=True).distinct()[:_MOST_BESIDE], reader=reader)
    return sorted(found.values(), key=lambda each: (each.name, each.id))


def told_apart(part: UUID, *, reader: Reads) -> list[tuple[UUID, PersonKept]]:
    """Records of which somebody said that they are not of that somebody in a concern, each with its link's id."""
    rows = Link.objects.filter(team=reader.team_id, part=part, is_same=False, undone_at=None)
    said = dict(rows.order_by("at", "pk").values_list("kept", "pk"))
    found = people(said, reader=reader)
    return [(pk, found[kept]) for kept, pk in said.items() if kept in found]


def link(pk: UUID, *, reader: Reads) -> tuple[Link, PersonKept, ConcernRead | None]:
    """A link of the team, the record that holds its reasons, and the concern that it leads to.

    Raises:
        NoSuchLink: there is none, or a record that it is about is not shown to the reader.
    """
    shown = vault.things(kind=Kind.PERSON, reader=reader.pk)
    rows = Link.objects.filter(Q(other=None) | Q(other__in=shown), pk=pk, team=reader.team_id)
    row = rows.filter(kept__in=shown).select_related("part").first()
    if row is None:
        raise NoSuchLink
    where = _of_ones_own(row.part.concern_id, reader=reader) if row.part else None
    return row, person(row.kept_id, reader=reader), where
