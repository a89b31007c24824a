"""Every address, room by room; signing in; and what answers when there is nothing."""

from allauth.mfa.base import views as mfa
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import include, path, re_path

from dimmer.web import agency_signin
from dimmer.web.logs import note

handler400 = "dimmer.web.errors.bad_request"
handler403 = "dimmer.web.errors.forbidden"
handler404 = "dimmer.web.errors.not_found"
handler429 = "dimmer.web.errors.too_many"  # asked for by the library for signing in
handler500 = "dimmer.web.errors.server_error"


def not_here(_request: HttpRequest, **_parts: str) -> HttpResponse:
    """What the library for signing in offers and we do not: joining, and anything that sends mail."""
    raise Http404


def second_factor(request: HttpRequest) -> HttpResponse:
    """The library's page. It takes a form without a code for a passkey's, and fails: here it is an empty code."""
    if request.method == "POST" and "code" not in request.POST:
        typed = request.POST.copy()
        typed["code"] = ""
        request.POST = typed  # type: ignore[assignment]
    answer: HttpResponse = mfa.authenticate(request)
    if request.method == "POST" and not isinstance(answer, HttpResponseRedirect):
        note("a wrong code")
    return answer


def confirm(request: HttpRequest) -> HttpResponse:
    """The library's page. Whoever has confirmed goes on under a new key: one copied before is worth nothing."""
    answer: HttpResponse = mfa.reauthenticate(request)
    if request.method == "POST":
        is_right = isinstance(answer, HttpResponseRedirect)
        note("confirmed" if is_right else "a wrong code", who=request.user.pk)
        if is_right:
            request.session.cycle_key()
    return answer


_NOT_HERE = r"^account/(?:signup|inactive|email|confirm-email|phone|login/code|password/(?:set|reset))(?:/|$)"

urlpatterns = [
    re_path(_NOT_HERE, not_here),
    path("account/2fa/authenticate/", second_factor),
    path("account/2fa/reauthenticate/", confirm),
    path(
        "account/agency/<slug:provider_id>/", agency_signin.to_agency, name="openid_connect_login"
    ),
    path(
        "account/agency/<slug:provider_id>/back/",
        agency_signin.from_agency,
        name="openid_connect_callback",
    ),
    path("account/confirm/", agency_signin.confirm, name="confirm_at_agency"),
    path("account/", include("allauth.account.urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("", include("dimmer.apps.agencies.urls")),
    path("concerns/", include("dimmer.apps.concerns.urls")),
    path("people", include("dimmer.apps.people.urls")),
    path("honour/", include("dimmer.apps.honour.urls")),
    path("consultations", include("dimmer.apps.consultations.urls")),
    path("interests", include("dimmer.apps.interests.urls")),
    path("decisions/", include("dimmer.apps.decisions.urls")),
    path("", include("dimmer.apps.disclosures.urls")),
    path("tellings/", include("dimmer.apps.tellings.urls")),
    path("receipts/", include("dimmer.apps.receipts.urls")),
    path("reviews/", include("dimmer.apps.reviews.urls")),
    path("team/", include("dimmer.apps.allocations.urls")),
    path("contacts/", include("dimmer.apps.contacts.urls")),
    path("", include("dimmer.apps.desk.urls")),
]
