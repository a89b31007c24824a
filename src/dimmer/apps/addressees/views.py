"""The page on which a professional who has no account is named."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from dimmer.apps.addressees import actions, forms
from dimmer.apps.agencies.access import Deed, for_those_who_may, practitioner_of
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.queries import ConcernRead
from dimmer.apps.concerns.views import bound, with_concern

_IN_IT = (
    "This is somebody in the concern, or could be. Nothing goes to them: ring the organisation, and ask for"
    " somebody else"
)


@for_those_who_may(Deed.WORK)
@with_concern
def add(request: HttpRequest, found: ConcernRead) -> HttpResponse:
    """Name somebody who has no account; whether anything goes to them is decided as for any team."""
    if found.concern.step != "open" or not found.items:
        return redirect("desk:concern", found.concern.pk)
    form = forms.Add(request.POST or None, initial={"token": concerns.new_token()})
    if request.method == "POST" and form.is_valid():
        token = bound(form.cleaned_data["token"], to=found.concern.pk)
        asking = practitioner_of(request)
        try:
            actions.add(found, token=token, **form.of(), by=asking, at=timezone.now())
        except actions.NotAProfessional:
            form.add_error("name", _IN_IT)
        else:
            return redirect("decisions:propose", found.concern.pk)
    shown = {"form": form, "found": found, "back": f"/decisions/new/{found.concern.pk}"}
    return render(request, "addressees/add.html", shown)
