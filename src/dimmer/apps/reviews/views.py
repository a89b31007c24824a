"""Look again at what was decided or received: for the team that decided and for the team that received."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from dimmer.apps.agencies.access import Deed, for_those_who_may, practitioner_of
from dimmer.apps.decisions.forms import LIGHTS
from dimmer.apps.disclosures.queries import must_read_flags
from dimmer.apps.disclosures.views.packs import in_pack
from dimmer.apps.reviews import actions, forms, queries
from dimmer.core.proportionality import Light

_SOON = timedelta(days=14)


@for_those_who_may(Deed.WORK)
def review(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask whether it was right and is still needed; show what was said once that is done."""
    asking = practitioner_of(request)
    found = queries.under_review(pk, reader=asking, lock=request.method == "POST")
    if found is None:
        raise Http404
    if found.received and must_read_flags(found.received, reader=asking):
        return redirect("disclosures:flags", found.received.disclosure.pk)
    last = str(found.past[0].review.pk) if found.past else ""
    is_due = found.next_at and (not last or found.next_at <= timezone.now() + _SOON)
    is_open = is_due or found.changes
    form = forms.Review(request.POST or None, initial={"last": last}) if is_open else None
    if request.method == "POST":
        if form is None or request.POST.get("last", "") != last:
            return redirect("reviews:review", pk)  # sent twice, or a colleague was quicker
        if form.is_valid():
            words = {name: form.cleaned_data[name] for name in ("right", "needed", "note")}
            actions.review(
                found.proposal, key=found.key, by=asking, words=words,
                next_on=form.cleaned_data["next_on"], about=found.about, at=timezone.now(),
            )  # fmt: skip
            return redirect("reviews:review", pk)
    actions.opened(found.proposal, key=found.key, by=asking, at=timezone.now())
    shown: dict[str, Any] = {
        "form": form, "found": found, "back": "/", "lights": {Light[name].value: words for name, words in LIGHTS},
        "rights": dict(forms.RIGHT), "needs": dict(forms.NEEDED),
    }  # fmt: skip
    nation = asking.team.agency.nation
    shown["changes"] = [
        (change, queries.rows_that_change(change.on, nation=nation)) for change in found.changes
    ]
    if found.received:
        on = timezone.localdate(found.received.disclosure.at)
        shown |= in_pack(found.received.pack, on=on)
    return render(request, "reviews/review.html", shown)
