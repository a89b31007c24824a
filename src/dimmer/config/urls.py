"""Every address, room by room; signing in; and what answers when there is nothing."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.utils import is_mfa_enabled
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import include, path, re_path, reverse
from django.views.generic import RedirectView

from dimmer.web import agency_signin
from dimmer.web.logs import note

handler400 = "dimmer.web.errors.bad_request"
handler403 = "dimmer.web.errors.forbidden"
handler404 = "dimmer.web.errors.not_found"
handler429 = "dimmer.web.errors.too_many"  # asked for by the library for signing in
handler500 = "dimmer.web.errors.server_error"


def not_here(_request: HttpRequest, **_parts: str) -> HttpResponse:
    """What the library for signing in offers and we do not.

    Joining, anything that sends mail, and being without a second factor: one that is lost is renewed by a manager.
    """
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


def with_password(request: HttpRequest) -> HttpResponse:
    """Confirming by a password alone is for whoever has no second factor yet: it would take the factor of others."""
    if is_mfa_enabled(request.user):
        return HttpResponseRedirect(f"{reverse('mfa_reauthenticate')}?{request.GET.urlencode()}")
    answer: HttpResponse = account.reauthenticate(request)
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


_NOT_HERE = (
    r"^account/(?:signup|inactive|email|confirm-email|phone|login/code|password/(?:set|reset)"
    r"|2fa/totp/deactivate)(?:/|$)"
)

urlpatterns = [
    re_path(_NOT_HERE, not_here),
    path("account/", RedirectView.as_view(pattern_name="agencies:signed-in")),
    path("account/2fa/", RedirectView.as_view(pattern_name="agencies:signed-in")),
    path("account/2fa/authenticate/", second_factor),
    path("account/reauthenticate/", with_password),
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
    path("concerns/", include("dimmer.apps.attachments.urls")),
    path("people", include("dimmer.apps.people.urls")),
    path("honour/", include("dimmer.apps.honour.urls")),
    path("kept/", include("dimmer.apps.disposals.urls")),
    path("account-of/", include("dimmer.apps.archives.urls")),
    path("seen", include("dimmer.apps.seen.urls")),
    path("consents/", include("dimmer.apps.consents.urls")),
    path("consultations", include("dimmer.apps.consultations.urls")),
    path("interests", include("dimmer.apps.interests.urls")),
    path("addressees/", include("dimmer.apps.addressees.urls")),
    path("decisions/", include("dimmer.apps.decisions.urls")),
    path("requests", include("dimmer.apps.requests.urls")),
    path("", include("dimmer.apps.disclosures.urls")),
    path("", include("dimmer.apps.travels.urls")),
    path("tellings/", include("dimmer.apps.tellings.urls")),
    path("", include("dimmer.apps.receipts.urls")),
    path("notices/", include("dimmer.apps.notices.urls")),
    path("onward/", include("dimmer.apps.onward.urls")),
    path("reviews/", include("dimmer.apps.reviews.urls")),
    path("samples", include("dimmer.apps.samples.urls")),
    path("team/", include("dimmer.apps.allocations.urls")),
    path("contacts/", include("dimmer.apps.contacts.urls")),
    path("", include("dimmer.apps.desk.urls")),
]
