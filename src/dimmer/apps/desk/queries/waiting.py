"""What waits for somebody, and their lists and searches: in few reads."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from dimmer.apps.agencies.access import Deed, may
from dimmer.apps.agencies.models import Practitioner, Team
from dimmer.apps.allocations.models import BrokenGlass
from dimmer.apps.allocations.queries import (
    glass_waiting,
    is_to_be_confirmed,
    long_unconfirmed,
    to_confirm,
)
from dimmer.apps.concerns import queries as concerns
from dimmer.apps.concerns.models import Concern, Origin, Report
from dimmer.apps.concerns.queries import ConcernRow
from dimmer.apps.consents.models import ConsentRecord
from dimmer.apps.consents.queries import ending
from dimmer.apps.consultations.models import Consultation
from dimmer.apps.consultations.queries import calls_waiting, lately
from dimmer.apps.contacts.models import Notice, Question
from dimmer.apps.contacts.queries import (
    Moving,
    addresses_waiting,
    notices_waiting,
    questions_waiting,
)
from dimmer.apps.decisions.actions import start_of
from dimmer.apps.decisions.models import FollowUp, Proposal, SecondCheck
from dimmer.apps.decisions.queries import FOLLOW_UPS, checks_waiting, follow_ups_waiting
from dimmer.apps.disclosures.models import Disclosure, EmergencyRecord, PlanTask, Release
from dimmer.apps.disclosures.queries import (
    DisclosureRow,
    disclosures,
    emergencies_waiting,
    releases_waiting,
    tasks_waiting,
)
from dimmer.apps.disposals.models import Disposal
from dimmer.apps.disposals.queries import Due as Kept
from dimmer.apps.disposals.queries import disposals_waiting, disposed
from dimmer.apps.disposals.queries import due as kept_due
from dimmer.apps.honour.models import HonourCheck
from dimmer.apps.honour.queries import guards_waiting
from dimmer.apps.interests.models import Match
from dimmer.apps.interests.queries import LookUp, look_ups, matches_waiting
from dimmer.apps.notices.models import Cause
from dimmer.apps.notices.models import Notice as Told
from dimmer.apps.notices.queries import breaches_waiting, taken_back
from dimmer.apps.notices.queries import notices_waiting as told_waiting
from dimmer.apps.onward.models import Onward
from dimmer.apps.onward.queries import onwards_waiting
from dimmer.apps.requests.models import Asking, Request
from dimmer.apps.requests.queries import askings_waiting, requests_waiting, to_look_at_again
from dimmer.apps.reviews.models import LawChange
from dimmer.apps.reviews.queries import Digest, Due, digest, law_changes, reviews_waiting
from dimmer.apps.samples.models import Drawn
from dimmer.apps.samples.queries import findings_waiting
from dimmer.apps.tellings.models import Telling
from dimmer.apps.tellings.queries import tellings_waiting, unsaid
from dimmer.apps.vault import queries as vault
from dimmer.apps.vault.models import Kind
from dimmer.core.route import Step
from dimmer.database.reader import Reads, reading_as_own_team
from dimmer.web.built_once import built_once

FEW = 10
"""Rows of a list on the desk; the list's own page has the rest."""
_WITH_ADDRESSES = {Kind.CONCERN, Kind.PERSON}
Row = TypeVar("Row")
SOON = timedelta(days=7)
"""How long before its day a review or a duty stands on the desk."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything that waits for one person; what their role has nothing of is empty."""

    emergencies: list[EmergencyRecord] = field(default_factory=list)
    calls: list[Consultation] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    breaches: list[Cause] = field(default_factory=list)
    tasks: list[PlanTask] = field(default_factory=list)
    onward: list[Onward] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    addresses: list[Moving] = field(default_factory=list)
    reports: list[Concern] = field(default_factory=list)
    checks: list[SecondCheck] = field(default_factory=list)
    releases: list[Release] = field(default_factory=list)
    glass: list[BrokenGlass] = field(default_factory=list)
    matches: list[Match] = field(default_factory=list)
    accounts: list[Practitioner] = field(default_factory=list)
    is_to_be_confirmed: bool = False
    unconfirmed: list[Team] = field(default_factory=list)
    guards: list[HonourCheck] = field(default_factory=list)
    ending: list[ConsentRecord] = field(default_factory=list)
    ready: list[Proposal] = field(default_factory=list)
    inbox: list[DisclosureRow] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    askings: list[Asking] = field(default_factory=list)
    renewed: list[Request] = field(default_factory=list)
    reviews: list[Due] = field(default_factory=list)
    law: list[LawChange] = field(default_factory=list)
    digest: list[Digest] = field(default_factory=list)
    follow_ups: list[tuple[FollowUp, str]] = field(default_factory=list)
    advice: list[Consultation] = field(default_factory=list)
    unsaid: list[Disclosure] = field(default_factory=list)
    tellings: list[Telling] = field(default_factory=list)
    concerns: list[ConcernRow] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    disposals: list[Disposal] = field(default_factory=list)
    own_reports: list[tuple[Concern, Report]] = field(default_factory=list)
    own_drafts: list[Concern] = field(default_factory=list)
    own_emergencies: list[Concern] = field(default_factory=list)
    findings: list[Drawn] = field(default_factory=list)
    look_ups: list[LookUp] = field(default_factory=list)
    periods: list[tuple[UUID, datetime]] = field(default_factory=list)


def desk_of(asking: Practitioner, *, now: datetime) -> Desk:
    """What waits for somebody now, and soon."""
    if not may(asking, Deed.WORK):
        if not may(asking, Deed.RAISE):
            return Desk(look_ups=look_ups(reader=asking, now=now))
        return Desk(
            own_reports=concerns.reports_by(asking.pk, reader=asking),
            own_drafts=_own(asking, step="draft"),
            own_emergencies=_own(asking, origin__in=(Origin.EMERGENCY, Origin.LATER)),
        )
    signs_off = may(asking, Deed.SIGN_OFF)
    until, today = now + SOON, timezone.localdate(now)
    there = vault.kinds(reader=asking.pk)

    def of(kind: Kind, ask: Callable[..., list[Row]], **more: Any) -> list[Row]:
        return ask(reader=asking, **more) if kind in there else []

    return Desk(
        emergencies=_one_a_concern(of(Kind.RECORD, emergencies_waiting)),
        calls=of(Kind.ONCALL, calls_waiting),
        notices=of(Kind.UNSAFE, notices_waiting),
        told=of(Kind.NOTICE, told_waiting),
        breaches=of(Kind.BREACH, breaches_waiting) if signs_off else [],
        onward=of(Kind.ONWARD, onwards_waiting),
        tasks=of(Kind.TASK, tasks_waiting, until=until),
        questions=of(Kind.ASK, questions_waiting),
        addresses=addresses_waiting(reader=asking) if there & _WITH_ADDRESSES else [],
        reports=of(Kind.REPORT, concerns.reports_waiting) if signs_off else [],
        checks=[row for row in of(Kind.CHECK, checks_waiting) if row.decision.by_id != asking.pk]
        if signs_off
        else [],
        releases=[row for row in of(Kind.SHARE, releases_waiting) if row.by_id != asking.pk],
        glass=of(Kind.GLASS, glass_waiting),
        matches=of(Kind.MATCH, matches_waiting) if signs_off else [],
        accounts=list(to_confirm(asking)[:FEW]) if signs_off else [],
        is_to_be_confirmed=signs_off and is_to_be_confirmed(asking.team, on=today),
        unconfirmed=long_unconfirmed(asking, on=today) if signs_off else [],
        guards=of(Kind.GUARD, guards_waiting),
        ending=of(Kind.AGAIN, ending, on=today),
        ready=_ready(reader=asking.pk) if Kind.SHARE in there else [],
        inbox=_first_what_waits(of(Kind.INBOX, disclosures)),
        requests=of(Kind.REQUEST, requests_waiting),
        askings=of(Kind.OUTBOX, askings_waiting),
        renewed=of(Kind.RENEW, to_look_at_again, now=now),
        reviews=of(Kind.REVIEW, reviews_waiting, until=until),
        law=of(Kind.LAW, law_changes),
        digest=of(Kind.DIGEST, digest) if asking.team.leads else [],
        follow_ups=[
            (row, FOLLOW_UPS[row.code][1])
            for row in of(Kind.FOLLOW, follow_ups_waiting)
            if row.due_on <= until.date()
        ],
        unsaid=of(Kind.OUTBOX, unsaid)[:FEW],
        tellings=[
            row
            for row in of(Kind.TELL, tellings_waiting)
            if row.due_on and row.due_on <= until.date()
        ],
        advice=of(Kind.CONSULT, lately, now=now),
        concerns=of(Kind.CONCERN, concerns.concerns, most=FEW),
        kept=of(Kind.DUE, kept_due, now=now)[:FEW] if signs_off else [],
        disposals=of(Kind.DISPOSE, disposals_waiting),
        findings=of(Kind.FINDING, findings_waiting) if signs_off else [],
        periods=vault.waiting(kind=Kind.ACCOUNT, reader=asking.pk)
        if signs_off and Kind.ACCOUNT in there
        else [],
    )


def _own(asking: Practitioner, **which: Any) -> list[Concern]:
    """What a reporter has written themselves, newest first."""
    rows = Concern.objects.filter(raised_by=asking, team=asking.team, **which)
    rows = rows.exclude(pk__in=vault.kept_from(asking.pk))
    rows = vault.openable(rows, record="record", team=asking.team_id)
    with reading_as_own_team(connection):
        return list(rows.order_by("-begun_at")[:FEW])


def _one_a_concern(rows: Iterable[EmergencyRecord]) -> list[EmergencyRecord]:
    """One row for each emergency: its record is written once for all its recipients."""
    found: dict[UUID, EmergencyRecord] = {}
    for row in rows:
        found.setdefault(row.decision.proposal.concern_id, row)
    return list(found.values())


@built_once
def _ready(reader: Any) -> QuerySet[Proposal]:
    """Decided to be shared and not yet shared: what nobody must forget."""
    shown = vault.things(kind=Kind.SHARE, reader=reader)
    rows = Proposal.objects.filter(vault.is_of("pk", shown), step=Step.TO_SHARE.value)
    rows = rows.select_related("concern", "recipient__agency")
    return rows.order_by("moved_at", "pk")[: vault.PAGE]


def _first_what_waits(rows: list[DisclosureRow]) -> list[DisclosureRow]:
    """Emergencies that nobody has acknowledged, then what else nobody has, then the newest."""
    waits = [row for row in rows if row.acknowledged_at is None]
    waits.sort(key=lambda row: not row.is_emergency)
    rest = [row for row in rows if row.acknowledged_at is not None]
    return waits + rest[: max(0, FEW - len(waits))]


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of a list, and where the next one begins; None where this is the last."""

    rows: list[Any]
    after: vault.Place | None


def concerns_page(*, reader: Reads, after: str) -> ListPage:
    """The reader's concerns after a place, newest first."""
    rows = concerns.concerns(reader=reader, after=vault.place_from(after))
    return ListPage(rows, _last(rows))


def disclosures_page(*, reader: Reads, received: bool, after: str) -> ListPage:
    """What the reader received, or shared, after a place, newest first."""
    kind = Kind.INBOX if received else Kind.OUTBOX
    rows = disclosures(reader=reader, kind=kind, after=vault.place_from(after))
    return ListPage(rows, _last(rows))


def _last(rows: list[Any]) -> vault.Place | None:
    return vault.Place(rows[-1].at, rows[-1].id) if len(rows) == vault.PAGE else None


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found among the reader's own; empty whether there is none or it is another's."""

    concerns: list[Concern] = field(default_factory=list)
    received: list[Disclosure] = field(default_factory=list)
    taken_back: list[Told] = field(default_factory=list)
    disposed: list[Disposal] = field(default_factory=list)


def search(
    *,
    reader: Reads,
    reference: str = "",
    step: str = "",
    agency: UUID | None = None,
    since: date | None = None,
    until: date | None = None,
) -> Found:
    """Search the reader's concerns and inbox by reference, state, day and agency. Nothing sealed is opened."""
    own = Concern.objects.filter(pk__in=vault.things(kind=Kind.CONCERN, reader=reader.pk))
    got = Disclosure.objects.filter(pk__in=vault.things(kind=Kind.INBOX, reader=reader.pk))
    got = got.filter(closed_at=None)
    dashed = concerns.dashed(reference) if reference else ""
    if dashed:
        own, got = own.filter(reference=dashed), got.filter(proposal__concern__reference=dashed)
    if step:
        own, got = own.filter(step=step), got.none()
    if agency:
        own = own.filter(proposal__recipient__agency=agency).distinct()
        got = got.filter(sender__agency=agency)
    if since:
        own, got = own.filter(begun_at__gte=start_of(since)), got.filter(at__gte=start_of(since))
    if until:
        end = start_of(until + timedelta(days=1))
        own, got = own.filter(begun_at__lt=end), got.filter(at__lt=end)
    own = own.defer("sealed").select_related("raised_by").order_by("-begun_at", "-pk")
    got = got.defer("sealed").select_related("sender__agency", "proposal__concern", "receipt")
    gone = disposed(reader=reader, reference=dashed) if dashed else []
    back = taken_back(dashed, reader=reader) if dashed else []
    received = list(got.order_by("-at", "-pk")[: vault.PAGE])
    return Found(list(own[: vault.PAGE]), received, back, gone)


def answers() -> bool:
    """Whether the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("select 1")
        return bool(cursor.fetchone())
