"""Pages for what went wrong. They say what to do, and nothing about what exists."""

import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dimmer.keyring.provider import NoKey
from dimmer.keyring.sealing import CannotOpen


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """Not here, or not for you: the same page."""
    return render(request, "errors/not-found.html", status=404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What the library for signing in refuses is not here either."""
    return not_found(request, exception)


def too_many(request: HttpRequest) -> HttpResponse:
    """Too many attempts to sign in: when to try again, and what to do meanwhile."""
    return render(request, "errors/too-many.html", status=429)


def server_error(request: HttpRequest) -> HttpResponse:
    """Nothing was saved; the person is told so, and where to turn. Where something does not open, that too."""
    is_shut = isinstance(sys.exc_info()[1], CannotOpen | NoKey)
    return render(request, "errors/server-error.html", {"is_shut": is_shut}, status=500)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """The browser sent what no page of ours asks for."""
    return render(request, "errors/bad-request.html", status=400)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """The form's own key was missing or old: signing in again is the remedy."""
    return render(request, "errors/form-expired.html", status=403)
