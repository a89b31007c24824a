"""Reads of who works on what. Whether the reader may see the thing is for the concern or the pack to say."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from allauth.socialaccount.models import SocialAccount
from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.crypto import salted_hmac

from dimmer.apps.agencies.models import OVERSEE, WORK, Practitioner, Role, Team
from dimmer.apps.allocations.models import Allocation, BrokenGlass
from dimmer.apps.concerns.models import Concern
from dimmer.apps.concerns.queries import ConcernRead, NoSuchConcern, concern, dashed
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.disclosures.queries import (
    DisclosureRead,
    NoSuchDisclosure,
    alleged_beside,
    disclosure,
    thing_of,
)
from dimmer.apps.interests.queries import Thing, met_in
from dimmer.apps.people.queries import NoSuchPerson, frozen_in, person, said_to_be
from dimmer.apps.requests.queries import NoSuchRequest, asked_on, request
from dimmer.apps.requests.queries import thing_of as about_whom
from dimmer.apps.vault import queries as vault
from dimmer.apps.vault.models import Kind, Named, Standing
from dimmer.apps.vault.queries import RecordKey
from dimmer.core.matching import Known
from dimmer.database.policies import READER
from dimmer.database.reader import AsTeam, Reads, reading_as_own_team

QUARTER = timedelta(days=91)
"""After how long somebody is to confirm again who works in a team."""
GRACE = timedelta(days=14)
"""How long after that the agency's lead is told that nobody has."""


@dataclass(frozen=True, slots=True)
class Worker:
    """A colleague who is named, since when, and until when if they only cover."""

    who: Practitioner
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Circle:
    """Those of a team who see a thing.

    Args:
        about: the concern, or the disclosure that the team received.
        named: who works on it now.
        overseers: who sees it because they see all that the team works on.
        is_open: nobody has been named yet, so that everybody who works in the team sees it.
        aside: who stepped aside.
        kept: who has an interest in somebody in it: they are named by nobody.
        alone: who alone sees it, by the agency's senior route, and may let others see it.
    """

    about: UUID
    reference: str
    key: RecordKey
    named: tuple[Worker, ...]
    overseers: tuple[Practitioner, ...]
    is_open: bool
    aside: frozenset[UUID]
    kept: frozenset[UUID]
    alone: tuple[Practitioner, ...] = ()

    def names(self, who: UUID) -> bool:
        """Whether somebody is named now."""
        return any(worker.who.pk == who for worker in self.named)

    def may_be_changed_by(self, who: Practitioner) -> bool:
        """Whoever oversees or is named for good says who else is; while nobody is, anybody who works in the team.

        Whoever covers says so only where nobody else could: what is seen for a time gives nothing that outlives it.
        """
        if self.alone:
            return who in self.alone
        for_good = {worker.who.pk for worker in self.named if worker.until is None}
        alone_there = self.names(who.pk) and not (for_good or self.overseers)
        return self.is_open or who.role in OVERSEE or who.pk in for_good or alone_there

    def can_do_without(self, who: UUID) -> bool:
        """Whether somebody would still see it: nothing is left to nobody."""
        rest = {worker.who.pk for worker in self.named} | {
            each.pk for each in (*self.overseers, *self.alone)
        }
        return bool(rest - {who})


def circle_of_concern(pk: UUID, *, reader: Practitioner, now: datetime) -> Circle:
    """Who of the reader's team works on a concern.

    Raises:
        NoSuchConcern: not shown to the reader.
    """
    found = concern(pk, reader=reader)
    return _circle(pk, found.concern.reference, found.key, team=reader.team_id, now=now)


def circle_of_disclosure(pk: UUID, *, reader: Practitioner, now: datetime) -> Circle | None:
    """Who of the reader's team works on what it received; None for what it sent.

    Raises:
        NoSuchDisclosure: not shown to the reader.
    """
    found = disclosure(pk, reader=reader)
    reference = found.disclosure.proposal.concern.reference
    return (
        _circle(pk, reference, found.key, team=reader.team_id, now=now)
        if found.is_received
        else None
    )


def _circle(about: UUID, reference: str, key: RecordKey, *, team: UUID, now: datetime) -> Circle:
    rows = {row.practitioner: row for row in Named.objects.filter(about=about, team=team)}
    kept = vault.kept_off(about)
    alone = vault.alone_on(about, team=team)
    people = {
        row.pk: row
        for row in confirmed(team)
        if row.pk not in kept and (not alone or row.pk in alone)
    }
    working = [
        Worker(people[pk], row.since, row.until)
        for pk, row in rows.items()
        if pk in people and row.state == Standing.NAMED and (row.until is None or row.until > now)
    ]
    aside = frozenset(pk for pk, row in rows.items() if row.state == Standing.OFF)
    return Circle(
        about,
        reference,
        key,
        tuple(sorted(working, key=lambda worker: (worker.since, worker.who.name))),
        tuple(who for pk, who in people.items() if who.role in OVERSEE and pk not in aside),
        is_open=not any(row.role in WORK for row in members(team) if row.pk in rows),
        aside=aside,
        kept=kept,
        alone=tuple(who for pk, who in people.items() if pk in alone),
    )


def may_be_given(team: Team) -> tuple[Role, ...]:
    """The roles that whoever oversees a team may give in it. Those that reach past it come from the operator."""
    lead = (Role.LEAD, Role.CALDICOTT_GUARDIAN) if team.leads else ()
    return (
        *(Role.PRACTITIONER, Role.REPORTER, Role.MANAGER, Role.NAMED_PRACTITIONER),
        *(Role.COORDINATOR, Role.CHAIR, *lead),
    )


def members(team: UUID) -> QuerySet[Practitioner]:
    """Those who work in a team now, by name; some may still have to be confirmed."""
    return Practitioner.objects.filter(team=team, left_at=None).order_by("name", "pk")


def confirmed(team: UUID) -> QuerySet[Practitioner]:
    """Those who work in a team now and whose account counts."""
    return members(team).filter(waits_since=None)


def to_confirm(asking: Practitioner) -> QuerySet[Practitioner]:
    """Accounts that wait for the one who asks: of their team, or for a lead of their agency; none that they made."""
    if asking.role not in OVERSEE or asking.waits_since:
        return Practitioner.objects.none()
    mine = Q(team__agency=asking.team.agency_id) if asking.team.leads else Q(team=asking.team_id)
    rows = Practitioner.objects.filter(mine, left_at=None, waits_since__isnull=False)
    rows = rows.exclude(pk=asking.pk).exclude(made_by=asking)
    return rows.select_related("team__agency", "user", "made_by").order_by("waits_since", "pk")


def overseers_elsewhere(asking: Practitioner) -> QuerySet[Practitioner]:
    """Those who oversee the other teams of an agency, for its lead: one who does so alone, nobody else could end."""
    if asking.role not in OVERSEE or asking.waits_since or not asking.team.leads:
        return Practitioner.objects.none()
    rows = Practitioner.objects.filter(team__agency=asking.team.agency_id, left_at=None)
    rows = rows.filter(role__in=OVERSEE).exclude(team=asking.team_id)
    return rows.select_related("team").order_by("team__name", "name", "pk")


def has_begun(who: Practitioner) -> bool:
    """Whether somebody has chosen a password, or signs in at their agency."""
    bound = SocialAccount.objects.filter(user=who.user_id)
    return who.user.has_usable_password() or bound.exists()


def state_of(who: Practitioner) -> str:
    """What an account is that waits, in a text that tells nothing: another once it is renewed, or begun with."""
    return salted_hmac("account", f"{who.pk} {who.waits_since} {who.user.password}").hexdigest()


def colleagues(circle: Circle, *, asking: Practitioner) -> list[Practitioner]:
    """Those of the team who could be named: they may work, are not named yet, and have no interest in it."""
    return [
        who
        for who in confirmed(asking.team_id)
        if who.role in WORK and not circle.names(who.pk) and who.pk not in circle.kept
    ]


def concern_behind_glass(reference: str, *, team: Team, lock: bool = False) -> Concern | None:
    """A concern of the team by its reference, whether or not the reader is named on it."""
    rows = Concern.objects.select_for_update() if lock else Concern.objects
    with reading_as_own_team(connection):
        return rows.filter(reference=dashed(reference), team=team).first()


def behind_glass(*, reader: Practitioner, now: datetime) -> list[BrokenGlass]:
    """What the reader may read for now because they broke the glass, newest first; nothing that they are kept off."""
    reads: Any = RawSQL(READER, [])  # noqa: S611  (a constant: also whoever the database says reads)
    mine = BrokenGlass.objects.filter(by=reader, until__gt=now).filter(by=reads)
    ids = list(mine.values_list("pk", flat=True))
    rows = BrokenGlass.objects.filter(pk__in=ids).order_by("-at", "pk")
    rows = rows.select_related("concern", "disclosure__proposal__concern")
    with reading_as_own_team(connection):
        opened = [row for row in rows if row.concern or row.disclosure]
    return [row for row in opened if _may_look(row.opened.pk, reader)]


def _may_look(about: UUID, reader: Practitioner) -> bool:
    stands = Named.objects.filter(about=about, practitioner=reader.pk, state=Standing.OFF)
    is_off = stands.exists() or vault.is_kept(about, practitioner=reader.pk)
    return not is_off and not vault.alone_on(about, team=reader.team_id)


def through_glass(
    pk: UUID, *, reader: Practitioner, now: datetime
) -> ConcernRead | DisclosureRead | None:
    """The concern or pack that the reader opened so, read as the team has it.

    None to anybody else, and afterwards; and where the team has it no longer, since what it rested on was taken back.
    """
    row = next((each for each in behind_glass(reader=reader, now=now) if each.pk == pk), None)
    if row is None:
        return None
    with (
        reading_as_own_team(connection),
        suppress(NoSuchConcern, NoSuchDisclosure),
    ):
        if row.disclosure_id:
            return disclosure(row.disclosure_id, reader=reader.team)
        return concern(row.opened.pk, reader=reader.team)
    return None


def frozen_behind_glass(found: ConcernRead, *, reader: Practitioner) -> frozenset[UUID]:
    """Those in such a concern to whose address nothing is to go: as the team knows, whoever keeps their records."""
    with reading_as_own_team(connection):
        return frozen_in(found, reader=reader.team)


def packs_behind_glass(reference: str, *, team: Team) -> list[Disclosure]:
    """What a team received under a reference and can open, whether or not the reader is named on it."""
    rows = Disclosure.objects.filter(recipient=team, proposal__concern__reference=dashed(reference))
    rows = rows.filter(closed_at=None)
    with reading_as_own_team(connection):
        return list(rows.select_related("proposal__concern").order_by("at", "pk"))


def glass_waiting(*, reader: Practitioner) -> list[BrokenGlass]:
    """Broken glass that the reader is to look at, soonest due first."""
    shown = vault.things(kind=Kind.GLASS, reader=reader.pk)
    rows = BrokenGlass.objects.filter(pk__in=shown, looked_at=None).exclude(by=reader)
    rows = rows.select_related("by", "concern", "disclosure__proposal__concern")
    return list(rows.order_by("due_at", "pk")[: vault.PAGE])


@dataclass(frozen=True, slots=True)
class GlassRead:
    """One breaking of the glass, opened."""

    row: BrokenGlass
    key: RecordKey
    because: str
    note: str


def glass(pk: UUID, *, reader: Practitioner, lock: bool = False) -> GlassRead | None:
    """One breaking of the glass, for those who look at it; None to anybody else."""
    if not vault.is_shown(pk, kind=Kind.GLASS, reader=reader.pk):
        return None
    rows = BrokenGlass.objects.select_related(
        "by", "concern", "disclosure__proposal__concern", "looked_by"
    )
    row = (rows.select_for_update(of=("self",)) if lock else rows).filter(pk=pk).first()
    if row is None:  # somebody else looked meanwhile
        return None
    key = vault.key_of(row.opened.record, team=reader.team_id)
    note = _opened(key, row.answer, place_of(row, "answer")).get("note", "") if row.answer else ""
    return GlassRead(row, key, _opened(key, row.sealed, place_of(row))["because"], note)


def _opened(key: RecordKey, sealed: bytes | memoryview, place: str) -> dict[str, Any]:
    opened: dict[str, Any] = json.loads(key.unseal(sealed, place))
    return opened


def place_of(row: BrokenGlass | Allocation, part: str = "") -> str:
    """What a sealed row is bound to."""
    return f"{type(row).__name__.lower()}{'-' + part if part else ''}:{row.pk}"


def things_with_people(team: Team) -> Iterator[Thing]:
    """All that a team has about people, opened one by one. The database must read as the team."""
    for pk in vault.things(kind=Kind.CONCERN, reader=team.pk):
        with suppress(NoSuchConcern):
            found = concern(pk, reader=team)
            met = tuple(met_in(each.about, part=each.id) for each in found.people)
            yield Thing(pk, met, found.concern.reference)
    for pk in vault.things(kind=Kind.INBOX, reader=team.pk):
        with suppress(NoSuchDisclosure):
            yield thing_of(disclosure(pk, reader=team).pack, of=pk)
    for pk in vault.things(kind=Kind.PERSON, reader=team.pk):
        with suppress(NoSuchPerson):
            yield from said_to_be(person(pk, reader=team), reader=team)
    for pk in vault.things(kind=Kind.REQUEST, reader=team.pk):
        with suppress(NoSuchRequest):
            yield about_whom(request(pk, reader=team))


def packs_without_alleged(
    team: Team, *, read_as: Callable[[Reads], None]
) -> Iterator[tuple[UUID, list[Known]]]:
    """Packs that a team received, with what can be compared of the alleged abusers whom each does not name.

    What it is asked on a pack comes with the same: who is kept off the one is kept off the other.

    Those stand with its sender: each concern is opened as the sender's team, in between.
    """
    for pk in list(vault.things(kind=Kind.INBOX, reader=team.pk)):
        with suppress(NoSuchDisclosure, NoSuchConcern):
            made = disclosure(pk, reader=team)
            sender = AsTeam(made.disclosure.sender_id)
            read_as(sender)
            found = concern(made.disclosure.proposal.concern_id, reader=sender)
            read_as(team)
            known = alleged_beside(found, made.pack)
            for each in (pk, *asked_on(pk)):
                yield each, known
        read_as(team)


def with_nobody(rows: Iterable[UUID], *, team: UUID, now: datetime) -> set[UUID]:
    """Those of some concerns on which nobody of the team is named now."""
    ids = list(rows)
    named = Named.objects.filter(about__in=ids, team=team, state=Standing.NAMED)
    working = set(confirmed(team).values_list("pk", flat=True))
    some = {
        row.about
        for row in named
        if row.practitioner in working and (row.until is None or row.until > now)
    }
    return set(ids) - some


def on_which_nobody_works(*, reader: Practitioner, now: datetime) -> list[Concern]:
    """The newest open concerns of the reader's team on which nobody is named."""
    shown = vault.shown(kind=Kind.CONCERN, reader=reader.pk)
    nobody = with_nobody([pk for pk, _ in shown], team=reader.team_id, now=now)
    rows = Concern.objects.filter(pk__in=nobody, team=reader.team_id, step="open")
    return list(rows.defer("sealed").order_by("-begun_at", "pk"))


def long_unconfirmed(asking: Practitioner, *, on: date) -> list[Team]:
    """For a lead: other teams of the agency in which nobody confirmed who works there, weeks after it was due."""
    if not asking.team.leads:
        return []
    late = Q(confirmed_on=None) | Q(confirmed_on__lte=on - QUARTER - GRACE)
    rows = Team.objects.filter(late, agency=asking.team.agency_id).exclude(pk=asking.team_id)
    return list(
        rows.filter(practitioner__left_at=None, practitioner__isnull=False)
        .distinct()
        .order_by("name")
    )


def is_to_be_confirmed(team: Team, *, on: date) -> bool:
    """Whether a quarter has gone by since somebody confirmed who works in a team."""
    return team.confirmed_on is None or team.confirmed_on + QUARTER <= on
