"""Who is asking, and what their role may do. A stranger to a page gets 404, as if it were not there."""

from collections.abc import Callable
from enum import Enum
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from dimmer.apps.agencies.models import OVERSEE, WORK, Practitioner, Role
from dimmer.web import fresh

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


class Deed(Enum):
    """What a page lets somebody do."""

    RAISE = "raise a concern"
    WORK = "read the team's concerns, decide, share, acknowledge, review"
    EMERGENCY = "share in an emergency"
    SIGN_OFF = "be the second person; take up what was reported"
    AUDIT = "take the ledger away, which holds no person"
    SAMPLE = "draw samples of decisions, and write down what was found"
    OVERLOOK = "see what was drawn and found, and figures of practice"
    ACCOUNT = "give account of a concern to somebody outside"
    SIGN_IN = "see one's own desk"


MAY: dict[Deed, frozenset[Role]] = {
    Deed.RAISE: frozenset(WORK | {Role.REPORTER}),
    Deed.WORK: WORK,
    Deed.EMERGENCY: frozenset(WORK | {Role.REPORTER}),  # never blocked for those who see people
    Deed.SIGN_OFF: OVERSEE,
    Deed.AUDIT: frozenset({Role.AUDITOR, Role.LEAD, Role.BOARD}),
    Deed.SAMPLE: frozenset({Role.AUDITOR}),
    Deed.OVERLOOK: frozenset({Role.AUDITOR, Role.BOARD}),
    Deed.ACCOUNT: frozenset({Role.LEAD, Role.CALDICOTT_GUARDIAN}),
    Deed.SIGN_IN: frozenset(Role),
}
BEFORE_CONFIRMED = frozenset({Deed.SIGN_IN, Deed.EMERGENCY})
"""What somebody may do whose account nobody else has confirmed yet: an emergency waits for nothing."""


def may(practitioner: Practitioner, deed: Deed) -> bool:
    """Whether the practitioner's role allows the deed; while their account waits to be confirmed, next to nothing."""
    if practitioner.waits_since and deed not in BEFORE_CONFIRMED:
        return False
    return Role(practitioner.role) in MAY[deed]


def answers_for_the_ledger(practitioner: Practitioner) -> bool:
    """Whether somebody is told that the ledger is not itself: who oversees, who takes it away, who keeps it running."""
    return practitioner.role in OVERSEE | MAY[Deed.AUDIT] | {Role.OPERATOR}


def leads(practitioner: Practitioner) -> bool:
    """Whether somebody leads for their agency: whoever gives account, in the team of its lead."""
    return practitioner.team.leads and may(practitioner, Deed.ACCOUNT)


def practitioner_of(request: HttpRequest) -> Practitioner:
    """Who is asking.

    Raises:
        Http404: a user without a place in a team: to them no page exists.
    """
    practitioner: Practitioner | None = getattr(request.user, "practitioner", None)
    if practitioner is None:
        raise Http404
    return practitioner


def for_those_who_may(
    deed: Deed, *, afresh: bool = False, back_to: str = ""
) -> Callable[[View[P]], View[P]]:
    """Ask the signed-out to sign in; to those whose role does not allow the deed, the page is not there.

    Args:
        afresh: ask for the second factor again where it was given too long ago (`web.fresh`).
        back_to: the name of the page that this leads to then, for what is a file and no page itself.
    """

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                # without what stands behind it, which may have been typed: it goes into a session
                return redirect_to_login(request.path)
            asking = practitioner_of(request)
            if not may(asking, deed):
                raise Http404
            if afresh and not fresh.is_fresh(request):
                to = reverse(back_to, args=args, kwargs=kwargs) if back_to else request.path
                return fresh.ask(request, by=asking.pk, to=to)
            return view(request, *args, **kwargs)

        guarded.deed = deed  # type: ignore[attr-defined]  # read by the test of roles and addresses
        guarded.afresh = afresh  # type: ignore[attr-defined]  # and by the one of what asks again
        return cast("View[P]", guarded)

    return decorate
