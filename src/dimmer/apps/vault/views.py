"""Pages that list things of people: that somebody was shown one is entered, for every such page in the same way."""

import re
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from hashlib import sha256
from typing import Concatenate, ParamSpec, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from dimmer.apps.agencies.access import practitioner_of
from dimmer.apps.vault.actions import listing
from dimmer.apps.vault.queries import digest_of

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
AGAIN_AFTER = timedelta(minutes=15)
"""For so long a session that is shown the same rows of the same list once more is one look."""
_KEPT = 20
"""Looks that a session remembers."""
_LINK = re.compile(rb'href="/([^"?#]*)')
_ID = re.compile(rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_OF_PRACTITIONERS = re.compile(rb"team/(?:left|renew|new)/")


def lists_things(view: View[P]) -> View[P]:
    """Enter that a list was shown, with the ids that the page led to: as it was drawn, so that none is left out.

    Below `for_those_who_may`. Where nothing was listed, nothing is entered; nor where a session is shown the same rows
    again soon. It is part of the request's transaction, as the reading is.
    """

    @wraps(view)
    def listed(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        rows = rows_of(response)
        match = request.resolver_match
        if rows and match and not _is_same_look(request, match.view_name, rows):
            asking = practitioner_of(request)
            listing.listed(match.view_name, rows, by=asking, at=timezone.now())
        return response

    listed.lists_things = True  # type: ignore[attr-defined]  # read by the test of lists
    return cast("View[P]", listed)


def rows_of(response: HttpResponse) -> set[UUID]:
    """The ids of things that a page leads to: not of those who work here, of whom facts never hold an id."""
    found = (
        each
        for link in _LINK.findall(response.content)
        if not _OF_PRACTITIONERS.match(link)
        for each in _ID.findall(link)
    )
    return {UUID(each.decode()) for each in found}


def _is_same_look(request: HttpRequest, name: str, rows: set[UUID]) -> bool:
    """Whether this session was shown just these rows there within the last minutes; it remembers digests alone."""
    now = timezone.now().timestamp()
    look = sha256(f"{name} {digest_of(rows)}".encode()).hexdigest()[:32]
    looks = {
        key: at
        for key, at in request.session.get("lists", {}).items()
        if now - at < AGAIN_AFTER.total_seconds()
    }
    if look in looks:
        return True
    newest = sorted(looks.items(), key=lambda each: each[1])[-_KEPT + 1 :]
    request.session["lists"] = dict([*newest, (look, int(now))])
    return False
