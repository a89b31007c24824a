"""Who is asking, and what their role may do. A stranger to a page gets 404, as if it were not there."""

from collections.abc import Callable
from enum import Enum
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse

from dimmer.apps.agencies.models import OVERSEE, WORK, Practitioner, Role

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


class Deed(Enum):
    """What a page lets somebody do."""

    RAISE = "raise a concern"
    WORK = "read the team's concerns, decide, share, acknowledge, review"
    EMERGENCY = "share in an emergency"
    SIGN_OFF = "be the second person; take up what was reported"
    SIGN_IN = "see one's own desk"


MAY: dict[Deed, frozenset[Role]] = {
    Deed.RAISE: frozenset(WORK | {Role.REPORTER}),
    Deed.WORK: WORK,
    Deed.EMERGENCY: frozenset(WORK | {Role.REPORTER}),  # never blocked for those who see people
    Deed.SIGN_OFF: OVERSEE,
    Deed.SIGN_IN: frozenset(Role),
}


def may(practitioner: Practitioner, deed: Deed) -> bool:
    """Whether the practitioner's role allows the deed."""
    return Role(practitioner.role) in MAY[deed]


def practitioner_of(request: HttpRequest) -> Practitioner:
    """Who is asking.

    Raises:
        Http404: a user without a place in a team: to them no page exists.
    """
    practitioner: Practitioner | None = getattr(request.user, "practitioner", None)
    if practitioner is None:
        raise Http404
    return practitioner


def for_those_who_may(deed: Deed) -> Callable[[View[P]], View[P]]:
    """Ask the signed-out to sign in; to those whose role does not allow the deed, the page is not there."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                # without what stands behind it, which may have been typed: it goes into a session
                return redirect_to_login(request.path)
            if not may(practitioner_of(request), deed):
                raise Http404
            return view(request, *args, **kwargs)

        guarded.deed = deed  # type: ignore[attr-defined]  # read by the test of roles and addresses
        return cast("View[P]", guarded)

    return decorate
