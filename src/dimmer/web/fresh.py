"""That it is still them: the second factor, given lately, before what cannot be taken back.

An emergency asks for nothing of this: its pages are not guarded by it.
"""

from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from dimmer.web import kept
from dimmer.web.agency_signin import provider_of


def second_factor_at(request: HttpRequest) -> list[float]:
    """When a second factor was given in this session, in seconds since 1970, the first one first."""
    methods = request.session.get("account_authentication_methods", [])
    return [float(method["at"]) for method in methods if method.get("method") == "mfa"]


def is_fresh(request: HttpRequest) -> bool:
    """Whether the last one was given within the last minutes (ACCOUNT_REAUTHENTICATION_TIMEOUT)."""
    since = timezone.now().timestamp() - max(second_factor_at(request), default=0)
    return since < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def ask(request: HttpRequest, *, by: UUID, to: str) -> HttpResponse:
    """Ask for it and lead on to an address. What a form held is offered there, to be sent as it was."""
    if request.method == "POST":
        kept.keep(request, by=by)
    page = "confirm_at_agency" if provider_of(request) else "mfa_reauthenticate"
    return HttpResponseRedirect(f"{reverse(page)}?next={quote(to)}")
