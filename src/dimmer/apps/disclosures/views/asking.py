"""Asking for what one needs of whoever received something: ask, say more, take it back, and what came of it."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from dimmer.apps.agencies.access import Deed, for_those_who_may, practitioner_of
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.actions import NotNow
from dimmer.apps.concerns.views import bound
from dimmer.apps.disclosures import actions, queries
from dimmer.apps.disclosures.queries import Asked, DisclosureRead
from dimmer.apps.requests import actions as requests
from dimmer.apps.requests import queries as asked_queries
from dimmer.apps.requests.forms import IN_WORDS, Ask
from dimmer.web.words import day, label, sentence

_GONE = "Nothing was sent: what you shared was taken back meanwhile, or it was answered"


@for_those_who_may(Deed.WORK, afresh=True)
def ask(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask whoever received something for what one needs; it is shown as it goes before it goes."""
    asking, now = practitioner_of(request), timezone.now()
    try:
        found, into = queries.own(pk, reader=asking)
    except queries.NoSuchDisclosure as error:
        raise Http404 from error
    if not queries.may_ask(found.disclosure, reader=asking):
        raise Http404
    form = _form(request, found, {"token": uuid4(), "counselling": "no"})
    goes: Mapping[str, Any] = {}
    tells: tuple[queries.InAsking, ...] = ()
    if request.method == "POST" and form.is_valid():
        goes = form.of(asked_on=timezone.localdate(now))
        tells = queries.in_asking(found, into, goes, sender=asking)
        if form.is_seen(goes, tells):
            try:
                made = actions.ask(
                    found, into, token=bound(form.cleaned_data["token"], to=pk), said=goes,
                    due_on=form.cleaned_data["due_on"], weighed=_weighed(form, tells), by=asking, at=now,
                )  # fmt: skip
            except NotNow:  # what was typed is kept
                form.add_error("words", _GONE)
            else:
                return redirect("disclosures:asking", made.pk)
    concerns.opened(into, by=asking, at=now)
    back = reverse("disclosures:disclosure", args=[pk])
    return _page(request, form, found, goes=goes, tells=tells, back=back)


@for_those_who_may(Deed.WORK, afresh=True)
def add(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say more on what one asked, until it is answered."""
    asking, now = practitioner_of(request), timezone.now()
    read = _asked(request, pk)
    if request.method != "POST" and not read.read.is_open:
        return redirect("disclosures:asking", pk)
    people = queries.named_people(read.found)
    said, due_on = read.read.said, read.row.due_on
    initial = Ask.initial_of(said, due_on=due_on, people=people)
    form = _form(request, read.found, {**initial, "token": pk})
    goes: Mapping[str, Any] = {}
    tells: tuple[queries.InAsking, ...] = ()
    if request.method == "POST" and form.is_valid():
        # who asked first, and when, stays: only what is asked changes
        who = {name: said[name] for name in ("name", "role", "organisation", "kind", "came_on")}
        goes = {**form.of(asked_on=timezone.localdate(now)), **who}
        tells = queries.in_asking(read.found, read.into, goes, sender=asking)
        if form.is_seen(goes, tells):
            try:
                requests.add(
                    read.row, read.into, key=read.found.key, said=goes, due_on=form.cleaned_data["due_on"],
                    weighed=_weighed(form, tells), by=asking, at=now,
                )  # fmt: skip
            except NotNow:  # what was typed is kept
                form.add_error("words", _GONE)
            else:
                return redirect("disclosures:asking", pk)
    requests.see(read.row, read.into, by=asking, at=now)
    back = reverse("disclosures:asking", args=[pk])
    points = asked_queries.more_words(read.read.more) if read.read.asks_more else []
    return _page(request, form, read.found, goes=goes, tells=tells, back=back, points=points)


@for_those_who_may(Deed.WORK)
def asking(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What one asked, and what came of it: that more is asked for, nothing to share, or what was shared."""
    read = _asked(request, pk)
    requests.see(read.row, read.into, by=practitioner_of(request), at=timezone.now())
    today = timezone.localdate()
    shown = {
        "row": read.row, "read": read.read, "concern": read.into.concern, "pack": read.found.pack,
        "lines": _lines(read.read.said, due_on=read.row.due_on), "more": asked_queries.more_words(read.read.more),
        "nothing": asked_queries.NOTHING, "asks_more": asked_queries.MORE[0],
        "is_late": read.read.is_late(on=today), "weighed": asked_queries.weighed_in(read.row, read.into.key),
        "may_ask": queries.may_ask(read.found.disclosure, reader=practitioner_of(request)),
        "back": f"/concerns/{read.into.concern.pk}",
    }  # fmt: skip
    return render(request, "disclosures/asking.html", shown)


@for_those_who_may(Deed.WORK)
def take_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask no more; until it is answered."""
    read = _asked(request, pk)
    if request.method == "POST":
        with suppress(NotNow):  # answered meanwhile: the page says so
            requests.take_back(read.row, read.into, by=practitioner_of(request), at=timezone.now())
        return redirect("disclosures:asking", pk)
    if not read.read.is_open:
        return redirect("disclosures:asking", pk)
    shown = {"row": read.row, "back": reverse("disclosures:asking", args=[pk])}
    return render(request, "disclosures/take-back.html", shown)


def _asked(request: HttpRequest, pk: UUID) -> Asked:
    try:
        return queries.asked_through(pk, reader=practitioner_of(request))
    except queries.NoSuchAsking as error:
        raise Http404 from error


def _form(request: HttpRequest, found: DisclosureRead, initial: dict[str, Any]) -> Ask:
    return Ask(
        request.POST or None, people=queries.named_people(found), by=practitioner_of(request),
        today=timezone.localdate(), initial=initial,
    )  # fmt: skip


def _weighed(form: Ask, tells: tuple[queries.InAsking, ...]) -> dict[str, Any] | None:
    if not tells:
        return None
    return {"words": [each.words for each in tells], "because": form.cleaned_data["goes"]}


def _page(
    request: HttpRequest,
    form: Ask,
    found: DisclosureRead,
    *,
    goes: Mapping[str, Any],
    tells: tuple[queries.InAsking, ...],
    back: str,
    points: list[str] | None = None,
) -> HttpResponse:
    shown = {
        "form": form, "found": found, "team": found.disclosure.recipient, "back": back, "tells": tells,
        "lines": _lines(goes, due_on=form.cleaned_data["due_on"]) if goes else [], "points": points or [],
    }  # fmt: skip
    return render(request, "disclosures/ask.html", shown)


_LINES = (
    ("words", "Words"),
    ("about", "About"),
    ("needed", "Needed"),
    ("named", "Named"),
    ("why", "Why"),
    ("law", "Law"),
    ("threshold", "Threshold"),
    ("line", "Line of enquiry"),
    ("told", "Notice to the victim"),
    ("approval", "Senior approval"),
)


def _lines(said: Mapping[str, Any], *, due_on: date) -> list[tuple[str, str]]:
    """What is asked, as whoever is asked reads it."""
    rows = [("Kind", sentence(label(said["form"], "request_forms")))]
    rows += [
        (words, "\n".join(said[name]) if name == "about" else str(said[name]))
        for name, words in _LINES
    ]
    rows.append(("Agreement", IN_WORDS["consent"][said["consent"]]))
    if said["counselling"] == "yes":
        rows.append(("Counselling records", "Asked for"))
    rows.append(("By when", day(due_on)))
    rows.append(("Asked by", ", ".join(said[name] for name in ("name", "role", "organisation"))))
    return [(words, value) for words, value in rows if value]
