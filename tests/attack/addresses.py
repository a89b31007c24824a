"""The real addresses, and pages that go wrong in every way that a page can."""

from datetime import date
from typing import NoReturn

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

from dimmer.apps.agencies.actions import list_number
from dimmer.apps.agencies.models import OutOfHoursNumber
from dimmer.config import urls
from dimmer.config.urls import handler400, handler404, handler500

__all__ = ["handler400", "handler404", "handler500", "urlpatterns"]
CANARY = "Kanarienvogel Ottoline"
READING = "select current_setting('dimmer.reader', true)"


def who(_request: HttpRequest) -> HttpResponse:
    """Which team the database believes to be reading."""
    with connection.cursor() as cursor:
        cursor.execute(READING)
        return HttpResponse(cursor.fetchone()[0] or "")


def _write() -> None:
    """Something that must not stay when the page fails after it."""
    list_number(place=9, name="Half done", number="0", hours="", checked_on=date(2026, 11, 1))


def raises(_request: HttpRequest) -> NoReturn:
    """Fails with a name in its locals and in its message."""
    typed = CANARY
    _write()
    raise RuntimeError(f"cannot do it for {typed}")


def breaks_statement(_request: HttpRequest) -> HttpResponse:
    """A statement that the database refuses, with a name in it, and nobody who catches it."""
    _write()
    with connection.cursor() as cursor:
        cursor.execute("select %s::uuid", [CANARY])
    return HttpResponse("never")


def swallows(_request: HttpRequest) -> HttpResponse:
    """A statement that the database refuses, and a page that goes on as if it had not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1 / 0 as %s", [CANARY])
    except Exception:  # noqa: BLE001  (that it is wrong is the point)
        OutOfHoursNumber.objects.exists()
    return HttpResponse("as if nothing had happened")


def answers_500(_request: HttpRequest) -> HttpResponse:
    """Writes, then says itself that it went wrong."""
    _write()
    return HttpResponse(status=503)


def not_here(_request: HttpRequest) -> NoReturn:
    """Writes, then is not there."""
    _write()
    raise Http404(CANARY)


def forbidden(_request: HttpRequest) -> NoReturn:
    """Writes, then refuses."""
    _write()
    raise PermissionDenied(CANARY)


def suspicious(_request: HttpRequest) -> NoReturn:
    """Writes, then finds something wrong with what was sent."""
    _write()
    raise SuspiciousOperation(f"{CANARY}\nERROR a line of its own")


FAILING = {
    "attack/raises": raises,
    "attack/breaks": breaks_statement,
    "attack/swallows": swallows,
    "attack/answers-500": answers_500,
    "attack/not-here": not_here,
    "attack/forbidden": forbidden,
    "attack/suspicious": suspicious,
}
urlpatterns = [
    path("attack/who", who),
    *(path(address, view) for address, view in FAILING.items()),
    *urls.urlpatterns,
]
