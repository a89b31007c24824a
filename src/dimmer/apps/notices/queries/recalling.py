"""What can be recalled, what of it cannot be un-known, and recalls that may be breaches of personal data."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from dimmer.apps.agencies.models import Team
from dimmer.apps.concerns.queries import ConcernRead, NoSuchConcern, concern
from dimmer.apps.disclosures.models import Disclosure, PlanTask
from dimmer.apps.ledger.models import Entry
from dimmer.apps.ledger.queries import place_of as ledger_place
from dimmer.apps.notices.models import MAY_BE_BREACH, Breach, Cause, GivenOn, What, Why
from dimmer.apps.notices.queries.given import place_of
from dimmer.apps.receipts.models import Receipt
from dimmer.apps.travels.models import Event, Travel, Way
from dimmer.apps.vault import queries as vault
from dimmer.apps.vault.models import Destroyed, Kind
from dimmer.database.reader import Reads
from dimmer.web.built_once import built_once

BREACH_WITHIN = timedelta(hours=72)
"""To tell the ICO, from when one became aware: UK GDPR, Article 33(1). Counted here from the recall."""
_OPENED = ("disclosure.opened", "document.opened", "plan-document.opened")


@dataclass(frozen=True, slots=True)
class ToRecall:
    """What a team has of a concern, for the team whose concern it is: no `packs` where it has nothing any more."""

    concern: ConcernRead
    made: Disclosure
    packs: tuple[Disclosure, ...]

    @property
    def recipient(self) -> Team:
        """Who has it."""
        return self.made.recipient


def to_recall(pk: UUID, *, reader: Reads) -> ToRecall | None:
    """What its recipient has of a concern, by one thing that was shared; None where the reader has no part in it."""
    made = Disclosure.objects.defer("sealed").select_related("recipient__agency").filter(pk=pk)
    row = made.first()
    try:  # asked for in any case: to a stranger what is there costs what is not
        found = concern(row.concern_id if row else pk, reader=reader)
    except NoSuchConcern:
        return None
    if row is None or found.concern.team_id != reader.team_id:
        return None
    return ToRecall(found, row, tuple(had_by(row.recipient_id, found)))


def had_by(recipient: UUID, found: ConcernRead) -> list[Disclosure]:
    """All of a concern that a team could still open, now or by answering a notice, oldest first."""
    rows = Disclosure.objects.filter(concern=found.concern, recipient=recipient)
    rows = rows.defer("sealed").select_related("recipient__agency", "proposal")
    rows = rows.exclude(record__in=Destroyed.objects.filter(team=recipient).values("record"))
    return list(rows.order_by("at", "pk"))


def known_of(packs: Sequence[Disclosure], found: ConcernRead) -> dict[str, Any]:
    """What of these cannot be un-known, as far as is written down here: {packs, people, first, last, …}, for JSON.

    Who opened it, and took it away as a document, is on the ledger; of the sender's own agency nobody is counted.
    """
    own = frozenset(
        str(pk)
        for pk in Team.objects.filter(agency=found.concern.team.agency_id)
        .exclude(pk__in=[made.recipient_id for made in packs])
        .values_list("pk", flat=True)
    )
    facts = [
        (kind, at, by)
        for made in packs
        for kind, at, by, team in _opened(made, owner=found.concern.team_id)
        if team not in own
    ]
    taken = [at for kind, at, _ in facts if kind != _OPENED[0]]
    times = sorted(at for _, at, _ in facts)
    links = Event.objects.filter(link__travel__disclosure__in=packs, what=Event.What.OPENED)
    by_link = sorted(links.values_list("at", flat=True))
    went = Counter(
        Travel.objects.filter(disclosure__in=packs)
        .exclude(way=Way.LINK)
        .values_list("way", flat=True)
    )
    receipts = Receipt.objects.filter(disclosure__in=packs).select_related("by").order_by("at")
    return {
        "packs": len(packs),
        "people": len({by for _, _, by in facts}),
        "first": _iso(times[:1]),
        "last": _iso(times[-1:]),
        "acknowledged": [[row.by.name, row.at.isoformat()] for row in receipts],
        "done": PlanTask.objects.filter(disclosure__in=packs, done_at__isnull=False).count(),
        "documents": len(taken),
        "links": len(by_link),
        "link_last": _iso(by_link[-1:]),
        "went": [[str(Way(way).label), count] for way, count in sorted(went.items())],
        "given": GivenOn.objects.filter(disclosure__in=packs).count(),
    }


def _iso(moments: Sequence[datetime]) -> str:
    return moments[0].isoformat() if moments else ""


def _opened(made: Disclosure, *, owner: UUID) -> Iterable[tuple[str, datetime, str, str]]:
    """Each opening of a pack on the ledger: its kind, when, the pseudonym of whom, and their team."""
    key = vault.key_of(made.record, team=owner)
    rows = Entry.objects.filter(sealedfacts__record=made.record, kind__in=_OPENED)
    for pk, kind, at, sealed in rows.values_list("pk", "kind", "at", "sealedfacts__sealed"):
        facts = json.loads(json.loads(key.unseal(sealed, ledger_place(pk)))["facts"])
        yield kind, at, facts["by"], facts["team"]


@dataclass(frozen=True, slots=True)
class Recalled:
    """A recall, for whoever opened the concern: `why` in words, and the reasons that were written."""

    row: Cause
    why: str
    because: str


def recalls_of(found: ConcernRead) -> dict[UUID, Recalled]:
    """What of a concern was recalled, by what had been shared."""
    rows = Cause.objects.filter(concern=found.concern, what=What.RECALL).select_related("by")
    recalls: dict[UUID, Recalled] = {}
    for row in rows:
        said = json.loads(found.key.unseal(row.sealed, place_of(row)))
        one = Recalled(row, str(Why(said["reason"]).label), said["because"])
        recalls |= {UUID(pk): one for pk in said["packs"]}
    return recalls


@dataclass(frozen=True, slots=True)
class BreachRead:
    """A recall that may be a breach of personal data: what was recalled, and what was decided of it, if anything."""

    row: Cause
    said: Mapping[str, Any]
    decided: Breach | None = None
    words: Mapping[str, str] | None = None
    """{safety, outcome, because} of what was decided; `safety` was not always asked."""

    @property
    def due_at(self) -> datetime:
        """Until when the ICO is to be told, where it is."""
        return self.row.at + BREACH_WITHIN


def breach(pk: UUID, *, reader: Reads) -> tuple[ConcernRead, BreachRead] | None:
    """A recall that may be a breach, with its concern; None where the reader is not to decide, nor reads what was."""
    is_shown = vault.is_shown(pk, kind=Kind.BREACH, reader=reader.pk)
    row = Cause.objects.select_related("by").filter(pk=pk).first()
    try:  # asked for in any case: to a stranger what is there costs what is not
        found = concern(row.concern_id if row else pk, reader=reader)
    except NoSuchConcern:
        return None
    read = breach_of(row, found) if row else None
    return (found, read) if read and (is_shown or read.decided) else None


def breach_of(row: Cause, found: ConcernRead) -> BreachRead | None:
    """What a recall is as a breach of personal data; None where its reason does not make it one."""
    said = json.loads(found.key.unseal(row.sealed, place_of(row)))
    if said.get("reason") not in MAY_BE_BREACH:
        return None
    made = Breach.objects.select_related("by").filter(pk=row.pk).first()
    if made is None:
        return BreachRead(row, said)
    return BreachRead(
        row, said, made, json.loads(found.key.unseal(made.sealed, place_of_breach(made)))
    )


def breaches_waiting(*, reader: Reads) -> list[Cause]:
    """Recalls that may be breaches and wait for the reader, soonest due first: nothing opened."""
    return list(_waiting(reader=reader.pk))


@built_once
def _waiting(reader: Any) -> QuerySet[Cause]:
    shown = vault.things(kind=Kind.BREACH, reader=reader)
    rows = Cause.objects.filter(vault.is_of("pk", shown)).select_related("concern", "by")
    return rows.defer("sealed", "told", "concern__sealed").order_by("at", "pk")[: vault.PAGE]


def place_of_breach(row: Breach) -> str:
    """What is bound to a decision on a breach."""
    return f"breach:{row.pk}"
