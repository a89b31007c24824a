"""A request as the ICO's form for one: as a page, and as a document to take away."""

from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from dimmer.apps.agencies.access import Deed, for_those_who_may, practitioner_of
from dimmer.apps.requests import actions, forms, queries
from dimmer.apps.requests.queries import RequestRead
from dimmer.apps.requests.views import with_request

_TITLE = "Request form"


@for_those_who_may(Deed.WORK)
@with_request
def form(request: HttpRequest, found: RequestRead) -> HttpResponse:
    """What was written down of a request, in the order of the form; nothing of what is held."""
    actions.opened(found, by=practitioner_of(request), at=timezone.now())
    back = reverse("requests:request", args=[found.row.pk])
    shown = {**_shown(found), "found": found, "source": queries.SOURCE, "back": back}
    return render(request, "requests/form.html", shown)


@for_those_who_may(Deed.WORK, afresh=True, back_to="requests:form")
@with_request
def document(request: HttpRequest, found: RequestRead) -> HttpResponse:
    """The form as PDF; that it was taken away is on the ledger. Its name and title say nothing of whom it is about."""
    now = timezone.now()
    written = paper_of(found, at=now)
    digest = sha256(written).hexdigest()
    actions.form_taken(found, digest=digest, by=practitioner_of(request), at=now)
    name = f"request-{found.row.pk.hex[:8]}.pdf"
    return HttpResponse(
        written,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def paper_of(found: RequestRead, *, at: datetime) -> bytes:
    """The form as PDF."""
    from dimmer import papers  # few ask for one: nobody else waits until it is loaded

    reference = found.row.reference
    shown = {**_shown(found), "reference": reference, "at": at}
    return papers.document(
        papers.parts_of(render_to_string("requests/form-document.html", shown)),
        title=_TITLE, foot=f"Reference {reference}", at=at, fonts=settings.FONTS,
    )  # fmt: skip


def _shown(found: RequestRead) -> dict[str, object]:
    return {"title": _TITLE, "lines": queries.form_of(found, words=forms.IN_WORDS)}
