"""Say that a disclosure was read; take away the receipt that proves it, and the ledger that it is proved by."""

import gzip
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from dimmer.apps.agencies.access import Deed, for_those_who_may, practitioner_of
from dimmer.apps.disclosures.views.sharing import opened_by
from dimmer.apps.ledger import queries as ledger
from dimmer.apps.receipts import actions, queries
from dimmer.core.ledger import tiles
from dimmer.core.route import NotAMove

_BYTES = "application/octet-stream"
_LEVELS = frozenset(map(str, range(8)))
_FARTHEST = 2**40
"""Beyond this index there is no tile: a ledger has less than 2 to the 63 entries."""


@for_those_who_may(Deed.WORK)
def acknowledge(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that the recipient team has read it. Said twice, it is said once."""
    found = opened_by(request, pk)
    if not found.is_received:
        raise Http404
    if request.method != "POST":
        return redirect("disclosures:disclosure", pk)
    try:
        actions.acknowledge(found, by=practitioner_of(request), at=timezone.now())
    except NotAMove:  # it was recalled meanwhile: its page says so
        return redirect("disclosures:disclosure", pk)
    return redirect("receipts:receipt", pk)


@for_those_who_may(Deed.WORK)
def receipt(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show that and when it was read, to both teams."""
    found = opened_by(request, pk)
    made = queries.receipt_for(pk)
    if made is None:
        return redirect("disclosures:disclosure", pk)
    shown = {"found": found, "receipt": made, "has_witnesses": bool(ledger.asked()), "back": "/"}
    return render(request, "receipts/receipt.html", shown)


@for_those_who_may(Deed.WORK, afresh=True, back_to="receipts:receipt")
def text(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The receipt as a file that `dimmer verify` checks; its name says nothing of whom it is about."""
    found = opened_by(request, pk)
    made = queries.receipt_for(pk)
    if made is None:
        raise Http404
    written = actions.receipt_text(found, made)
    name = f"receipt-{made.pk.hex[:8]}.txt"
    return HttpResponse(
        written,
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@for_those_who_may(Deed.WORK, afresh=True, back_to="receipts:receipt")
def shared_proof(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The proof that it was shared, for programs of others."""
    found = opened_by(request, pk)
    if queries.receipt_for(pk) is None:
        raise Http404
    return _proof(found.disclosure.entry)


@for_those_who_may(Deed.WORK, afresh=True, back_to="receipts:receipt")
def read_proof(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The proof that it was read, for programs of others."""
    opened_by(request, pk)
    made = queries.receipt_for(pk)
    if made is None:
        raise Http404
    return _proof(made.entry)


def _proof(entry: UUID) -> HttpResponse:
    name = f"{entry.hex[:8]}.tlog-proof"
    return HttpResponse(
        actions.proof_text(entry),
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@for_those_who_may(Deed.AUDIT)
def checkpoint(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The newest signed head of the ledger, with what witnesses cosigned of it."""
    head = ledger.head()
    if head is None:
        raise Http404
    return HttpResponse(ledger.published(head), content_type="text/plain; charset=utf-8")


@for_those_who_may(Deed.AUDIT)
def tile(request: HttpRequest, level: str, place: str) -> HttpResponse:  # noqa: ARG001
    """The hashes of a tile; of one that is begun, as many as the address says."""
    if level not in _LEVELS:
        raise Http404
    index, width = _placed(place)
    hashes = ledger.tile(int(level), index)[: width * tiles.HASH_BYTES]
    if len(hashes) < width * tiles.HASH_BYTES:
        raise Http404
    return HttpResponse(hashes, content_type=_BYTES)


@for_those_who_may(Deed.AUDIT)
def entries(request: HttpRequest, place: str) -> HttpResponse:  # noqa: ARG001
    """A bundle of entries: kinds, times, random ids and commitments."""
    index, width = _placed(place)
    first = index * tiles.WIDTH
    found = ledger.leaves(first, until=first + width)
    if len(found) < width:
        raise Http404
    packed = gzip.compress(tiles.write_bundle(found), mtime=0)
    return HttpResponse(packed, content_type=_BYTES, headers={"Content-Encoding": "gzip"})


def _placed(place: str) -> tuple[int, int]:
    try:
        index, width = tiles.parse_place(place)
    except tiles.NotATile as strange:
        raise Http404 from strange
    if index > _FARTHEST:
        raise Http404
    return index, width
