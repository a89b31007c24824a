"""Pages that give account: a concern is handed to the lead, who makes an archive of it for somebody outside."""

from functools import partial
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from dimmer.apps.agencies.access import Deed, for_those_who_may, practitioner_of
from dimmer.apps.archives import actions, forms, queries
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.queries import ConcernRead
from dimmer.apps.decisions.views.deciding import concern_for
from dimmer.apps.desk.views import paper_of
from dimmer.apps.travels.forms import shown as as_shown
from dimmer.keyring.words import new_password


@for_those_who_may(Deed.ACCOUNT, afresh=True)
def concern(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask who asks and why, show a password once, and give the archive; and which were made before."""
    found, asking, now = concern_for(request, pk), practitioner_of(request), timezone.now()
    if not queries.is_for(found, asking=asking):
        raise Http404
    form = forms.Make(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        asked = actions.Asked(queries.Asker(given["asker"]), given["who"], given["why"])
        draw = partial(paper_of, form=False, at=now)
        written = actions.make(
            found, asked=asked, password=given["password"], draw=draw, by=asking, at=now
        )
        headers = {"Content-Disposition": 'attachment; filename="archive.zip"'}
        return HttpResponse(written, content_type="application/zip", headers=headers)
    concerns.opened(found, by=asking, at=now)
    # what was written down stays good where something else is put right
    words = getattr(form, "cleaned_data", {}).get("password") or new_password()
    account = queries.account_of(found, reader=asking, on=timezone.localdate(now))
    shown = {
        "found": found, "form": form, "words": words, "password": as_shown(words), "account": account,
        "shut": [pack.made for pack in account.packs if pack.key is None],
        "made": queries.made_of(found), "back": _page(found),
    }  # fmt: skip
    return render(request, "archives/concern.html", shown)


@for_those_who_may(Deed.SIGN_OFF, afresh=True)
def hand(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let the lead open a concern of one's team, with what was shared of it until now; or take it back."""
    found, asking = concern_for(request, pk), practitioner_of(request)
    if not queries.can_be_handed(found, asking=asking):
        raise Http404
    lead, handed = queries.lead_of(found), queries.handed_of(found)
    if request.method == "POST" and lead:
        if "take_back" not in request.POST:
            actions.hand(found, by=asking, at=timezone.now())
        elif handed is queries.Handed.ALONE:
            actions.take_back(found, by=asking, at=timezone.now())
        return redirect(_page(found))
    concerns.opened(found, by=asking, at=timezone.now())
    shown = {"found": found, "lead": lead, "handed": handed.value, "back": _page(found)}
    return render(request, "archives/hand.html", shown)


def _page(found: ConcernRead) -> str:
    return reverse("desk:concern", args=[found.concern.pk])
