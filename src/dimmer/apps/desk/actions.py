"""Setting a desk up: a team with its keys, and many concerns at once from another system."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from os import urandom
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.db import connection, transaction
from django.db.models import Model

from dimmer.apps.agencies.models import Agency, Practitioner, Team
from dimmer.apps.concerns.actions import new_reference, note
from dimmer.apps.concerns.models import Concern, Item, Origin, Person, Step
from dimmer.apps.concerns.queries import ConcernRead, place_of
from dimmer.apps.consultations.actions import give_precedents
from dimmer.apps.decisions.models import Proposal
from dimmer.apps.interests import actions as interests
from dimmer.apps.interests.queries import Thing, met_in
from dimmer.apps.ledger import queries as ledger
from dimmer.apps.ledger.models import Entry, SealedFacts
from dimmer.apps.vault import actions as vault
from dimmer.apps.vault.models import Grant, Kind, Named, Shown
from dimmer.apps.vault.queries import PublicHalf, RecordKey, public_keys
from dimmer.core.ledger import SALT_BYTES, Fact, commitment_of, write_facts
from dimmer.database.reader import AsTeam, reading_as_others, showing
from dimmer.keyring import sealing
from dimmer.web.apart import found_in

_PORTION = 250
"""Concerns whose rows are held in memory at once."""
_IMPORTER = 0x44494D49
"""The advisory lock that makes imports take turns: one file brought in twice at once comes in once."""


@transaction.atomic
def open_team(
    agency: Agency,
    *,
    name: str,
    phone: str = "",
    leads: bool = False,
    receives: bool = True,
    at: datetime | None = None,
) -> Team:
    """Enter a team with its key pair: from now on things can be sealed to it.

    `leads` says that it is the desk of the information governance lead or Caldicott Guardian,
    `receives` that others may share with it. `phone` stands in all that it shares: whom to ring.
    """
    team = Team.objects.create(
        agency=agency, name=name, phone=phone, leads=leads, receives=receives
    )
    vault.give_key(team=team.pk, at=at)
    give_precedents(to=team)
    return team


@transaction.atomic(savepoint=False)
def taken(found: ConcernRead, of: Proposal, *, digest: str, by: Practitioner, at: datetime) -> None:
    """Enter that somebody took the record of a decision away.

    Args:
        digest: SHA-256 of the document, in hexadecimal: whether a file is the one that was taken can be told.
    """
    note(found, "record.opened", by=by, at=at, proposal=str(of.pk), sha256=digest)


class Batch:
    """The rows of many acts, collected and then written together.

    They are the rows that the rooms' own actions write, with the same keys, seals and entries. What
    differs: nothing is locked or read back, so it serves only for things that nobody else can have
    seen yet. Call `write` inside the transaction of the acts.
    """

    def __init__(self) -> None:
        self._rows: dict[type[Model], list[Model]] = defaultdict(list)
        self._keys: dict[UUID, PublicHalf] = {}
        self._about: dict[UUID, set[UUID]] = defaultdict(set)
        self._met: dict[tuple[Team, datetime], list[tuple[Thing, Kind, RecordKey]]] = defaultdict(
            list
        )

    def add(self, *rows: Model) -> None:
        """Take rows of any room along."""
        for row in rows:
            self._rows[type(row)].append(row)

    def record(self, *, readers: Iterable[UUID], at: datetime) -> RecordKey:
        """A fresh record key, granted to the readers (as `vault.new_record`)."""
        made = RecordKey(uuid4(), sealing.new_key())
        self.grant(made, to=readers, at=at)
        return made

    def grant(self, record: RecordKey, *, to: Iterable[UUID], at: datetime) -> None:
        """Let teams open the record (as `vault.grant`)."""
        teams = sorted(set(to))
        if missing := [team for team in teams if team not in self._keys]:
            self._keys |= public_keys(missing)
        place = f"record:{record.record}"
        for team in teams:
            half = self._keys[team]
            sealed = sealing.seal_to_team(record.key, public=half.public, place=place)
            row = Grant(record=record.record, reader=team, sealed=sealed, at=at)
            row.version = half.version
            self.add(row)

    def show(
        self, thing: UUID, *, kind: Kind, about: UUID, to: Iterable[UUID], at: datetime
    ) -> None:
        """Put the thing into the lists of teams and of those who need to know (as `vault.show`)."""
        for team in sorted(set(to)):
            self.add(Shown(reader=team, kind=kind, thing=thing, about=about, at=at))
            self._about[team].add(about)

    def meet(self, thing: Thing, *, kind: Kind, key: RecordKey, team: Team, at: datetime) -> None:
        """Keep those off who have an interest in somebody, and leave it to somebody (as `interests` does)."""
        self._met[team, at].append((thing, kind, key))

    def enter(self, kind: str, *, at: datetime, key: RecordKey, facts: Mapping[str, Fact]) -> UUID:
        """Enter an act in the ledger (as `ledger.append`); return the entry's random id."""
        salt, canonical = urandom(SALT_BYTES), write_facts(facts)
        made = Entry(id=uuid4(), kind=kind, at=at, commitment=commitment_of(salt, canonical))
        whole = {"salt": salt.hex(), "facts": canonical.decode()}
        sealed = key.seal(whole, ledger.place_of(made.pk))
        self.add(
            made,
            SealedFacts(entry_id=made.pk, record=key.record, sealed=sealed),
        )
        return made.pk

    def write(self) -> None:
        """Write all rows, and begin anew."""
        with showing(connection):
            for model, rows in self._rows.items():
                model._default_manager.bulk_create(rows, batch_size=2_000)  # noqa: SLF001  (Django's own name)
        self._rows.clear()
        met = [
            (of, at, things)
            for (of, at), things in self._met.items()
            if interests.meet([thing for thing, _, _ in things], team=of, at=at)
        ]
        self._met.clear()
        for team, about in sorted(self._about.items()):
            vault.regroup(about, team=team)
        self._about.clear()
        for of, at, things in met:
            for thing, kind, key in things:
                interests.leave_to_somebody(thing.about, kind=kind, key=key, team=of, at=at)


@dataclass(frozen=True, slots=True)
class Written:
    """A whole concern, as somebody wrote it: what the pages would have sent, part by part.

    `items` name people by their keys: `person-1` is the first of `people`. The same `token` stands
    for the same concern.
    """

    token: UUID
    summary: str
    people: Sequence[Mapping[str, Any]]
    items: Sequence[Mapping[str, Any]]
    answers: Mapping[str, Any]


def write_concern(
    batch: Batch,
    written: Written,
    *,
    by: Practitioner,
    at: datetime,
    origin: Origin,
    step: Step = Step.OPEN,
) -> tuple[Concern, RecordKey, list[Person], list[Item]]:
    """Put a concern with its people, items and entries into a batch."""
    key = batch.record(readers=[by.team_id], at=at)
    made = Concern(
        id=written.token,
        reference=new_reference(),
        team=by.team,
        raised_by=by,
        step=step,
        origin=origin,
        begun_at=at,
        raised_at=None if step == Step.DRAFT else at,
        record=key.record,
    )
    whole = {
        "summary": written.summary,
        "answers": dict(written.answers),
        "unsettled": bool(found_in(written.summary)),
    }
    made.sealed = key.seal(whole, place_of(made))
    people = [Person(concern=made, place=place) for place, _ in enumerate(written.people, start=1)]
    items = [Item(concern=made, place=place) for place, _ in enumerate(written.items, start=1)]
    parts: list[Person | Item] = [*people, *items]
    items_typed = [{**each, "unsettled": bool(found_in(each["text"]))} for each in written.items]
    for row, typed in zip(parts, [*written.people, *items_typed], strict=True):
        row.sealed = key.seal(dict(typed), place_of(row))
    batch.add(made, *people, *items)
    batch.add(Named(about=made.pk, practitioner=by.pk, team=by.team_id, since=at))
    batch.show(made.pk, kind=Kind.CONCERN, about=made.pk, to=[by.team_id], at=at)
    met = (met_in(about, part=row.pk) for row, about in zip(people, written.people, strict=True))
    thing = Thing(made.pk, tuple(met), made.reference)
    batch.meet(thing, kind=Kind.CONCERN, key=key, team=by.team, at=at)

    def enter(kind: str, **facts: Fact) -> None:
        named = {"concern": str(made.pk), "by": str(by.pseudonym), **facts}
        batch.enter(kind, at=at, key=key, facts=named)

    enter("concern.begun", origin=origin.value)
    for person in people:
        enter("concern.person-added", person=str(person.pk))
    for item in items:
        enter("concern.item-added", item=str(item.pk))
    if step != Step.DRAFT:
        enter("concern.raised")
    return made, key, people, items


@transaction.atomic
def bring_in(
    concerns: Sequence[Written],
    *,
    by: Practitioner,
    at: datetime,
    done: Callable[[int], None] = lambda _: None,
) -> list[tuple[UUID, str, bool]]:
    """Bring raised concerns in from another system, all or none.

    Returns the id and reference of each, in order, and whether it is new: one whose token the team has had
    already stays as it is. `done` is told how many more have been written.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [_IMPORTER])
    batch = Batch()
    brought: list[tuple[UUID, str, bool]] = []
    for start in range(0, len(concerns), _PORTION):
        portion = concerns[start : start + _PORTION]
        # Each team has ids of its own: a token that another team used is met by no refusal that tells of it.
        own = [replace(each, token=uuid5(each.token, str(by.team_id))) for each in portion]
        with reading_as_others(connection) as read_as:
            read_as(AsTeam(by.team_id))
            rows = Concern.objects.filter(pk__in=[each.token for each in own])
            here = dict(rows.values_list("pk", "reference"))
        for written in own:
            if reference := here.get(written.token):
                brought.append((written.token, reference, False))
                continue
            made, *_ = write_concern(batch, written, by=by, at=at, origin=Origin.IMPORTED)
            brought.append((made.pk, made.reference, True))
        batch.write()
        done(len(portion))
    return brought
