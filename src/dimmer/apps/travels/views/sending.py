"""How something that was shared goes: a link or document where somebody has no account, else by word or by post."""

from functools import partial, wraps
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from dimmer.apps.agencies.access import Deed, for_those_who_may, practitioner_of
from dimmer.apps.concerns.actions import NotNow
from dimmer.apps.concerns.views import bound
from dimmer.apps.disclosures.queries import NoSuchDisclosure, said_of_files
from dimmer.apps.disclosures.views.sharing import drawn
from dimmer.apps.travels import actions, forms, queries
from dimmer.apps.travels.queries import Travels, Way
from dimmer.apps.travels.views.mailed import draft
from dimmer.keyring.words import new_password
from dimmer.web import mail

_NOT_SENT = "It could not be sent just now. Nothing went. Try again, or choose another way"
_AS_MAIL = "as-mail"
"""The button that gives the document inside a message to be sent."""


def with_travels(view: Any) -> Any:
    """Open what the reader's team shared; to anybody else the page is not there."""

    @wraps(view)
    def opened(request: HttpRequest, pk: UUID, **more: str) -> HttpResponse:
        try:
            found = queries.travels(pk, reader=practitioner_of(request))
        except NoSuchDisclosure as error:
            raise Http404 from error
        response: HttpResponse = view(request, found, **more)
        return response

    return opened


def for_whoever_has_no_account(view: Any) -> Any:
    """Leave the page out where a team on the service received it."""

    @wraps(view)
    def outside(request: HttpRequest, found: Travels, **more: str) -> HttpResponse:
        if found.addressee is None:
            raise Http404
        response: HttpResponse = view(request, found, **more)
        return response

    return outside


def _page(found: Travels) -> str:
    return reverse("travels:ways", args=[found.found.disclosure.pk])


@for_those_who_may(Deed.WORK)
@with_travels
def ways(request: HttpRequest, found: Travels) -> HttpResponse:
    """How it went so far, what happened with it, and the ways there are."""
    actions.looked_at(found, by=practitioner_of(request), at=timezone.now())
    shown = {
        "found": found,
        "mail_works": mail.works(),
        "by_word": queries.BY_WORD,
        "precautions": forms.precautions,
        "back": reverse("desk:concern", args=[found.within.concern.pk]),
    }
    return render(request, "travels/ways.html", shown)


@for_those_who_may(Deed.WORK, afresh=True)
@with_travels
@for_whoever_has_no_account
def link(request: HttpRequest, found: Travels) -> HttpResponse:
    """Send them a link."""
    if found.found.disclosure.closed_at or found.is_blocked or not mail.works():
        return redirect(_page(found))
    form = forms.Send(request.POST or None, initial={"token": uuid4()})
    asking, now = practitioner_of(request), timezone.now()
    if request.method == "POST" and form.is_valid():
        try:
            actions.send_link(
                found,
                token=bound(form.cleaned_data["token"], to=found.found.disclosure.pk),
                good_for=form.good_for(),
                address=lambda secret: request.build_absolute_uri(
                    reverse("travels:key", args=[secret])
                ),
                by=asking,
                at=now,
            )
        except mail.NotSent:
            form.add_error("days", _NOT_SENT)
        except NotNow:
            return redirect(_page(found))
        else:
            return redirect(_page(found))
    actions.looked_at(found, by=asking, at=now)
    return render(
        request, "travels/link.html", {"found": found, "form": form, "back": _page(found)}
    )


@for_those_who_may(Deed.WORK)
@with_travels
@for_whoever_has_no_account
def block(request: HttpRequest, found: Travels) -> HttpResponse:
    """End the link for good. Never asked twice: what was sent to the wrong one is ended at once."""
    if request.method == "POST":
        actions.block(found, by=practitioner_of(request), at=timezone.now())
    return redirect(_page(found))


@for_those_who_may(Deed.WORK, afresh=True)
@with_travels
@for_whoever_has_no_account
def document(request: HttpRequest, found: Travels) -> HttpResponse:
    """Show a password once; give the document under it."""
    made = found.found.disclosure
    if made.closed_at or found.is_blocked or found.addressee is None:
        return redirect(_page(found))
    form = forms.Lock(request.POST or None)
    asking, now = practitioner_of(request), timezone.now()
    if request.method == "POST" and form.is_valid():
        from dimmer import papers  # few ask for one: nobody else waits until it is loaded

        is_mail = _AS_MAIL in request.POST
        try:
            written = actions.with_password(
                found,
                draw=partial(drawn, found.found.pack, at=made.at, holds_files=True),
                lock=partial(papers.locked, password=form.cleaned_data["password"]),
                way=Way.MAIL if is_mail else Way.DOCUMENT,
                by=asking,
                at=now,
            )
        except NotNow:
            return redirect(_page(found))
        return _given(written, to=found.addressee.email if is_mail else "")
    words = new_password()
    actions.looked_at(found, by=asking, at=now)
    shown = {
        "found": found,
        "form": form,
        "words": words,
        "password": forms.shown(words),
        "as_mail": _AS_MAIL,
        "goes": said_of_files(found.found.pack),
        "back": _page(found),
    }
    return render(request, "travels/document.html", shown)


def _given(written: bytes, *, to: str) -> HttpResponse:
    """The file, under a name that says nothing."""
    kind, name = ("message/rfc822", "message.eml") if to else ("application/pdf", "document.pdf")
    return HttpResponse(
        draft(written, to=to) if to else written,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@for_those_who_may(Deed.WORK)
@with_travels
def told(request: HttpRequest, found: Travels, way: str) -> HttpResponse:
    """Write down that they were told by word, or by post. Nothing that was not made sure of stops it."""
    if way not in queries.BY_WORD:
        raise Http404
    chosen, asking, now = Way(way), practitioner_of(request), timezone.now()
    form = forms.Said(request.POST or None, way=chosen, initial={"token": uuid4()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        actions.tell(
            found,
            token=bound(given["token"], to=found.found.disclosure.pk),
            way=chosen,
            on=given["on"],
            said=given["said"],
            took=given["took"],
            why=given["why"],
            by=asking,
            at=now,
        )
        return redirect(_page(found))
    actions.looked_at(found, by=asking, at=now)
    shown = {"found": found, "form": form, "way": chosen, "back": _page(found)}
    return render(request, "travels/told.html", shown)
