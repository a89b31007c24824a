"""Saying of two descriptions that they are one person, or are not; and taking it back.

Linking merges nothing, so that taking a link back leaves nothing of it.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.db import connection, transaction

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.queries import ConcernRead
from dimmer.apps.people.actions.keeping import (
    NoReason,
    NotThere,
    begin,
    id_of,
    note,
    reseal,
    struck_out,
)
from dimmer.apps.people.actions.meeting import meet_all, unmeet_all
from dimmer.apps.people.models import Link
from dimmer.apps.people.queries import (
    NoSuchPerson,
    PersonKept,
    joined_with,
    known_in,
    link,
    people,
    person,
    place_of,
)
from dimmer.apps.vault.queries import is_destroyed
from dimmer.core.matching import compare, strong
from dimmer.database.turns import take_turns

ENOUGH = 2
"""Strong identifiers that make a match together with a person who says so; with fewer, a written reason too."""


class KeptByColleague(ValueError):
    """A colleague keeps a record of that somebody, and this one is not named on it."""


@transaction.atomic
def begin_from(*, found: ConcernRead, part: UUID, by: Practitioner, at: datetime) -> PersonKept:
    """Make a record of somebody in a concern, and link the two. Doing it twice does it once.

    Raises:
        KeptByColleague: a record was made of them that this one is not shown.
        NotThere: nobody of that id is in the concern.
    """
    about = _about(found, part)
    source = str(part)
    entries: list[tuple[str, dict[str, Any]]] = []
    if about.get("name"):
        entries.append(("names", {"text": about["name"], "kind": "now", "source": source}))
    if about.get("date_of_birth"):
        entries.append(("born", {"date": about["date_of_birth"], "source": source}))
    if about.get("address") or about.get("postcode"):
        where = {"text": about.get("address", ""), "postcode": about.get("postcode", "")}
        more = {"since": "", "until": "", "protected": False, "source": source}
        entries.append(("addresses", {**where, **more}))
    try:
        kept = begin(
            token=_unused(part, team=by.team_id),
            by=by,
            entries=entries,
            at=at,
            out_of=found.concern.pk,
        )
        link_to(kept, found=found, part=part, because="Made from this concern", by=by, at=at)
    except NoSuchPerson as error:
        raise KeptByColleague from error
    return kept


def _unused(part: UUID, *, team: UUID) -> UUID:
    """What the record of somebody in a concern is made from: another than of one that was disposed of."""
    token = part
    while is_destroyed(id_of(token, team=team)):
        token = uuid5(token, "again")
    return token


@transaction.atomic
def link_to(
    kept: PersonKept,
    *,
    found: ConcernRead,
    part: UUID,
    because: str,
    by: Practitioner,
    at: datetime,
) -> None:
    """Say that somebody in a concern is the person of the record. Saying it twice changes nothing.

    Raises:
        KeptByColleague: they are linked to a record that this one is not shown.
        NoReason: fewer than two strong identifiers agree, and no reason was written.
        NotThere: nobody of that id is in the concern.
    """
    _say(kept, found=found, part=part, is_same=True, because=because, by=by, at=at)


@transaction.atomic
def tell_apart(
    kept: PersonKept, *, found: ConcernRead, part: UUID, by: Practitioner, at: datetime
) -> None:
    """Say that somebody in a concern is not the person of the record: it is not asked again.

    Raises:
        NotThere: nobody of that id is in the concern.
    """
    _say(kept, found=found, part=part, is_same=False, because="", by=by, at=at)


def _say(
    kept: PersonKept,
    *,
    found: ConcernRead,
    part: UUID,
    is_same: bool,
    because: str,
    by: Practitioner,
    at: datetime,
) -> None:
    about = _about(found, part)
    current = person(kept.id, reader=by, lock=True)
    take_turns(connection, part)  # two who link one to different records
    said = Link.objects.filter(team=by.team, part=part, undone_at=None)
    if said.filter(kept=kept.id).exists():
        return
    if is_same and (linked := said.filter(is_same=True).first()):
        if not people([linked.kept_id], reader=by):
            raise KeptByColleague
        return
    agreed = strong(compare(current.known(), known_in(about)))
    if is_same and len(agreed) < ENOUGH and not because.strip():
        raise NoReason
    row = _write(current, part=part, is_same=is_same, agreed=agreed, because=because, by=by, at=at)
    if is_same and (again := _taken_back_with(current, part)):
        current = reseal(current, _restored(current, again))
    met = meet_all(current, at=at) if is_same else []
    word = "linked" if is_same else "told-apart"
    note(current, f"person.{word}", by=by, at=at, link=str(row.pk), met=met)
    concerns.note(found, f"concern.person-{word}", by=by, at=at, part=str(part))


def _about(found: ConcernRead, part: UUID) -> Mapping[str, Any]:
    for each in found.people:
        if each.id == part:
            return each.about
    raise NotThere


def _write(
    kept: PersonKept,
    *,
    agreed: Iterable[str],
    because: str,
    by: Practitioner,
    at: datetime,
    **what: Any,
) -> Link:
    row = Link(id=uuid4(), team=by.team, kept=kept.row, by=by, at=at)
    row.part_id, row.other_id = what.get("part"), what.get("other")
    row.is_same = what["is_same"]
    row.sealed = kept.key.seal({"agreed": list(agreed), "because": because}, place_of(row))
    row.save(force_insert=True)
    return row


@transaction.atomic
def say_of_records(
    one: PersonKept,
    other: PersonKept,
    *,
    is_same: bool,
    because: str,
    by: Practitioner,
    at: datetime,
) -> None:
    """Say that two records of the team are of one person, or are not. Both stay as they are.

    Raises:
        NoReason: they are said to be, fewer than two strong identifiers agree, and no reason was written.
    """
    first, second = sorted((one.id, other.id))
    held, beside = (person(pk, reader=by, lock=True) for pk in (first, second))
    if Link.objects.filter(team=by.team, kept=first, other=second, undone_at=None).exists():
        return
    agreed = strong(compare(held.known(), beside.known()))
    if is_same and len(agreed) < ENOUGH and not because.strip():
        raise NoReason
    row = _write(held, other=second, is_same=is_same, agreed=agreed, because=because, by=by, at=at)
    met = meet_all(held, at=at) if is_same else []
    word = "linked" if is_same else "told-apart"
    for kept in (held, beside):
        note(kept, f"person.{word}", by=by, at=at, link=str(row.pk), met=met)


@transaction.atomic
def undo(pk: UUID, *, because: str, by: Practitioner, at: datetime) -> None:
    """Take back what was said, with every consequence of it. Doing it twice changes nothing.

    Raises:
        NoReason: without a reason it stays.
        NoSuchLink: the team has said no such thing.
        NoSuchPerson: a record that it is about is not shown to this one.
    """
    if not because.strip():
        raise NoReason
    row, seen, where = link(pk, reader=by)
    kept = person(seen.id, reader=by, lock=True)
    others = [person(row.other_id, reader=by, lock=True)] if row.other_id else []
    row.refresh_from_db(fields=["undone_at"])
    if row.undone_at:
        return
    about = joined_with(seen.id, reader=by)
    row.undone_by, row.undone_at = by, at
    row.undone_sealed = kept.key.seal({"because": because}, f"{place_of(row)}:undone")
    row.save(update_fields=["undone_by", "undone_at", "undone_sealed"])
    if row.is_same and row.part_id:
        source = str(row.part_id)
        ids = {
            each["id"] for rows in kept.lists.values() for each in rows if each["source"] == source
        }
        if ids:
            because = "The link was taken back"
            reseal(kept, struck_out(kept, ids, because=because, at=at, link=source))
    let_in = unmeet_all(sorted(about), team=by.team, at=at) if row.is_same else []
    for each in (kept, *others):
        note(each, "person.unlinked", by=by, at=at, link=str(pk), let_in=let_in)
    if where:
        concerns.note(where, "concern.person-unlinked", by=by, at=at, part=str(row.part_id))


def _taken_back_with(kept: PersonKept, part: UUID) -> set[str]:
    """Entries that were struck out because the link to that somebody was taken back."""
    return {
        each["id"]
        for rows in kept.lists.values()
        for each in rows
        if each["struck"] and each["struck"]["link"] == str(part)
    }


def _restored(kept: PersonKept, ids: set[str]) -> dict[str, tuple[Mapping[str, Any], ...]]:
    return {
        part: tuple({**each, "struck": None} if each["id"] in ids else each for each in rows)
        for part, rows in kept.lists.items()
    }
