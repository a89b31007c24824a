"""Reads of requests. To whoever is not shown one it does not exist; who asked never reads any of it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

import rfc8785
from django.db.models import Exists, OuterRef, Q, QuerySet

from dimmer.apps.agencies.models import Team
from dimmer.apps.concerns.queries import ConcernRead, NoSuchConcern, concern, dashed
from dimmer.apps.decisions.models import Proposal
from dimmer.apps.interests.queries import Met, Thing, known_from
from dimmer.apps.requests.models import Request
from dimmer.apps.vault import queries as vault
from dimmer.apps.vault.models import Kind
from dimmer.database.reader import Reads
from dimmer.web.built_once import built_once

STILL_ASKED = Q(answered_at=None, asking__taken_back_at=None, asking__gone_at=None)
"""Of requests those that nobody has answered with nothing, nor taken back who asked through Dimmer."""


class NoSuchRequest(Exception):
    """There is none for this reader. Whether there is one for another must not be told."""


@dataclass(frozen=True, slots=True)
class RequestRead:
    """A request, opened."""

    row: Request
    key: vault.RecordKey
    said: Mapping[str, Any]
    more: tuple[str, ...] = ()
    """The codes of what they were asked for."""
    kept: str = ""
    """What is kept back, and why; empty where nothing is held, or while nobody has answered."""


def request(pk: UUID, *, reader: Reads, lock: bool = False) -> RequestRead:
    """Open a request.

    Raises:
        NoSuchRequest: not shown to the reader, or not granted.
    """
    asked = _locked if lock else _shown
    row = next(iter(asked(pk=pk, reader=reader.pk, team=reader.team_id)), None)
    try:
        if row is None:
            raise NoSuchRequest
        key = vault.opened(row.record, row.granted, team=reader.team_id)
    except vault.NotEntitled as error:
        raise NoSuchRequest from error
    more, kept = (_part(row, key, name) for name in ("more", "kept"))
    said = json.loads(key.unseal(row.sealed, place_of(row)))
    return RequestRead(row, key, said, tuple(more.get("asked", ())), kept.get("because", ""))


@built_once
def _shown(pk: Any, reader: Any, team: Any) -> QuerySet[Any]:
    rows = Request.objects.filter(pk=pk)
    rows = rows.select_related(
        "team__agency", "by", "answered_by", "concern", "asking__team__agency"
    )
    return vault.entitled(rows, kinds=[Kind.REQUEST], reader=reader, team=team)


@built_once
def _locked(pk: Any, reader: Any, team: Any) -> QuerySet[Any]:
    rows = Request.objects.filter(pk=pk).select_related("team__agency", "asking")
    rows = rows.select_for_update(of=("self",))
    return vault.entitled(rows, kinds=[Kind.REQUEST], reader=reader, team=team)


def _part(row: Request, key: vault.RecordKey, part: str) -> Mapping[str, Any]:
    sealed = getattr(row, part)
    opened: Mapping[str, Any] = (
        json.loads(key.unseal(sealed, place_of(row, part))) if sealed else {}
    )
    return opened


def place_of(row: Request, part: str = "") -> str:
    """What a sealed row is bound to."""
    return f"request{'-' + part if part else ''}:{row.pk}"


def concern_of(found: RequestRead, *, reader: Reads) -> ConcernRead | None:
    """The concern that a request is about, opened; None where it is about none."""
    if found.row.concern_id is None:
        return None
    try:
        return concern(found.row.concern_id, reader=reader)
    except NoSuchConcern:
        return None


def requests(*, reader: Reads, reference: str = "") -> list[Request]:
    """The newest requests, or the one with that reference: nothing opened. `is_shared` says whether a pack went."""
    return _requests(reader=reader.pk, reference=dashed(reference) if reference else "")


@built_once
def _requests(reader: Any, reference: Any) -> QuerySet[Request]:
    shown = vault.things(kind=Kind.REQUEST, reader=reader)
    rows = _listed(Request.objects.filter(vault.is_of("pk", shown)))
    rows = rows.filter(Q(reference__startswith=reference))
    return rows.order_by("-at", "pk")[: vault.PAGE]


def _listed(rows: QuerySet[Request]) -> QuerySet[Request]:
    rows = rows.defer("sealed", "more", "kept").annotate(is_shared=_shared())
    return rows.select_related("concern", "asking")


def _shared() -> Exists:
    return Exists(Proposal.objects.filter(round__asked_in=OuterRef("pk"), disclosure__isnull=False))


def is_shared(found: RequestRead) -> bool:
    """Whether something was shared in answer to a request."""
    return Request.objects.filter(_shared(), pk=found.row.pk).exists()


def is_open(found: RequestRead) -> bool:
    """Whether nobody has answered a request, in either way, nor taken it back."""
    is_answered = found.row.answered_at is not None or is_taken_back(found.row)
    return not is_answered and not is_shared(found)


def is_taken_back(row: Request) -> bool:
    """Whether who asked through Dimmer asks no more, or what it hung on was taken back."""
    return bool(row.asking and (row.asking.taken_back_at or row.asking.gone_at))


def about_of(row: Request) -> UUID:
    """What a request goes with: who sees that sees it. Its concern; else what it hangs on; else nothing but itself."""
    hangs_on = row.asking.disclosure if row.asking and row.asking.gone_at is None else None
    return row.concern_id or hangs_on or row.pk


def is_waited_for(about: UUID) -> bool:
    """Whether a request, or one about that concern or on that pack, waits; read as the team that was asked."""
    on_pack = Q(asking__disclosure=about, concern=None)
    rows = Request.objects.filter(Q(pk=about) | Q(concern=about) | on_pack, STILL_ASKED, ~_shared())
    return rows.exists()


def requests_waiting(*, reader: Reads) -> list[Request]:
    """Those that nobody has answered, soonest due first: nothing opened."""
    return _waiting(reader=reader.pk)


@built_once
def _waiting(reader: Any) -> QuerySet[Request]:
    shown = vault.things(kind=Kind.REQUEST, reader=reader)
    rows = _listed(Request.objects.filter(vault.is_of("pk", shown), STILL_ASKED))
    return rows.filter(~_shared()).order_by("due_on", "at", "pk")[: vault.PAGE]


def to_look_at_again(*, reader: Reads, now: datetime) -> list[Request]:
    """Those answered with nothing that are to be thought of again: their day has come, or the danger may be greater."""
    return _renewed(reader=reader.pk, until=now)


@built_once
def _renewed(reader: Any, until: Any) -> QuerySet[Request]:
    due = vault.things(kind=Kind.RENEW, reader=reader).filter(at__lte=until)
    rows = Request.objects.filter(vault.is_of("pk", due)).defer("sealed", "more", "kept")
    return rows.order_by("review_on", "at", "pk")[: vault.PAGE]


def is_to_be_looked_at(found: RequestRead, *, reader: Reads, now: datetime) -> bool:
    """Whether one answered with nothing is to be thought of again now."""
    moment = vault.moment_of(found.row.pk, kind=Kind.RENEW, reader=reader.pk)
    return moment is not None and moment <= now


def silent(*, owner: Team, on: date) -> list[UUID]:
    """Requests of a team past their day that its lead has not been shown. The database must read as the team."""
    rows = Request.objects.filter(STILL_ASKED, team=owner, escalated_at=None, due_on__lt=on)
    rows = rows.filter(~_shared())
    return list(rows.order_by("due_on", "pk").values_list("pk", flat=True)[: vault.PAGE])


def digest_of(said: Mapping[str, Any]) -> str:
    """The SHA-256 of what was asked, in hexadecimal: the ledger keeps it, so that a later change shows."""
    return sha256(rfc8785.dumps(dict(said))).hexdigest()


def thing_of(found: RequestRead) -> Thing:
    """Whom a request is about, as interests are compared with them."""
    return met_with(found.row, found.said["about"])


def met_with(row: Request, names: list[str]) -> Thing:
    """The same of names that are only now written down."""
    people = (
        Met(uuid5(NAMESPACE_OID, f"{row.pk}:{name}"), known_from(names=[name]), name)
        for name in names
    )
    return Thing(row.pk, tuple(people), row.reference)
