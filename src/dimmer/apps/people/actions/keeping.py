"""Keeping records of people. Nothing is overwritten: what is new is added, what was wrong is struck out."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import connection, transaction
from django.utils import timezone

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.concerns.actions import PlaceOfRefuge
from dimmer.apps.interests import actions as interests
from dimmer.apps.interests.queries import Met, Thing
from dimmer.apps.ledger import actions as ledger
from dimmer.apps.people.actions.meeting import meet_all
from dimmer.apps.people.models import PersonRecord
from dimmer.apps.people.queries import (
    PARTS,
    PersonKept,
    met_as,
    person,
    place_of,
    tokens_of,
)
from dimmer.apps.vault import actions as vault
from dimmer.apps.vault import queries as vault_queries
from dimmer.apps.vault.actions.listing import note_rows
from dimmer.apps.vault.models import Kind
from dimmer.core.locators import is_of_refuge
from dimmer.core.matching import Known, to_keep
from dimmer.database.turns import take_turns

INVERSE = {
    "parent": "child-of",
    "child-of": "parent",
    "carer": "cared-for",
    "cared-for": "carer",
    "contact": "in-contact",
    "in-contact": "contact",
}
"""What the other is to somebody, where it is not the same word."""
_KEEP = """
    insert into people_token (reader, token, person)
    select %s, token, %s from unnest(%s::uuid[]) token on conflict do nothing
"""
_DROP = "delete from people_token where reader = %s and person = %s and token = any(%s::uuid[])"


class NoReason(ValueError):
    """It needs a written reason: ask for it."""


class NotThere(ValueError):
    """Nobody of that id stands in the concern, or nothing of that id in the record."""


def id_of(token: UUID, *, team: UUID) -> UUID:
    """The id of the record that a token makes for a team: of its own, so that another's cannot be hit upon."""
    return uuid5(token, str(team))


@transaction.atomic
def begin(
    *,
    token: UUID,
    by: Practitioner,
    entries: Iterable[tuple[str, Mapping[str, Any]]],
    at: datetime,
    out_of: UUID | None = None,
) -> PersonKept:
    """Make a record of somebody, with pairs of a list and what to put into it. The same token makes it once.

    Args:
        out_of: the concern that tells of them: whoever works on it works on the record for as long. Who covers there
            takes nothing away that outlives the cover.
    """
    pk = id_of(token, team=by.team_id)
    take_turns(connection, pk)  # sent twice at once, the second waits and finds the first
    if PersonRecord.objects.filter(pk=pk).exists():
        return person(pk, reader=by)
    key = vault.new_record(readers=[by.team_id], at=at)
    row = PersonRecord(id=pk, team=by.team, begun_at=at, record=key.record)
    lists: dict[str, tuple[Mapping[str, Any], ...]] = dict.fromkeys(PARTS, ())
    for place, (part, entry) in enumerate(entries):
        lists[part] += (_entry(uuid5(pk, str(place)), entry, at=at),)
    kept = PersonKept(row, key, lists)
    row.sealed = key.seal({part: list(rows) for part, rows in lists.items()}, place_of(row))
    row.save(force_insert=True)
    until = vault_queries.until(out_of, practitioner=by.pk) if out_of else None
    vault.name(pk, practitioner=by.pk, team=by.team_id, at=at, until=until)
    if out_of and until:
        vault.name_as(pk, out_of=out_of, team=by.team_id, at=at)
    met = interests.meet([Thing(pk, (met_as(kept),))], team=by.team, at=at)
    vault.show(pk, kind=Kind.PERSON, about=pk, to=[by.team_id], at=at)
    _find_by(kept, instead_of=Known())
    note(kept, "person.begun", by=by, at=at, met=met)
    return kept


def _entry(pk: UUID, typed: Mapping[str, Any], *, at: datetime) -> dict[str, Any]:
    day = timezone.localdate(at).isoformat()
    return {"source": "", **typed, "id": str(pk), "on": day, "struck": None}


@transaction.atomic
def add(
    kept: PersonKept,
    *,
    token: UUID,
    part: str,
    entry: Mapping[str, Any],
    by: Practitioner,
    at: datetime,
) -> None:
    """Add to one of the lists; what stood there stays. The same token adds once.

    An address where there is one already, or one that was struck out, waits for a second person, and stops what goes
    to the earlier one.

    Raises:
        PlaceOfRefuge: it says where a refuge is.
    """
    current = person(kept.id, reader=by, lock=True)
    own = uuid5(token, str(kept.id))
    if part == "places" and is_of_refuge(entry["text"]):
        raise PlaceOfRefuge
    if part == "addresses":
        if is_of_refuge(", ".join(filter(None, (entry["text"], entry["postcode"])))):
            raise PlaceOfRefuge
        if current.ever_at():
            entry = {**entry, "waits": str(by.pk)}  # an address that takes the place of another
    if any(each["id"] == str(own) for each in current.lists[part]):
        return
    rows = (*current.lists[part], _entry(own, entry, at=at))
    changed = reseal(current, {**current.lists, part: rows})
    if part == "addresses":
        PersonRecord.objects.filter(pk=kept.id).update(moved_at=at)
    note(current, "person.added-to", by=by, at=at, part=part, met=meet_all(changed, at=at))


@transaction.atomic
def relate(
    kept: PersonKept, *, token: UUID, to: PersonKept, kind: str, by: Practitioner, at: datetime
) -> None:
    """Note what another is to somebody, in both records. `kind` says what `to` is to `kept`."""
    pair = ((kept, to, kind), (to, kept, INVERSE.get(kind, kind)))
    for one, other, word in sorted(pair, key=lambda each: each[0].id):  # locked in one order by all
        entry = {"to": str(other.id), "kind": word}
        add(one, token=uuid5(token, "both"), part="relationships", entry=entry, by=by, at=at)


@transaction.atomic
def strike(kept: PersonKept, *, entry: UUID, because: str, by: Practitioner, at: datetime) -> None:
    """Strike an entry out: it stays to be read, and no longer counts. Doing it twice changes nothing.

    Raises:
        NoReason: without a reason nothing is struck out.
        NotThere: the record has no such entry.
    """
    if not because.strip():
        raise NoReason
    current = person(kept.id, reader=by, lock=True)
    found = [each for rows in current.lists.values() for each in rows if each["id"] == str(entry)]
    if not found:
        raise NotThere
    if found[0]["struck"]:
        return
    reseal(current, struck_out(current, {str(entry)}, because=because, at=at))
    note(current, "person.struck-out", by=by, at=at)


def struck_out(
    kept: PersonKept, ids: set[str], *, because: str, at: datetime, link: str = ""
) -> dict[str, tuple[Mapping[str, Any], ...]]:
    """The lists with some entries struck out; `link` names the somebody whose link was taken back with them."""
    word = {"on": timezone.localdate(at).isoformat(), "because": because, "link": link}
    return {
        part: tuple(
            {**each, "struck": word} if each["id"] in ids and not each["struck"] else each
            for each in rows
        )
        for part, rows in kept.lists.items()
    }


def reseal(kept: PersonKept, lists: Mapping[str, tuple[Mapping[str, Any], ...]]) -> PersonKept:
    """Seal the lists anew, and find the record by what now counts."""
    changed = PersonKept(kept.row, kept.key, lists)
    whole = {part: list(rows) for part, rows in lists.items()}
    sealed = kept.key.seal(whole, place_of(kept.row))
    frozen = bool(changed.waiting())
    PersonRecord.objects.filter(pk=kept.id).update(sealed=sealed, is_frozen=frozen)
    _find_by(changed, instead_of=kept.known())
    return changed


def _find_by(kept: PersonKept, *, instead_of: Known) -> None:
    before, after = to_keep(instead_of), to_keep(kept.known())
    team = kept.row.team
    with connection.cursor() as cursor:
        if gone := tokens_of(before - after, reader=team):
            cursor.execute(_DROP, [team.pk, kept.id, gone])
        if new := tokens_of(after - before, reader=team):
            cursor.execute(_KEEP, [team.pk, kept.id, new])


@transaction.atomic(savepoint=False)
def opened(kept: PersonKept, *, by: Practitioner, at: datetime) -> None:
    """Enter that somebody opened the record; whereabouts are not on its page."""
    note(kept, "person.opened", by=by, at=at)


@transaction.atomic(savepoint=False)
def whereabouts_opened(kept: PersonKept, *, by: Practitioner, at: datetime) -> None:
    """Enter that somebody opened the addresses of the record."""
    note(kept, "person-whereabouts.opened", by=by, at=at)


@transaction.atomic
def searched(
    *, shown: Collection[UUID], by: Practitioner, at: datetime, looked_for: Met | None = None
) -> None:
    """Enter that somebody searched, and which records were shown, sealed: never what was typed.

    Where they looked for a person in whom they have an interest, the register is told, and they are not.
    """
    told = interests.looked_for(looked_for, by=by, at=at) if looked_for else []
    note_rows("people.searched", shown, by=by, at=at, told=told)


def note(kept: PersonKept, kind: str, *, by: Practitioner, at: datetime, **facts: Any) -> None:
    """Enter an act on the record. Part of another act."""
    ledger.append(
        kind=kind,
        at=at,
        facts={"person": str(kept.id), "by": str(by.pseudonym), **facts},
        record=kept.key.record,
        seal=kept.key.seal,
    )
