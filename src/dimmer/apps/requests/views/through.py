"""What a team that asks through Dimmer said since: read, and taken up by whoever was asked."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from dimmer.apps.agencies.access import Deed, for_those_who_may, practitioner_of
from dimmer.apps.concerns.actions import NotNow
from dimmer.apps.requests import actions, forms, queries
from dimmer.apps.requests.queries import RequestRead
from dimmer.apps.requests.views import with_request
from dimmer.web.words import label


@for_those_who_may(Deed.WORK)
@with_request
def since(request: HttpRequest, found: RequestRead) -> HttpResponse:
    """What they say now, which is other than what the request says; taking it up, it is what was asked."""
    back = reverse("requests:request", args=[found.row.pk])
    said = queries.said_since(found)
    if said is None:
        return redirect(back)
    asking, now, late = practitioner_of(request), timezone.now(), False
    if request.method == "POST":
        try:
            actions.change(found, said=said.said, due_on=said.due_on, by=asking, at=now)
        except NotNow:  # what was decided stands on what was asked
            late = True
        else:
            return redirect(back)
    actions.opened(found, by=asking, at=now)
    shown = {
        "found": found, "said": said.said, "due_on": said.due_on, "words": forms.IN_WORDS, "late": late,
        "form": label(said.said["form"], "request_forms"), "back": back,
        "is_victims": "line" in queries.may_ask_for(said.said),
    }  # fmt: skip
    return render(request, "requests/since.html", shown)
