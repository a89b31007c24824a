"""Pages that recall what a team was given, and write down what was decided where that may be a breach."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from dimmer.apps.agencies.access import Deed, for_those_who_may, practitioner_of
from dimmer.apps.agencies.queries import lead_team_of
from dimmer.apps.concerns.actions import NotNow
from dimmer.apps.concerns.views import bound, enter_opening
from dimmer.apps.notices import actions, forms, queries
from dimmer.web import saved


@for_those_who_may(Deed.WORK, afresh=True)
def recall(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show what is destroyed and what cannot be un-known; ask why, and recall all that the team has of the concern.

    Only the team whose concern it is does so; to any other the page is not there. Once done it leads to what came
    of it.
    """
    asking, now = practitioner_of(request), timezone.now()
    found = queries.to_recall(pk, reader=asking)
    if found is None:
        raise Http404
    if not found.packs:
        return _done(found)
    form = forms.Recall(request.POST or None, initial={"token": uuid4()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = actions.recall(
                found.concern, disclosure=pk, token=bound(given["token"], to=pk), why=queries.Why(given["why"]),
                because=given["because"], within=timedelta(hours=settings.NOTICE_HOURS), by=asking, at=now,
            )  # fmt: skip
        except NotNow:  # a colleague was quicker
            return redirect("notices:recall", pk)
        return redirect("notices:cause", made.pk)
    enter_opening(request, found.concern)
    shown = {
        "form": form, "found": found, "known": queries.known_of(found.packs, found.concern),
        "back": f"/concerns/{found.concern.concern.pk}", **whom_to_tell(asking),
    }  # fmt: skip
    return render(request, "notices/recall.html", shown)


def whom_to_tell(asking: Any) -> dict[str, Any]:
    """The agency's lead, for whoever reads that the lead is to be told; a lead reads no such thing of themselves."""
    lead = lead_team_of(asking.team.agency_id)
    return {"lead": lead, "is_lead": lead is not None and lead.pk == asking.team_id}


def _done(found: queries.ToRecall) -> HttpResponse:
    """Where it was recalled before: who was told; where it is gone otherwise, the concern."""
    before = queries.recalls_of(found.concern).get(found.made.pk)
    if before is None:
        return redirect("desk:concern", found.concern.concern.pk)
    return redirect("notices:cause", before.row.pk)


@for_those_who_may(Deed.SIGN_OFF, afresh=True)
def breach(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask the lead, or whoever oversees the team, who is told of what may be a breach of personal data.

    What was decided stands with the concern.
    """
    asking, now = practitioner_of(request), timezone.now()
    waits = queries.breach(pk, reader=asking)
    if waits is None:
        raise Http404
    found, read = waits
    if read.decided:
        return redirect("desk:concern", found.concern.pk)
    form = forms.Breach(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        actions.decide_breach(
            found, cause=pk, safety=given["safety"], outcome=queries.Outcome(given["outcome"]),
            because=given["because"], by=asking, at=now,
        )  # fmt: skip
        told = queries.Outcome(given["outcome"]).label
        saved.say(request, f"What you decided of the recall is saved. {told}")
        return redirect("desk:concern", found.concern.pk)
    enter_opening(request, found)
    shown = {
        "form": form,
        "found": found,
        "read": read,
        "is_late": now > read.due_at,
        "back": "/",
        "reasons": dict(queries.Why.choices),
        **whom_to_tell(asking),
    }
    return render(request, "notices/breach.html", shown)
