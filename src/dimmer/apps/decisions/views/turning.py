"""Turning the light up for somebody who has something already: it leads to a decision like any other."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from dimmer.apps.agencies.access import Deed, for_those_who_may, practitioner_of
from dimmer.apps.concerns.actions import NotNow
from dimmer.apps.decisions import actions, queries
from dimmer.apps.decisions.views.deciding import concern_for


@for_those_who_may(Deed.WORK)
def brighter(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say what turning the light up is, and begin the decision on it."""
    proposal = queries.proposal(pk)
    found = concern_for(request, proposal.concern_id if proposal else pk)
    if proposal is None:
        raise Http404
    back = f"/concerns/{found.concern.pk}"
    if found.concern.step != "open" or not queries.is_turnable(proposal):
        return redirect(back)
    if request.method == "POST":
        try:
            made = actions.turn_up(found, proposal, by=practitioner_of(request), at=timezone.now())
        except NotNow:  # taken back or closed meanwhile: the concern says which
            return redirect(back)
        return redirect("decisions:decide", made.pk)
    shown = {"found": found, "proposal": proposal, "back": back}
    return render(request, "decisions/brighter.html", shown)
