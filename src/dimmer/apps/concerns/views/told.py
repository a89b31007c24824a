"""The page of what somebody was asked already, and asked not to be asked again."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from dimmer.apps.agencies.access import Deed, for_those_who_may, practitioner_of
from dimmer.apps.concerns import actions, forms, queries
from dimmer.apps.concerns.queries import ConcernRead
from dimmer.apps.concerns.views import (
    bound,
    drafts_only,
    enter_opening,
    home_of,
    move_apart,
    people_in,
    with_concern,
)

_QUICKER = "A colleague has changed it meanwhile. Read below what they wrote, then save yours again"


@for_those_who_may(Deed.RAISE)
@with_concern
@drafts_only
def asked(request: HttpRequest, found: ConcernRead, part: UUID) -> HttpResponse:
    """Ask what somebody was asked already, and asked not to be asked again."""
    person = next((each for each in found.speaking() if each.id == part), None)
    if person is None:
        raise Http404
    versions = found.asked_before.get(part, ())
    last = next(reversed(versions), None)
    first = {
        **queries.asked_typed(last), "token": actions.new_token(), "after": str(last.id) if last else "",
    }  # fmt: skip
    form = forms.Asked(request.POST or None, initial=first)
    form.people = people_in(found)
    if request.method == "POST" and form.is_valid():
        asking, now = practitioner_of(request), timezone.now()
        said = {name: form.cleaned_data[name] for name in ("asked", "not_again", "because")}
        try:
            actions.note_asked(
                found, token=bound(form.cleaned_data["token"], to=part), person=part,
                said=said | {"stays": form.stays}, after=form.cleaned_data["after"], by=asking, at=now,
            )  # fmt: skip
            move_apart(found, form, by=asking, at=now)
        except actions.NotNow:
            form.data = again = request.POST.copy()
            again["after"] = str(last.id) if last else ""
            form.add_error("asked", _QUICKER)
        else:
            return redirect(home_of(found))
    enter_opening(request, found)
    shown = {
        "form": form,
        "found": found,
        "person": person,
        "versions": versions,
        "back": home_of(found),
    }
    return render(request, "concerns/asked.html", shown)
