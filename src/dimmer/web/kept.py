"""What somebody sent when they had to sign in, or to say again who they are: kept, sealed with the session.

It is offered to the same person alone, on the page that it was for, and sent only when they say so.
"""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

_NAME = "kept"
_MOST = 100_000
"""Characters: more than the fields of any page hold."""
_NEVER = frozenset({"csrfmiddlewaretoken", "password"})
"""Fields that are kept nowhere: the form's own key, and the words that open a document."""
_AGAIN = "again"
"""In an address: throw away what was kept, and begin the page anew."""


def keep(request: HttpRequest, *, by: UUID) -> None:
    """Keep what the form held in the session that there is now."""
    typed = [
        [name, value]
        for name, values in request.POST.lists()
        for value in values
        if name not in _NEVER
    ]
    if typed and sum(len(value) for _, value in typed) <= _MOST:
        request.session[_NAME] = {"by": str(by), "path": request.path, "typed": typed}


def offer(request: HttpRequest, *, by: UUID) -> HttpResponse | None:
    """The page that offers to send what was kept; None where nothing was kept for this page."""
    kept: dict[str, Any] | None = request.session.get(_NAME)
    if kept is None or (kept["by"] == str(by) and kept["path"] != request.path):
        return None
    if kept["by"] != str(by) or request.method == "POST" or _AGAIN in request.GET:
        del request.session[_NAME]
        return None
    return render(request, "kept.html", {"typed": kept["typed"], "again": f"?{_AGAIN}"})
