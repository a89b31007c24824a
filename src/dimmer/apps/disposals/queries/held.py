"""What a team keeps: opened for whoever may ask that it goes, with what stops that; and disposals themselves."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeGuard
from uuid import UUID

from django.db import connection
from django.db.models import Max, Q
from django.utils import timezone

from dimmer.apps.agencies.access import leads
from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.concerns.models import Person
from dimmer.apps.concerns.queries import ConcernRead, NoSuchConcern, concern
from dimmer.apps.contacts.models import Recognised, Way
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.disclosures.queries import DisclosureRead, NoSuchDisclosure, disclosure
from dimmer.apps.disposals.models import Disposal, Keeping, What
from dimmer.apps.disposals.queries.linked import is_linked
from dimmer.apps.ledger.models import Entry
from dimmer.apps.notices.models import Notice
from dimmer.apps.people.models import Link, PersonRecord
from dimmer.apps.people.queries import NoSuchPerson, PersonKept, person
from dimmer.apps.requests.queries import (
    NoSuchRequest,
    RequestRead,
    about_of,
    is_waited_for,
    is_waiting_on,
    request,
)
from dimmer.apps.seen.queries import QuestionRead, given_of, question
from dimmer.apps.vault import queries as vault
from dimmer.apps.vault.models import Kind, Shown
from dimmer.database.reader import AsTeam, Reads, reading_as_others

TASKS = {
    Kind.REPORT: "It was reported, and a manager has not answered",
    Kind.CHECK: "A decision waits for a second person",
    Kind.SHARE: "It was decided to share, and nobody has yet",
    Kind.RECORD: "The rest of the record of an emergency is not written",
    Kind.REVIEW: "Somebody is to look at a decision again",
    Kind.FOLLOW: "A duty towards somebody who refused is not done",
    Kind.TELL: "Somebody is to be told what was shared about them",
    Kind.NOTICE: "Your team has not said what it did after permission was taken back",
    Kind.GUARD: "Who interprets, or may be told, waits for somebody",
    Kind.GLASS: "Somebody broke the glass, and nobody has looked at it",
    Kind.MATCH: "An interest in somebody is to be looked at",
    Kind.ASK: "Somebody is to be asked again whether it is safe to contact them",
    Kind.ONWARD: "Somebody asks whether it may be passed on, and nobody has answered",
    Kind.REQUEST: "Somebody asked for information, and was not answered",
    Kind.BREACH: "A recall may be a breach of personal data, and nobody has said what was decided",
    Kind.ACCOUNT: "Account of it is asked for, and waits for a second person",
    Kind.UNSAFE: "A way of contacting somebody is no longer safe, and nobody has answered",
}
"""What waits for somebody about a thing, and so keeps it: the matter is open."""
NOT_CONTACT = (
    r"\.(opened|escalated)$|^(disclosure\.flags-read|keeping\.due|law\.foretold|decision\.drawn)$"
)
"""Kinds of entries that are no contact: neither reading something nor what the clock finds in it makes it younger."""


Opened = ConcernRead | DisclosureRead | PersonKept | RequestRead | QuestionRead


@dataclass(frozen=True, slots=True)
class Held:
    """A concern, what the team received, its record of a person, a request or a question who looked: opened for one."""

    what: What
    id: UUID
    team: UUID
    reference: str
    key: vault.RecordKey
    begun: date
    last: date
    opened: Opened


def held(pk: UUID, *, reader: Practitioner) -> Held | None:
    """What the reader's own team keeps under that id; None to whoever need not know, and for what others keep."""
    found, ours = _opened(pk, reader), reader.team_id
    if isinstance(found, PersonKept):
        return _held(What.PERSON, pk, found, ours, found.reference, found.row.begun_at)
    if isinstance(found, ConcernRead) and found.concern.team_id == ours:
        row = found.concern
        return _held(What.CONCERN, pk, found, ours, row.reference, row.begun_at)
    if isinstance(found, QuestionRead):
        return _held(What.SEEN, pk, found, ours, found.reference, found.row.at)
    if _is_by_itself(found, ours):
        return _held(What.REQUEST, pk, found, ours, found.row.reference, found.row.at)
    if isinstance(found, DisclosureRead) and found.is_received:
        made = found.disclosure
        return _held(What.RECEIVED, pk, found, ours, made.proposal.concern.reference, made.at)
    return None


def _is_by_itself(found: Opened | None, ours: UUID) -> TypeGuard[RequestRead]:
    """Whether it is a request that goes with nothing else."""
    return (
        isinstance(found, RequestRead)
        and found.row.team_id == ours
        and about_of(found.row) == found.row.pk
    )


def _opened(pk: UUID, reader: Practitioner) -> Opened | None:
    with suppress(NoSuchConcern):
        return concern(pk, reader=reader)
    with suppress(NoSuchDisclosure):
        return disclosure(pk, reader=reader)
    with suppress(NoSuchPerson):
        return person(pk, reader=reader)
    with suppress(NoSuchRequest):
        return request(pk, reader=reader)
    return question(pk, reader=reader) if leads(reader) else None


def _held(  # noqa: PLR0917  (each kind has these)
    what: What, pk: UUID, found: Opened, team: UUID, reference: str, begun: datetime
) -> Held:
    return Held(
        what, pk, team, reference, found.key, _day(begun), _last(found.key.record, begun), found
    )


def _day(at: datetime) -> date:
    return timezone.localdate(at)


def _last(record: UUID, begun: datetime) -> date:
    """The day of the last act on a record that was more than reading it."""
    rows = Entry.objects.filter(sealedfacts__record=record).exclude(kind__regex=NOT_CONTACT)
    return _day(rows.aggregate(last=Max("at"))["last"] or begun)


def goes(found: Held) -> list[tuple[str, int]]:
    """What nobody of the team opens any more, with how many of each."""
    if isinstance(found.opened, PersonKept):
        return _goes_of(found.opened)
    if isinstance(found.opened, RequestRead):
        return [("what was asked of your team, and what it answered", 1)]
    if isinstance(found.opened, QuestionRead):
        return _goes_of_question(found.opened)
    if not isinstance(found.opened, ConcernRead):
        return [("what was shared with your team, as it was received", 1)]
    shared = Disclosure.objects.filter(concern=found.id).count()
    parts = [
        ("people in it, with all that was typed of them", len(found.opened.people)),
        ("pieces of information", len(found.opened.items)),
        ("questions of who needs to know", found.opened.concern.round_set.count()),
        ("copies of what your team shared", shared),
        ("requests about it", found.opened.concern.request_set.count()),
    ]
    return [(words, count) for words, count in parts if count]


def _goes_of_question(found: QuestionRead) -> list[tuple[str, int]]:
    parts = [
        ("why it was asked, and of which records", 1),
        ("times that the person was given an answer", len(given_of(found))),
    ]
    return [(words, count) for words, count in parts if count]


def _goes_of(kept: PersonKept) -> list[tuple[str, int]]:
    links = Link.objects.filter(Q(kept=kept.id) | Q(other=kept.id))
    parts = [
        *((words, len(kept.lists[part])) for part, words in _PARTS.items()),
        ("ways of contacting them", Way.objects.filter(person=kept.id).count()),
        ("what your team said of who they are elsewhere", links.count()),
        (
            "packs in which your team recognised them",
            Recognised.objects.filter(person=kept.id).count(),
        ),
    ]
    return [(words, count) for words, count in parts if count]


_PARTS = {
    "names": "names", "born": "dates of birth", "numbers": "numbers that identify them", "addresses": "addresses",
    "places": "other whereabouts", "needs": "languages and needs", "relationships": "relationships",
}  # fmt: skip


def stops(about: UUID, *, what: What, team: UUID, on: date) -> list[str]:
    """Why nobody may dispose of it now, in words; empty where nothing stands in the way. No content is opened.

    The words are for whoever oversees the team and sees the thing: a second person is told that there are some, for
    they say what no colleague is told, as that somebody may have an interest.
    """
    found = []
    with reading_as_others(connection) as read_as:
        read_as(AsTeam(team))
        rows = Shown.objects.filter(reader=team, about=about, kind__in=list(TASKS))
        waits = set(rows.values_list("kind", flat=True))
        keepings = Keeping.objects.filter(about=about, team=team, ended_at=None, until__gt=on)
        last = keepings.aggregate(last=Max("until"))["last"]
        moves = Person.objects.filter(concern=about, moving_by__isnull=False).exists()
        frozen = PersonRecord.objects.filter(pk=about, is_frozen=True).exists()
        linked = what == What.PERSON and is_linked(about, team=team)
        asked = is_waited_for(about)
        ours = Disclosure.objects.filter(concern=about).values_list("pk", flat=True)
        waits_for = what == What.CONCERN and is_waiting_on(ours, reader=AsTeam(team))
        unanswered = Notice.objects.filter(disclosure__concern=about, did="", gone_at=None).exists()
    if Kind.REQUEST in waits and not asked:  # one that was answered stands in the list for good
        waits.remove(Kind.REQUEST)
    found += [words for kind, words in TASKS.items() if kind in waits]
    if last:
        found.append(f"It is kept, with a reason, until {last:%-d %B %Y}")
    if linked:
        found.append(
            "Your team says that they are in a concern, or in what it received, that it still keeps"
        )
    if frozen or (what == What.CONCERN and moves):
        found.append("A new address waits for a second person")
    if waits_for:
        found.append(
            "Another team was asked for something on it, and has not answered: wait, or take it back"
        )
    if what == What.CONCERN and unanswered:
        found.append("Somebody who received it has not said what they did with a notice")
    return found


@dataclass(frozen=True, slots=True)
class KeepingRead:
    """Why a thing is kept, opened."""

    row: Keeping
    key: vault.RecordKey
    said: Mapping[str, Any]
    ending: str


def keepings_of(found: Held) -> list[KeepingRead]:
    """Why it is, or was, kept longer; the newest first."""
    rows = Keeping.objects.filter(about=found.id, team=found.team)
    read = []
    for row in rows.select_related("by", "ended_by").order_by("-at", "pk"):
        key = vault.key_of(row.record, team=found.team)
        read.append(KeepingRead(row, key, _said(row, key), _ending(row, key)))
    return read


def _said(row: Keeping | Disposal, key: vault.RecordKey) -> Mapping[str, Any]:
    said: Mapping[str, Any] = json.loads(key.unseal(row.sealed, place_of(row)))
    return said


def _ending(row: Keeping | Disposal, key: vault.RecordKey) -> str:
    sealed, part = (row.ending, "ending") if isinstance(row, Keeping) else (row.answer, "answer")
    return str(json.loads(key.unseal(sealed, place_of(row, part)))["because"]) if sealed else ""


@dataclass(frozen=True, slots=True)
class DisposalRead:
    """A disposal, opened for the team or its agency's lead."""

    row: Disposal
    key: vault.RecordKey
    said: Mapping[str, Any]
    because: str


def disposal(pk: UUID, *, reader: Reads) -> DisposalRead | None:
    """One that waits, or was done; None to whoever could not read what it is of, and is not asked."""
    rows = Disposal.objects.filter(pk=pk)
    rows = rows.select_related("by", "answered_by", "team__agency")
    kinds = [Kind.DISPOSE, Kind.GONE]
    mine = vault.entitled(rows, kinds=kinds, reader=reader.pk, team=reader.team_id)
    return next((_read(row, row.granted, reader) for row in mine), None)


def _read(row: Disposal, granted: bytes | memoryview | None, reader: Reads) -> DisposalRead:
    key = vault.opened(row.record, granted, team=reader.team_id)
    return DisposalRead(row, key, _said(row, key), _ending(row, key))


def disposal_of(about: UUID, *, reader: Reads) -> UUID | None:
    """The disposal of a thing that the reader could see before it was disposed of; None to everybody else."""
    gone = vault.things(kind=Kind.GONE, reader=reader.pk)
    rows = Disposal.objects.filter(about=about, team=reader.team_id, is_agreed=True)
    return rows.filter(pk__in=gone).values_list("pk", flat=True).first()


def disposals_waiting(*, reader: Reads) -> list[Disposal]:
    """Those that wait for somebody other than who asked, oldest first."""
    rows = Disposal.objects.filter(
        pk__in=vault.things(kind=Kind.DISPOSE, reader=reader.pk), answered_at=None
    )
    rows = rows.exclude(by=reader.pk).select_related("by", "team")
    return list(rows.order_by("at", "pk")[: vault.PAGE])


def disposed(*, reader: Reads, reference: str = "") -> list[Disposal]:
    """What was disposed of that the reader could see, newest first; with a reference, of that alone."""
    gone = vault.things(kind=Kind.GONE, reader=reader.pk)
    rows = Disposal.objects.filter(pk__in=gone).select_related("team")
    rows = rows.filter(reference=reference) if reference else rows
    return list(rows.order_by("-answered_at", "pk")[: vault.PAGE])


def refused_of(found: Held) -> list[DisposalRead]:
    """What was asked of a thing before, and a second person did not agree to; newest first."""
    rows = Disposal.objects.filter(about=found.id, team=found.team, is_agreed=False)
    read = []
    for row in rows.select_related("by", "answered_by").order_by("-at", "pk"):
        key = vault.key_of(row.record, team=found.team)
        read.append(DisposalRead(row, key, _said(row, key), _ending(row, key)))
    return read


def place_of(row: Keeping | Disposal, part: str = "") -> str:
    """What a sealed row is bound to."""
    return f"{type(row).__name__.lower()}{'-' + part if part else ''}:{row.pk}"
