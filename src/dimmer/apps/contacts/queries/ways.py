"""A person's ways of contact, opened without their numbers; and the number of one that may be used now."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import models
from django.utils import timezone

from dimmer.apps.concerns.queries import inland, plain
from dimmer.apps.contacts.models import Note, Question, Way
from dimmer.apps.contacts.queries.telling import alarmed_at, place_of
from dimmer.apps.people.queries import NoSuchPerson, PersonKept, person
from dimmer.apps.vault import queries as vault
from dimmer.apps.vault.models import Kind
from dimmer.core import contact
from dimmer.core.contact import Safe, Use, Window, may_use
from dimmer.database.reader import Reads


class NoSuchWay(Exception):
    """The reader is shown no such way. Whether a colleague or another team keeps it must not be told."""


class NotOpen(Exception):
    """It may not be used now: its number stays sealed."""


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of a way, or came of using it: `what` is said, reached, no-answer or unsafe."""

    what: str
    words: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class WayRead:
    """A way without its number.

    `terms` holds method, label, is_safe, days (Monday 0), begins, ends (HH:MM), voicemail, looks, words, said_by
    and said_on; what was not said is empty. `asked_on` is the day from which it must be asked again, if any.
    """

    row: Way
    person: PersonKept
    terms: Mapping[str, Any]
    use: Use
    notes: tuple[Said, ...]
    asked_on: date | None


def ways_of(kept: PersonKept, *, reader: Reads, now: datetime) -> list[WayRead]:
    """The ways of contacting somebody whose record the reader has opened: those that may be used now first."""
    rows = list(Way.objects.filter(person=kept.id, team=reader.team_id))
    notes = Note.objects.filter(way__in=[row.pk for row in rows]).select_related("by")
    said: dict[UUID, list[Note]] = {}
    for note in notes.order_by("-at", "pk"):
        said.setdefault(note.way_id, []).append(note)
    asked = _asked_at(kept, reader=reader)
    found = [_read(row, kept, said.get(row.pk, ()), asked=asked, now=now) for row in rows]
    return sorted(found, key=lambda each: (_ORDER[each.use.why], each.row.pk))


_ORDER = {why: place for place, why in enumerate(
    (contact.Why.OPEN, contact.Why.LATER, contact.Why.CHANGED, contact.Why.STALE, contact.Why.NOT_KNOWN,
     contact.Why.NOT_SAFE, contact.Why.CLOSED)
)}  # fmt: skip


def way(pk: UUID, *, reader: Reads, now: datetime, lock: bool = False) -> WayRead:
    """Open one way, without its number.

    Raises:
        NoSuchWay: the reader is shown none with that id.
    """
    shown = vault.things(kind=Kind.PERSON, reader=reader.pk)
    row = Way.objects.filter(pk=pk, team=reader.team_id, person__in=shown).first()
    if row is None:
        raise NoSuchWay
    try:
        kept = person(
            row.person_id, reader=reader, lock=lock
        )  # before the way: as whoever disposes of it
    except NoSuchPerson as error:
        raise NoSuchWay from error
    row = Way.objects.select_for_update().get(pk=pk) if lock else row
    notes = Note.objects.filter(way=row).select_related("by").order_by("-at", "pk")
    return _read(row, kept, notes, asked=_asked_at(kept, reader=reader), now=now)


def _asked_at(kept: PersonKept, *, reader: Reads) -> datetime | None:
    """Since when what was said of this person's ways must be asked again."""
    asked = Question.objects.filter(person=kept.id).aggregate(last=models.Max("at"))
    moments = (asked["last"], alarmed_at(kept.id, reader=reader))
    return max((each for each in moments if each), default=None)


def _read(
    row: Way, kept: PersonKept, notes: Iterable[Note], *, asked: datetime | None, now: datetime
) -> WayRead:
    terms = json.loads(kept.key.unseal(row.sealed, place_of(row)))
    said_on = date.fromisoformat(terms["said_on"])
    asked_on = timezone.localdate(asked) if asked else None
    known = contact.Way(
        safe=Safe(terms["is_safe"]),
        said_on=said_on,
        window=_window(terms),
        is_asked_again=bool(asked and row.said_at <= asked)
        or bool(asked_on and said_on < asked_on),
        is_closed=row.closed_at is not None,
    )
    words = tuple(
        Said(**json.loads(kept.key.unseal(note.sealed, place_of(note))), by=note.by.name, at=note.at)
        for note in notes
    )  # fmt: skip
    return WayRead(row, kept, terms, may_use(known, timezone.localtime(now)), words, asked_on)


def _window(terms: Mapping[str, Any]) -> Window | None:
    if not terms["begins"] or not terms["ends"]:
        return None
    begins, ends = (time.fromisoformat(terms[name]) for name in ("begins", "ends"))
    return Window(frozenset(terms["days"]), begins, ends)


def number_of(found: WayRead) -> str:
    """The number or address of a way that may be used now.

    Raises:
        NotOpen: it may not.
    """
    if not found.use.is_open:
        raise NotOpen
    return _number(found.row, found.person)


def _number(row: Way, kept: PersonKept) -> str:
    opened = json.loads(kept.key.unseal(row.number, f"{place_of(row)}:number"))
    return str(opened["number"])


def repeats_number(found: WayRead, text: str) -> bool:
    """Whether words that are always shown repeat a number or address of the person's, which is not."""
    rows = Way.objects.filter(person=found.row.person_id, team=found.row.team_id)
    return any(repeats(_number(row, found.person), text) for row in rows)


def repeats(number: str, text: str) -> bool:
    """Whether a number or address stands in a text, however it is written: with the country's code or without."""
    known = inland(number)
    short = known.removeprefix("0") if known.isdigit() and len(known) > _SHORT else known
    return bool(short) and short in plain(text)


_SHORT = 6
"""Digits of a number that is too short to be looked for without its first nought."""


def found_unsafe_at(token: UUID, *, team: UUID) -> datetime | None:
    """When the team last found that number unsafe; None where it never did."""
    rows = Way.objects.filter(team=team, token=token).aggregate(last=models.Max("closed_at"))
    found: datetime | None = rows["last"]
    return found
