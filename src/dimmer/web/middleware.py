"""Around every request: safe headers, one transaction, and the reader that the database sees."""

import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any, NoReturn
from urllib.parse import urlencode

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from dimmer.database.reader import set_reader
from dimmer.web import kept
from dimmer.web.fresh import second_factor_at
from dimmer.web.words import browser_of

Respond = Callable[[HttpRequest], HttpResponse]
_POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self'; img-src 'self' data:; font-src 'self';"
    " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # "no-referrer" would make browsers send "Origin: null" with a form, which is refused
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "X-Robots-Tag": "noindex, nofollow",
    "Permissions-Policy": ", ".join(
        f"{feature}=()"
        for feature in (
            *(
                "camera",
                "microphone",
                "geolocation",
                "display-capture",
                "usb",
                "serial",
                "hid",
            ),
            *(
                "accelerometer",
                "gyroscope",
                "magnetometer",
                "midi",
                "payment",
                "fullscreen",
                "autoplay",
            ),
            *(
                "browsing-topics",
                "idle-detection",
                "local-fonts",
                "screen-wake-lock",
                "xr-spatial-tracking",
            ),
        )
    ),
}
_ERRORS = 400
"""The first status of an error."""
_SEEN_EVERY = timedelta(minutes=5)
_KEEPS_TYPED = frozenset({"/emergency", "/emergency/later", "/emergency/to", "/emergency/check"})
"""Pages that keep what an idle session posts in their own draft; every other page does so in web/kept.py."""
_OPEN_TO_ALL = ("/static/", "/health", "/out-of-hours", "/forms/", "/link")
_SIGN_OUT = "/account/logout/"
_SIGNING_IN = "/account/"
"""Open to those half signed in: here they finish it. For a session that was idle it is closed too."""


class _NoFile(FileUploadHandler):
    """What is sent as a file is read over, and never lies on the disk; but where a page asks for one (`uploads`)."""

    def new_file(self, *_args: Any, **_options: Any) -> NoReturn:
        """Skip it, whatever it is."""
        raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Never called: the file was skipped."""
        raise SkipFile(f"{len(raw_data)} bytes at {start}")

    def file_complete(self, file_size: int) -> None:
        """There is no file."""


def security_headers(respond: Respond) -> Respond:
    """Nothing from elsewhere, nothing kept by the browser, nothing told to the next site."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.csp_nonce = secrets.token_urlsafe(16)  # type: ignore[attr-defined]
        request.upload_handlers = [_NoFile(request)]
        response = respond(request)
        response.headers.setdefault(
            "Content-Security-Policy",
            _POLICY.format(nonce=request.csp_nonce),  # type: ignore[attr-defined]
        )
        for name, value in _HEADERS.items():
            response.headers[name] = value
        if request.method == "POST" and request.path == _SIGN_OUT:
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        if settings.BEHIND_TLS:
            response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        if response.status_code >= _ERRORS or not request.path.startswith(settings.STATIC_URL):
            response.headers["Cache-Control"] = "no-store"
        return response

    return middleware


class ReaderTransaction:
    """One transaction around the whole request: an act and its ledger entry stand or fall together.

    The reader is set inside it, so that it ends with it and no pooled connection carries it over. Who that is, is
    looked up before: a transaction whose first words are who reads begins with them, in one message.
    """

    def __init__(self, respond: Respond) -> None:
        self._respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Commit what answered in good order; take back what failed."""
        _looked_up = request.user.is_authenticated
        with transaction.atomic():
            response = self._respond(request)
            if response.status_code >= 500:  # noqa: PLR2004  (any server error)
                transaction.set_rollback(True)
        return response

    def process_exception(self, _request: HttpRequest, _exception: Exception) -> None:
        """A view that raised did not finish: nothing that it wrote stays."""
        transaction.set_rollback(True)


class SetReader:
    """Tell the database who is reading; nobody, unless somebody is wholly signed in."""

    def __init__(self, respond: Respond) -> None:
        self._respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Send those half signed in to finish it; those idle, or signed in for too long, to begin again."""
        user = request.user
        practitioner = getattr(user, "practitioner", None) if user.is_authenticated else None
        wholly = user.is_authenticated and bool(second_factor_at(request))
        request.is_wholly_signed_in = wholly  # type: ignore[attr-defined]  # read by the layout
        set_reader(connection, practitioner if wholly else None)
        if user.is_authenticated and not request.path.startswith(_OPEN_TO_ALL):
            if wholly and _is_idle(request):
                if request.method != "POST" or request.path not in _KEEPS_TYPED:
                    logout(request)
                    if request.method == "POST" and practitioner:
                        kept.keep(request, by=practitioner.pk)
                    # without what stands behind it, which may have been typed: it goes into a session
                    return redirect_to_login(request.path)
                request.is_idle = True  # type: ignore[attr-defined]
            if not wholly and (page := _to_finish(request)):
                return HttpResponseRedirect(page)
            if wholly and practitioner and (offered := kept.offer(request, by=practitioner.pk)):
                return offered
        return self._respond(request)


def _to_finish(request: HttpRequest) -> str | None:
    """Where somebody half signed in has to go first, if they are not on the way.

    Who has a second factor gives it, and a password does not do instead: it would take the factor of
    whoever set one up meanwhile.
    """
    if is_mfa_enabled(request.user, [Authenticator.Type.TOTP]):
        give = reverse("mfa_reauthenticate")
        on_the_way = request.path in (give, reverse("account_logout"))
        return None if on_the_way else f"{give}?{urlencode({'next': request.path})}"
    return None if request.path.startswith(_SIGNING_IN) else reverse("mfa_activate_totp")


def _is_idle(request: HttpRequest) -> bool:
    now = timezone.now().timestamp()
    seen = request.session.get("seen", now)
    if now - seen > settings.IDLE_MINUTES * 60:
        return True
    if now - min(second_factor_at(request)) > settings.SESSION_COOKIE_AGE:  # since signing in
        return True
    if "browser" not in request.session:
        request.session["browser"] = browser_of(request.headers.get("User-Agent", ""))
    if "seen" not in request.session or now - seen > _SEEN_EVERY.total_seconds():
        request.session["seen"] = int(now)
    return False
