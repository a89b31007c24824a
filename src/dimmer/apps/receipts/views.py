"""Say that a disclosure was read; see and take away the receipt that proves it."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from dimmer.apps.agencies.access import Deed, for_those_who_may, practitioner_of
from dimmer.apps.disclosures.views.sharing import opened_by
from dimmer.apps.receipts import actions, queries
from dimmer.core.route import NotAMove


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
    return render(request, "receipts/receipt.html", {"found": found, "receipt": made, "back": "/"})


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
