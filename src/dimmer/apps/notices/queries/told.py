"""Reads of notices: what a recipient is told, what waits for somebody, and how far each of a cause has come."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db import connection
from django.db.models import Q, QuerySet

from dimmer.apps.agencies.models import WORK, Practitioner, Team
from dimmer.apps.concerns.queries import ConcernRead
from dimmer.apps.consents.queries import records_of
from dimmer.apps.decisions.models import Proposal
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.disclosures.queries import (
    DisclosureRead,
    NoSuchDisclosure,
    Since,
    amended_id,
    disclosure,
    must_read_flags,
    read_by,
    since,
    whom,
)
from dimmer.apps.notices.models import AMENDS, GONE, Cause, Did, GivenOn, Notice, What
from dimmer.apps.notices.queries.given import opened, place_of, what_of
from dimmer.apps.vault import queries as vault
from dimmer.apps.vault.models import Kind
from dimmer.core.consents import How as HowSaid
from dimmer.core.route import Step
from dimmer.database.reader import AsTeam, Reads, showing
from dimmer.web.built_once import built_once

UNDO = timedelta(minutes=1)
"""How long a withdrawal can be undone."""
TRIES = 3
"""After so many the sender's worker is asked to ring: the team cannot be told here."""
ROUTES = {
    "A6c": "A duty in law to keep it",
    "A6d": "The life of somebody depends on it",
    "A6e": "A task in the public interest, set down in law",
    "A6ea": "A recognised legitimate interest: safeguarding, an emergency, crime",
    "A6f": "A legitimate interest, weighed against theirs",
}
"""The bases of Article 6(1) of the UK GDPR that are left when consent is gone; a contract never fits."""
_FIRST, _LONGEST = timedelta(seconds=30), timedelta(hours=1)


class NoSuchNotice(Exception):
    """The reader is shown no such notice."""


@dataclass(frozen=True, slots=True)
class NoticeRead:
    """A notice, opened: the name as the recipient knows it, for whoever is to ring, whom, and what was answered."""

    row: Notice
    key: vault.RecordKey
    name: str
    reference: str
    ring: Mapping[str, str]
    said: Mapping[str, str]
    pack: DisclosureRead | None = None
    """What was received, where a piece of it was put right or disputed and the reader may open it."""
    since: Since | None = None
    """What it says of that piece now."""
    plan: Mapping[str, str] = field(default_factory=dict)
    """Of a plan that changed: {change, not_before, ring}; else empty."""

    @property
    def is_amended(self) -> bool:
        """Whether a piece of what was received was put right or disputed."""
        return self.row.cause.what in AMENDS

    @property
    def subject(self) -> str:
        """What it is about, for a sentence: somebody, or where it is about nobody alone the reference."""
        return f"about {self.name}" if self.name else f"under reference {self.reference}"

    @property
    def is_less(self) -> bool:
        """Whether what was received was replaced by less."""
        return self.row.cause.what == What.LESS

    @property
    def is_recalled(self) -> bool:
        """Whether what was received was recalled."""
        return self.row.cause.what == What.RECALL

    @property
    def is_gone(self) -> bool:
        """Whether what was received opens no more, whatever is answered."""
        return self.row.cause.what in GONE


def notice(pk: UUID, *, reader: Reads) -> NoticeRead:
    """Open a notice that waits for the reader, or one that was answered.

    Raises:
        NoSuchNotice: not shown to the reader, or gone.
    """
    row = _shown(reader=reader).filter(pk=pk).first()
    if row is None:
        raise NoSuchNotice
    try:
        key = vault.key_of(row.cause.record, team=reader.team_id)
    except vault.NotEntitled as error:
        raise NoSuchNotice from error
    told = json.loads(key.unseal(row.cause.told, place_of(row.cause, "told")))
    ring = _ring(row, team=reader.team_id)
    said = _said(row, team=reader.team_id)
    pack, says = _since(row, reader=reader) if row.cause.what in AMENDS else (None, None)
    plan = told.get("plan", {})
    return NoticeRead(row, key, told["name"], told["reference"], ring, said, pack, says, plan)


def _since(row: Notice, *, reader: Reads) -> tuple[DisclosureRead | None, Since | None]:
    """What was put right, for whoever may open the pack; nobody is told by a notice what is closed to them."""
    try:
        found = disclosure(row.disclosure_id, reader=reader)
    except NoSuchDisclosure:
        return None, None
    if must_read_flags(found, reader=reader):
        return None, None
    wanted = amended_id(row.disclosure, row.cause_id)
    rows = {each.id: each for each in since(found.disclosure, found.key)}
    return found, rows.get(wanted)


def _shown(*, reader: Reads) -> QuerySet[Notice]:
    waits, answered = (
        vault.things(kind=kind, reader=reader.pk) for kind in (Kind.NOTICE, Kind.ANSWERED)
    )
    rows = Notice.objects.filter(
        Q(did_at=None, pk__in=waits) | Q(did_at__isnull=False, pk__in=answered), gone_at=None
    )
    return rows.select_related(
        "cause", "sender__agency", "team__agency", "given_on", "corrects", "disclosure", "did_by"
    )


def _said(row: Notice, *, team: UUID) -> Mapping[str, str]:
    """What was answered, for a team that it is sealed to; empty while nobody has."""
    if row.said is None or row.answer is None:
        return {}
    key = vault.key_of(row.answer, team=team)
    said: Mapping[str, str] = json.loads(key.unseal(row.said, place_of(row)))
    return said


def answers_to(row: Cause) -> tuple[Did, ...]:
    """What recipients can say they did about it."""
    if row.what in AMENDS:
        return Did.AMENDED, Did.BESIDE, Did.NEVER
    return Did.STOPPED, Did.KEPT, Did.NEVER


def taken_back(reference: str, *, reader: Reads) -> list[Notice]:
    """What the reader's team received under a reference and opens no more: of each the last notice that took it away.

    Where less came in its place, that is found itself. Nothing of it is opened.
    """
    rows = _shown(reader=reader).filter(
        Q(cause__what=What.RECALL) | Q(disclosure__closed_at__isnull=False),
        disclosure__concern__reference=reference, given_on=None, corrects=None, cause__undone_at=None,
    ).exclude(cause__what__in=[*AMENDS, What.LESS, What.PLAN])  # fmt: skip
    last = {row.disclosure_id: row for row in rows.order_by("number")[: vault.PAGE]}
    return list(last.values())


def notices_on(disclosure: UUID, *, reader: Reads) -> list[NoticeRead]:
    """The reader's notices about something that was received, in the order in which they were given."""
    rows = _shown(reader=reader).filter(disclosure=disclosure).order_by("number")
    return [notice(pk, reader=reader) for pk in rows.values_list("pk", flat=True)]


def _ring(row: Notice, *, team: UUID) -> Mapping[str, str]:
    """Whom the team is to ring, where it is its task; empty where it is told itself.

    Where nobody of the recipient could see the pack, those are rung who can: whoever is kept off it learns nothing.
    """
    given = row.given_on
    if given is not None and given.to_id is None and given.team_id == team:
        return _whom(_opened(given))
    if team == row.team_id:
        return {}
    to = row.team if given else read_by(row.disclosure) or row.team
    if team == to.pk:
        return {}
    said = _opened(given) if given and given.team_id == team else {}
    return _whom({**said, "who": f"{to.agency.name}, {to.name}", "phone": to.phone})


def _opened(given: GivenOn) -> Mapping[str, Any]:
    """Who it was, for the team that wrote it down."""
    return opened(given, vault.key_of(given.record, team=given.team_id))


def _whom(said: Mapping[str, Any]) -> Mapping[str, str]:
    """Whom to ring, and what they were given where that is known to whoever rings."""
    what = what_of(said)
    return {"who": said["who"], "phone": said["phone"], **({"what": what} if what else {})}


def notices_waiting(*, reader: Reads) -> list[Notice]:
    """Notices that the reader is to answer, or to ring about, in the order in which they were given."""
    return list(_waiting(reader=reader.pk))


@built_once
def _waiting(reader: Any) -> QuerySet[Notice]:
    shown = vault.things(kind=Kind.NOTICE, reader=reader)
    rows = Notice.objects.filter(vault.is_of("pk", shown), did_at=None, gone_at=None).defer("said")
    rows = rows.select_related(
        "sender__agency",
        "team__agency",
        "given_on",
        "corrects",
        "cause",
        "disclosure__proposal__concern",
    ).defer(
        "disclosure__sealed",
        "disclosure__proposal__concern__sealed",
        "cause__sealed",
        "cause__told",
    )
    return rows.order_by("number")[: vault.PAGE]


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One recipient on the page of a cause, for the team that gave the notice."""

    row: Notice
    who: str
    said: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CauseRead:
    """A cause with how it was said, and everybody who is told, in the order in which they are."""

    row: Cause
    said: Mapping[str, Any]
    how: HowSaid | None
    name: str
    rows: tuple[NoticeRow, ...]
    instead: Disclosure | None = None
    """What came in the place of what they had, where the light was turned down."""

    @property
    def is_closed(self) -> bool:
        """Whether everybody has said what they did."""
        return all(each.row.did_at or each.row.gone_at for each in self.rows)


def cause(pk: UUID, *, found: ConcernRead) -> CauseRead | None:
    """A cause of a concern that the reader has opened; None where it has no such."""
    row = Cause.objects.filter(pk=pk, concern=found.concern).select_related("by").first()
    if row is None:
        return None
    team = found.concern.team_id
    said = json.loads(found.key.unseal(row.sealed, place_of(row)))
    name = next((each.name for each in found.people if each.id == row.person_id), "")
    how = _how(row, found)
    rows = Notice.objects.filter(cause=row).select_related(
        "team__agency",
        "given_on__team__agency",
        "given_on__to__agency",
        "corrects",
        "seen_by",
        "did_by",
    )
    instead = None
    if "instead" in said:
        made = Disclosure.objects.select_related("decision", "recipient__agency").defer("sealed")
        instead = made.get(pk=said["instead"])
    told = tuple(_row(each, team=team) for each in rows.order_by("number"))
    return CauseRead(row, said, how, name, told, instead)


def _how(row: Cause, found: ConcernRead) -> HowSaid | None:
    """How somebody said it; None where nobody did, as the light was turned down."""
    if row.person_id is None:
        return None
    of = record_of(row)
    (how,) = [each.said.how for each in records_of(found)[row.person_id] if each.id == of]
    return how


def _row(row: Notice, *, team: UUID) -> NoticeRow:
    given = row.given_on
    who = f"{row.team.agency.name}, {row.team.name}"
    if given and given.to_id is None:
        passed = f"{given.get_how_display().lower()}, {given.at:%-d %B %Y}"
        own = given.team_id == team
        who = (
            f"{_opened(given)['who']} ({passed})" if own else f"Somebody whom {who} told ({passed})"
        )
    return NoticeRow(row, who, _said(row, team=team))


def causes_of(found: ConcernRead) -> list[Cause]:
    """What recipients of a concern were told, newest first."""
    return list(Cause.objects.filter(concern=found.concern).order_by("-at", "-pk"))


def concern_of_cause(pk: UUID) -> UUID | None:
    """Which concern a cause is of; whether the reader may see it is for the concern to say."""
    return Cause.objects.filter(pk=pk).values_list("concern_id", flat=True).first()


def agencies_told(found: ConcernRead) -> list[tuple[str, str]]:
    """The agencies that received something of a concern: id and name."""
    rows = Disclosure.objects.filter(proposal__concern=found.concern).order_by(
        "recipient__agency__name"
    )
    names = rows.values_list("recipient__agency", "recipient__agency__name").distinct()
    return [(str(pk), name) for pk, name in names]


def to_go_on(proposal: str, found: ConcernRead) -> UUID | None:
    """The proposal of a concern that waits to be shared, out of which somebody came; None for whatever else."""
    try:
        pk = UUID(proposal)
    except ValueError:
        return None
    rows = Proposal.objects.filter(pk=pk, concern=found.concern, step=Step.TO_SHARE.value)
    return rows.values_list("pk", flat=True).first()


def names_in(made: Disclosure, found: ConcernRead, person: UUID) -> bool:
    """Whether a pack names somebody; also where who it named was not kept."""
    return made.whom is None or str(person) in whom(made, found.key).values()


def due_of(sender: UUID, *, at: datetime, most: int) -> list[Notice]:
    """The sender's notices to be delivered now, in order; the database must be reading as the sender.

    What waits to be tried again holds back what was given to the same team later. A moment further ahead than the
    longest wait was written by a clock that has jumped since: then it is due.
    """
    undelivered = Notice.objects.filter(sender=sender, delivered_at=None, gone_at=None)
    waits = Q(try_at__gt=at, try_at__lte=at + _LONGEST)
    held = set(undelivered.filter(waits).values_list("team", flat=True))
    rows = undelivered.exclude(team__in=held).order_by("number")
    return list(
        rows.select_related("cause__concern", "team__agency", "disclosure", "given_on")[:most]
    )


def next_try(tries: int, *, at: datetime) -> datetime:
    """When a notice is tried again after so many times: twice as long each time, up to an hour."""
    longer: timedelta = _FIRST * 2 ** min(tries, 10)
    return at + min(_LONGEST, longer)


def at_work(teams: Iterable[UUID]) -> frozenset[UUID]:
    """Those of the teams in which anybody works who could be told."""
    people = Practitioner.objects.filter(team__in=set(teams), left_at=None, role__in=WORK)
    return frozenset(people.values_list("team", flat=True))


def senders_waiting() -> list[AsTeam]:
    """The teams that have notices to deliver. For the clock."""
    with showing(connection):
        rows = Notice.objects.filter(delivered_at=None, gone_at=None)
        return [AsTeam(pk) for pk in rows.order_by().values_list("sender", flat=True).distinct()]


@dataclass(frozen=True, slots=True)
class Silent:
    """A notice that nobody has answered in time, and the team that gave it."""

    id: UUID
    sender: Team


def silent(*, at: datetime) -> list[Silent]:
    """Notices past their time, not yet gone up, soonest due first. For the clock."""
    with showing(connection):
        rows = Notice.objects.filter(did_at=None, gone_at=None, escalated_at=None, due_at__lte=at)
        rows = rows.select_related("sender").order_by("due_at", "number")[: vault.PAGE]
        return [Silent(row.pk, row.sender) for row in rows]


def record_of(row: Cause) -> UUID:
    """The id of what was written down as said with a cause."""
    return uuid5(row.pk, str(row.person_id))
