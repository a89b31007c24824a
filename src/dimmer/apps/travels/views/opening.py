"""What whoever holds a link sees. Whatever is wrong with a link, there is no page.

Rules of this module: the secret is in the address once, and then in a cookie of this path alone, which goes with the
browser; no session of ours knows of it. Nothing is sent, and nothing opened, before somebody presses a button: programs
that look at links in e-mail only look.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from dimmer.apps.disclosures.queries import latest
from dimmer.apps.disclosures.views.packs import in_pack
from dimmer.apps.travels import actions, forms, queries
from dimmer.apps.travels.queries import LinkRead
from dimmer.keyring.links import Secret
from dimmer.web import mail

_COOKIE = f"{'__Secure-' if settings.BEHIND_TLS else ''}dimmer_link"
_TITLE = "What was sent to you"


def key(_request: HttpRequest, secret: str) -> HttpResponse:
    """Take the secret out of the address: it stays in no history and goes to no other site."""
    try:
        with queries.through(Secret(secret), at=timezone.now()):
            response = redirect("travels:open")
    except queries.NoSuchLink as error:
        raise Http404 from error
    _keep(response, secret)
    return response


def _keep(response: HttpResponse, value: str) -> None:
    response.set_cookie(
        _COOKIE,
        value,
        path=reverse("travels:open"),
        secure=settings.BEHIND_TLS,
        httponly=True,
        samesite="Lax",  # a link in a page of web mail leads here
    )


def held(view: Callable[..., HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Open the link whose secret the browser holds; to any other the page is not there."""

    @wraps(view)
    def opened(request: HttpRequest) -> HttpResponse:
        secret, _, visit = request.COOKIES.get(_COOKIE, "").partition(".")
        now = timezone.now()
        try:
            with queries.through(Secret(secret), at=now) as found:
                return view(request, found, secret=secret, is_in=found.is_in(visit, at=now), at=now)
        except queries.NoSuchLink as error:
            raise Http404 from error

    return opened


@held
@sensitive_variables()
def open_link(request: HttpRequest, found: LinkRead, **given: Any) -> HttpResponse:
    """Ask for the code, then for the undertaking; then what was sent."""
    if request.method == "POST" and "leave" in request.POST:
        response = render(request, "travels/left.html")
        response.delete_cookie(_COOKIE, path=reverse("travels:open"), samesite="Lax")
        return response
    if not given["is_in"]:
        return _code(request, found, secret=given["secret"], at=given["at"])
    if not found.row.accepted_at:
        return _undertaking(request, found, at=given["at"])
    if request.method == "POST":
        if "read" in request.POST:
            actions.read(found, at=given["at"])
        return redirect("travels:open")
    actions.opened(found, at=given["at"])
    on = timezone.localdate(found.made.at)
    changed = latest(found.made, found.key)
    shown = {
        "found": found,
        "heading": _TITLE,
        "changed": changed,
        "file_at": lambda number: reverse("travels:file", args=[number]),
        **in_pack(found.pack, on=on),
    }
    return render(request, "travels/opened.html", shown)


def _code(request: HttpRequest, found: LinkRead, *, secret: str, at: Any) -> HttpResponse:
    is_asked = "send" in request.POST
    form = forms.Code(request.POST if request.method == "POST" and not is_asked else None)
    problem = ""
    if is_asked:
        try:
            actions.send_code(found, at=at)
        except actions.TooSoon:
            problem = (
                "A code was sent just now, or many were. Wait, look in your e-mail, then try again"
            )
        except mail.NotSent:
            problem = "The code could not be sent just now. Try again in a few minutes"
        else:
            return redirect("travels:open")
    if form.is_bound and form.is_valid():
        visit = actions.come_in(found, typed=form.cleaned_data["code"], at=at)
        if visit:
            response = redirect("travels:open")
            _keep(response, f"{secret}.{visit}")
            return response
        form.add_error(
            "code", "This is not the code, or it is too old. Look again, or ask for a new one"
        )
    shown = {"form": form, "problem": problem, "is_sent": found.row.code is not None}
    return render(request, "travels/code.html", shown)


def _undertaking(request: HttpRequest, found: LinkRead, *, at: Any) -> HttpResponse:
    form = forms.Undertaking(request.POST or None, name=found.who["name"])
    if request.method == "POST" and form.is_valid():
        actions.accept(found, at=at)
        return redirect("travels:open")
    limited = [each["name"] for each in found.pack["people"] if each.get("limits")]
    shown = {"form": form, "found": found, "is_limited": bool(limited)}
    return render(request, "travels/undertaking.html", shown)
