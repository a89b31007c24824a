"""Where one is signed in, and ending that; whether one still is, for a page that covered itself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dimmer.apps.agencies import actions
from dimmer.apps.agencies.access import Deed, for_those_who_may, practitioner_of
from dimmer.web import sessions


@for_those_who_may(Deed.SIGN_IN, afresh=True)
def signed_in(request: HttpRequest) -> HttpResponse:
    """List one's own sessions, and end one of them or all others."""
    this, user = request.session.session_key, practitioner_of(request).user
    if request.method == "POST":
        which = request.POST.get("which", "")
        if which == "others":
            actions.end_sessions(user.pk, but=this)
        else:
            actions.end_sessions(user.pk, only=which)
        return redirect("agencies:signed-in")
    return render(
        request,
        "agencies/signed-in.html",
        {"places": sessions.places(user, this=this), "back": "/"},
    )


@for_those_who_may(Deed.SIGN_IN)
def still(request: HttpRequest) -> HttpResponse:
    """Say who is signed in: a page shows itself again to the same person only."""
    return HttpResponse(str(practitioner_of(request).pk), content_type="text/plain; charset=utf-8")
