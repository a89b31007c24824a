"""Every address, room by room; signing in; and what answers when there is nothing."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path, re_path

handler400 = "dimmer.web.errors.bad_request"
handler404 = "dimmer.web.errors.not_found"
handler500 = "dimmer.web.errors.server_error"


def not_here(_request: HttpRequest, **_parts: str) -> HttpResponse:
    """What the library for signing in offers and we do not: joining, and anything that sends mail."""
    raise Http404


_NOT_HERE = r"^account/(?:signup|inactive|email|confirm-email|phone|login/code|password/(?:set|reset))(?:/|$)"

urlpatterns = [
    re_path(_NOT_HERE, not_here),
    path("account/", include("allauth.account.urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("concerns/", include("dimmer.apps.concerns.urls")),
    path("decisions/", include("dimmer.apps.decisions.urls")),
    path("", include("dimmer.apps.disclosures.urls")),
    path("receipts/", include("dimmer.apps.receipts.urls")),
    path("reviews/", include("dimmer.apps.reviews.urls")),
    path("", include("dimmer.apps.desk.urls")),
]
