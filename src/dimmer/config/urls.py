"""Every address, room by room; signing in; and what answers when there is nothing."""

from allauth.mfa.base import views as mfa
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path, re_path

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
    return answer


_NOT_HERE = r"^account/(?:signup|inactive|email|confirm-email|phone|login/code|password/(?:set|reset))(?:/|$)"

urlpatterns = [
    re_path(_NOT_HERE, not_here),
    path("account/2fa/authenticate/", second_factor),
    path("account/", include("allauth.account.urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("concerns/", include("dimmer.apps.concerns.urls")),
    path("people", include("dimmer.apps.people.urls")),
    path("honour/", include("dimmer.apps.honour.urls")),
    path("interests", include("dimmer.apps.interests.urls")),
    path("decisions/", include("dimmer.apps.decisions.urls")),
    path("", include("dimmer.apps.disclosures.urls")),
    path("receipts/", include("dimmer.apps.receipts.urls")),
    path("reviews/", include("dimmer.apps.reviews.urls")),
    path("team/", include("dimmer.apps.allocations.urls")),
    path("", include("dimmer.apps.desk.urls")),
]
