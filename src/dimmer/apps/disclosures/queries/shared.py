"""What waits to be shared, what was shared, and what emergencies still owe."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from dimmer.apps.agencies.models import Practitioner, Team
from dimmer.apps.concerns.queries import ConcernRead, NoSuchConcern, concern
from dimmer.apps.decisions.models import Decision, Proposal
from dimmer.apps.decisions.queries import decision_of, ids_of, judgements
from dimmer.apps.decisions.queries import proposal as proposal_of
from dimmer.apps.disclosures.models import (
    Disclosure,
    Document,
    EmergencyRecord,
    FlagsRead,
    PlanPart,
)
from dimmer.apps.disclosures.queries.clues import Clue, clues_in
from dimmer.apps.disclosures.queries.flags import of_any_version
from dimmer.apps.disclosures.queries.pack import (
    has_changed,
    pack_as_decided,
    senior_route_to,
    slips_in,
)
from dimmer.apps.disclosures.queries.planning import asks_for_plan, keeps_to, plan_in
from dimmer.apps.disclosures.queries.reaching import may_reach
from dimmer.apps.disclosures.queries.releasing import ReleaseRead, needs_release, release_of
from dimmer.apps.interests.queries import Route, who_sees
from dimmer.apps.people.queries import frozen_in
from dimmer.apps.vault import queries as vault
from dimmer.apps.vault.models import Kind
from dimmer.core.route import Step
from dimmer.database.reader import Reads, reading_as_own_team
from dimmer.web.built_once import Given, built_once, each


@dataclass(frozen=True, slots=True)
class ToShare:
    """A proposal of a concern that the reader has opened, and the pack while it waits to be shared."""

    concern: ConcernRead
    proposal: Proposal
    pack: Mapping[str, Any] | None
    slips: bool = False
    is_changed: bool = False
    route: Route | None = None
    is_elsewhere: bool = False
    frozen: tuple[str, ...] = ()
    """Whose earlier address it holds while that is being changed: then it waits."""
    clues: tuple[Clue, ...] = ()
    """What in it may tell more than was decided."""
    decision: Decision | None = None
    """The decision to share, while it waits to be carried out."""
    needs_release: bool = False
    """Whether a second person releases it first."""
    release: ReleaseRead | None = None
    """What was asked of one."""
    asks_for_plan: bool = False  # or that it is said why none is needed
    reaches: bool = False
    """Whether it may reach the alleged abuser, where there is such a thing in it."""

    def pack_without(self, keys: Collection[str], *, by: Practitioner) -> Mapping[str, Any]:
        """The pack as it is shared when some of the clues stay back."""
        if self.pack is not None and not keys:
            return self.pack
        decision = decision_of(self.proposal)
        assert decision is not None  # noqa: S101  (it has a pack)
        today = timezone.localdate()
        return pack_as_decided(
            self.concern, self.proposal, decision, sender=by, on=today, without=keys
        )


def to_share(proposal_id: UUID, *, by: Practitioner) -> ToShare | None:
    """What the recipient will see if it is shared now; None where there is none for this reader."""
    proposal = proposal_of(proposal_id)
    try:  # asked for in any case: to a stranger what is there costs what is not
        found = concern(proposal.concern_id if proposal else proposal_id, reader=by)
    except NoSuchConcern:
        return None
    if proposal is None:
        return None
    decision = decision_of(proposal) if proposal.step == Step.TO_SHARE.value else None
    today = timezone.localdate()
    pack = pack_as_decided(found, proposal, decision, sender=by, on=today) if decision else None
    is_changed = decision is not None and has_changed(found, proposal, decision, on=today)
    slips, to = pack is not None and slips_in(pack, found), proposal.recipient
    route, is_elsewhere = senior_route_to(to, found), goes_elsewhere(to, found)
    frozen = frozen_for(found, decision, reader=by) if decision else ()
    clues = clues_in(found, proposal, decision, sender=by) if decision else ()
    holder, needs = by.team.agency, decision is not None and needs_release(to, decision)
    reaches = bool(clues) and may_reach(found, to, holder=holder)
    asks = decision is not None and asks_for_plan(found, to, decision, holder=holder)
    return ToShare(
        found, proposal, pack, slips, is_changed, route, is_elsewhere, frozen, clues,
        decision=decision, needs_release=needs, reaches=reaches, asks_for_plan=asks,
        release=release_of(found, proposal) if needs else None,
    )  # fmt: skip


def goes_elsewhere(recipient: Team, found: ConcernRead) -> bool:
    """Whether it was decided for a team, and goes to another by the agency's senior route."""
    route = senior_route_to(recipient, found)
    return route is not None and route.team.pk not in (recipient.pk, found.concern.team_id)


def frozen_for(found: ConcernRead, decision: Decision, *, reader: Reads) -> tuple[str, ...]:
    """The names of those whose earlier address the decision would share while it is being changed."""
    if decision.is_emergency:
        return ()
    chosen = {*judgements(decision, found.key)["items"]}
    frozen = frozen_in(found, reader=reader)
    return tuple(
        each.name
        for each in found.people
        if each.id in frozen and not chosen.isdisjoint(ids_of(each, "address"))
    )


class NoSuchDisclosure(Exception):
    """There is none for this reader. Whether there is one for another must not be told."""


@dataclass(frozen=True, slots=True)
class DisclosureRead:
    """A disclosure opened for its sender or its recipient."""

    disclosure: Disclosure
    key: vault.RecordKey
    pack: Mapping[str, Any]
    is_received: bool
    kept: Sequence[Mapping[str, Any]] = ()
    """Under which other routes the recipient keeps it since it was taken back; empty where it was not."""

    @property
    def limited(self) -> list[str]:
        """The names of those in it who have limited what may be done with it."""
        return [each["name"] for each in self.pack["people"] if each.get("limits")]


def disclosure(pk: UUID, *, reader: Reads) -> DisclosureRead:
    """Open a disclosure.

    Raises:
        NoSuchDisclosure: not shown to the reader, its key is gone, or it is closed to whoever received it.
    """
    found = next(iter(_shown(pk=pk, reader=reader.pk, team=reader.team_id)), None)
    if found is None:
        raise NoSuchDisclosure
    try:
        key = vault.opened(found.record, found.granted, team=reader.team_id)
    except vault.NotEntitled as error:
        raise NoSuchDisclosure from error
    pack = pack_in(found, key)
    routes = _kept(found, team=reader.team_id) if found.is_received else ()
    return DisclosureRead(found, key, pack, found.is_received, routes)


def own(pk: UUID, *, reader: Reads) -> tuple[DisclosureRead, ConcernRead]:
    """Open what the reader's team shared, with the concern that it is of.

    Raises:
        NoSuchDisclosure: not shown to the reader, or another team's.
    """
    found = disclosure(pk, reader=reader)
    if found.disclosure.sender_id != reader.team_id:
        raise NoSuchDisclosure
    try:
        return found, concern(found.disclosure.concern_id, reader=reader)
    except NoSuchConcern as error:
        raise NoSuchDisclosure from error


def pack_in(made: Disclosure, key: vault.RecordKey) -> dict[str, Any]:
    """What was shared, in today's form, whichever version it is of, with what goes with it of the plan now.

    The plan is no part of what was frozen: it changes. Here it comes with it, so that no page shows one without it.
    """
    pack = of_any_version(
        json.loads(key.unseal(made.sealed, place_of(made))), on=timezone.localdate(made.at)
    )
    plan = plan_in(made, key)
    return pack | ({"plan": plan} if plan else {})


def _kept(made: Disclosure, *, team: UUID) -> list[dict[str, Any]]:
    """None where it went elsewhere by a senior route, and somebody else answered."""
    if made.kept_under is None or not vault.can_open(made.kept_under, team=team):
        return []
    return kept(made, key=vault.key_of(made.kept_under, team=team))


def kept(made: Disclosure, *, key: vault.RecordKey) -> list[dict[str, Any]]:
    """Under which other routes its recipient keeps it, in the order said; the key is that of `kept_under`."""
    entries: list[dict[str, Any]] = json.loads(key.unseal(made.kept or b"", place_of_kept(made)))
    return entries


def place_of_kept(made: Disclosure) -> str:
    """What is bound to a disclosure that its recipient keeps under another route."""
    return f"{place_of(made)}:kept"


def was_taken_back(pk: UUID, *, reader: Reads) -> bool:
    """Whether the reader has a notice about something received, answered or not: its page says what came of it."""
    return any(
        vault.are_shown_about(pk, kind=kind, reader=reader.pk)
        for kind in (Kind.NOTICE, Kind.ANSWERED)
    )


def must_read_flags(found: DisclosureRead, *, reader: Reads) -> bool:
    """Whether the reader has still to say that they keep to its restrictions and its plan, before they open it.

    No plan stands before what was shared in an emergency.
    """
    if not found.is_received:
        return False
    waits = not found.pack["emergency"] and not keeps_to(found.pack.get("plan"), reader=reader)
    read = FlagsRead.objects.filter(disclosure=found.disclosure, by=reader.pk)
    return waits or (bool(found.limited) and not read.exists())


@built_once
def _shown(pk: Any, reader: Any, team: Any) -> QuerySet[Any]:
    rows = Disclosure.objects.filter(pk=pk).select_related(
        "sender__agency", "recipient__agency", "proposal__concern", "decision", "receipt__by"
    )
    rows = vault.entitled(rows, kinds=[Kind.INBOX, Kind.OUTBOX], reader=reader, team=team)
    received = vault.things(kind=Kind.INBOX, reader=reader)
    rows = rows.annotate(is_received=Q(pk__in=received))
    return rows.filter(Q(closed_at=None) | Q(is_received=False))


def disclosure_under(proposal: Proposal, *, reader: Reads) -> DisclosureRead:
    """Open what was shared under a proposal.

    Raises:
        NoSuchDisclosure: nothing was, or not with the reader.
    """
    pk = Disclosure.objects.filter(proposal=proposal).values_list("pk", flat=True).first()
    if pk is None:
        raise NoSuchDisclosure
    return disclosure(pk, reader=reader)


def place_of(row: Disclosure | Document | EmergencyRecord) -> str:
    """What a sealed row is bound to."""
    return f"{type(row).__name__.lower()}:{row.pk}"


@dataclass(frozen=True, slots=True)
class DisclosureRow:
    """A line of the inbox or the outbox: nothing that was typed."""

    id: UUID
    reference: str
    other: Team
    at: datetime
    is_emergency: bool
    acknowledged_at: datetime | None
    not_before: datetime | None = None
    """Before when its plan says that nothing is done, where one goes with it."""


def disclosures(
    *,
    reader: Reads,
    kind: Kind = Kind.INBOX,
    after: vault.Place | None = None,
    most: int = vault.PAGE,
) -> list[DisclosureRow]:
    """The newest disclosures to the reader (INBOX) or by it (OUTBOX)."""
    shown = vault.shown(kind=kind, reader=reader.pk, after=after, most=most)
    found = {row.pk: row for row in _listed(ids=[pk for pk, _ in shown])} if shown else {}
    if kind == Kind.INBOX:  # one that was closed just now stands in the list until its notice comes
        found = {pk: row for pk, row in found.items() if row.closed_at is None}
    return [
        DisclosureRow(
            pk,
            row.proposal.concern.reference,
            row.sender if kind == Kind.INBOX else row.recipient,
            at,
            row.is_emergency,
            row.receipt.at if hasattr(row, "receipt") else None,
            row.not_before,
        )
        for pk, at in shown
        if (row := found.get(pk))
    ]


@built_once
def _listed(ids: Given) -> QuerySet[Any]:
    last = PlanPart.objects.filter(disclosure=OuterRef("pk")).order_by("-number")
    rows = Disclosure.objects.filter(pk__in=each(ids)).defer("sealed")
    rows = rows.annotate(not_before=Subquery(last.values("not_before")[:1]))
    return rows.select_related(
        "sender__agency", "recipient__agency", "receipt", "proposal__concern"
    )


def disclosure_of(proposal: Proposal) -> Disclosure | None:
    """What was shared under a proposal, with its receipt."""
    rows = Disclosure.objects.filter(proposal=proposal).defer("sealed")
    return rows.select_related("receipt__by", "recipient__agency").first()


def emergencies_waiting(*, reader: Reads) -> list[EmergencyRecord]:
    """Emergencies whose record the reader's team has still to write, soonest due first."""
    return _owed(reader=reader.pk)


@built_once
def _owed(reader: Any) -> QuerySet[EmergencyRecord]:
    shown = vault.things(kind=Kind.RECORD, reader=reader)
    rows = EmergencyRecord.objects.filter(vault.is_of("pk", shown), completed_at=None).order_by(
        "due_at", "pk"
    )
    return rows.select_related(
        "decision__by", "decision__proposal__concern", "decision__proposal__recipient__agency"
    )[: vault.PAGE]


def emergency_of(decision: Decision) -> EmergencyRecord | None:
    """What the emergency behind a decision still owes."""
    return EmergencyRecord.objects.filter(pk=decision.pk).first()


def still_to_share(made: Disclosure, *, reader: Reads) -> list[Proposal]:
    """Other recipients of the same round for whom somebody has decided to share.

    Raises:
        NoSuchConcern: the reader does not work on the concern.
    """
    concern(made.proposal.concern_id, reader=reader)
    rows = Proposal.objects.filter(round=made.proposal.round_id, step=Step.TO_SHARE.value)
    return list(rows.select_related("recipient__agency").order_by("recipient__agency__name", "pk"))


def emergency_shares(found: ConcernRead) -> list[Disclosure]:
    """What was shared in the emergency of a concern that the reader has opened."""
    rows = Disclosure.objects.filter(proposal__concern=found.concern, is_emergency=True)
    return list(
        rows.defer("sealed").select_related("recipient__agency", "decision").order_by("at", "pk")
    )


def read_by(made: Disclosure) -> Team | None:
    """The team where somebody can read what was shared: the recipient, or where it went instead; None for nobody."""
    return who_sees(made.pk, kind=Kind.INBOX, meant=made.recipient)


def must_ring(made: Disclosure) -> bool:
    """Whether nobody anywhere can read what was shared, so that its sender must ring; not where it was taken back.

    Nor where its recipient has no account: how it travels to them is said with it.
    """
    if made.closed_at or made.recipient.agency.is_outside:
        return False
    return read_by(made) is None


def unread_of(pk: UUID) -> bool:
    """Whether something that the reader's team shared out of a concern can be read by nobody: it must ring."""
    rows = Disclosure.objects.filter(concern=pk).defer("sealed")
    rows = rows.select_related("recipient__agency")
    with reading_as_own_team(connection):  # whoever shared it may be kept off since
        return any(must_ring(row) for row in rows)


def emergency_owed(found: ConcernRead, *, lock: bool = False) -> list[EmergencyRecord]:
    """The records that the emergency of a concern still owes: one for each recipient."""
    rows = EmergencyRecord.objects.filter(
        decision__proposal__concern=found.concern, completed_at=None
    ).select_related("decision__by")
    return list((rows.select_for_update(of=("self",)) if lock else rows).order_by("due_at", "pk"))


def concern_of_emergency(decision_id: UUID) -> UUID | None:
    """Which concern an emergency is about; whether the reader may see it is for the concern to say."""
    rows = EmergencyRecord.objects.filter(pk=decision_id)
    return rows.values_list("decision__proposal__concern_id", flat=True).first()


def kept_back(made: Iterable[Disclosure], found: ConcernRead) -> list[str]:
    """The agencies from which the law barred a piece in an emergency."""
    return [
        row.recipient.agency.name for row in made if judgements(row.decision, found.key).get("kept")
    ]
