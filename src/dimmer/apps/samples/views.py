"""Pages of samples: announce, draw, take the list away, review; what was found, for whoever oversees; figures."""

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from dimmer.apps.agencies.access import Deed, for_those_who_may, may, practitioner_of
from dimmer.apps.concerns.actions import NotNow
from dimmer.apps.decisions.forms import LIGHTS
from dimmer.apps.samples import actions, forms, queries
from dimmer.apps.samples.queries import DrawnRead, DrawRead
from dimmer.apps.vault.views import lists_things
from dimmer.core.proportionality import Light
from dimmer.core.sampling import digest_of

P = ParamSpec("P")


def _with_draw(
    view: Callable[Concatenate[HttpRequest, DrawRead, P], HttpResponse],
) -> Callable[..., HttpResponse]:
    """Open a draw; to whoever is no auditor of that team and not of its board, the page is not there."""

    @wraps(view)
    def opened(request: HttpRequest, pk: UUID, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        found = queries.draw(pk, reader=practitioner_of(request))
        if found is None:
            raise Http404
        return view(request, found, *args, **kwargs)

    return opened


@for_those_who_may(Deed.OVERLOOK)
def every(request: HttpRequest) -> HttpResponse:
    """The draws, newest first."""
    asking = practitioner_of(request)
    shown = {"draws": queries.draws(reader=asking), "draws_here": may(asking, Deed.SAMPLE), "back": "/"}  # fmt: skip
    return render(request, "samples/all.html", shown)


@for_those_who_may(Deed.SAMPLE)
def announce(request: HttpRequest) -> HttpResponse:
    """Ask for the period and how many of each kind; the list is then on the ledger."""
    form = forms.Announce(request.POST or None, initial={"token": uuid4()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = actions.announce(
                token=given["token"], first=given["first"], last=given["last"], sizes=form.sizes(),
                by=practitioner_of(request), at=timezone.now(),
            )  # fmt: skip
        except NotNow:
            form.add_error(
                "last", "There are more decisions than a list holds: choose a shorter period"
            )
        else:
            return redirect("samples:draw", made.pk)
    return render(request, "samples/announce.html", {"form": form, "back": reverse("samples:all")})


@for_those_who_may(Deed.OVERLOOK)
@_with_draw
def draw(request: HttpRequest, found: DrawRead) -> HttpResponse:
    """What was announced, and what was drawn; an auditor draws here, once a later head of the ledger is signed."""
    asking = practitioner_of(request)
    pk, draws_here = found.row.pk, may(asking, Deed.SAMPLE)
    if request.method == "POST" and draws_here:
        with suppress(actions.NotYetCovered):  # the page says so
            actions.draw_now(pk, by=asking, at=timezone.now())
        return redirect("samples:draw", pk)
    listed = found.listed()
    shown = {
        "found": found, "drawn": queries.drawn_of(found) if draws_here else [],
        "head": queries.head_of(found), "draws_here": draws_here,
        "digest": digest_of(found.text), "words": {each.value: words for each, words in forms.STRATA.items()},
        "strata": [
            (words, listed[each], found.announced.sizes[each]) for each, words in forms.STRATA.items()
        ],
        "back": reverse("samples:all"),
    }  # fmt: skip
    return render(request, "samples/draw.html", shown)


@for_those_who_may(Deed.OVERLOOK)
@_with_draw
def listed(request: HttpRequest, found: DrawRead) -> HttpResponse:
    """The list as it was announced, as a file: ids of entries, and of which kind each decision is."""
    return _file(request, found, found.text, name="list")


@for_those_who_may(Deed.OVERLOOK)
@_with_draw
def receipt(request: HttpRequest, found: DrawRead) -> HttpResponse:
    """The receipt of the announcement, under the head that draws."""
    text = queries.receipt_of(found)
    if text is None:
        raise Http404
    return _file(request, found, text, name="receipt")


def _file(request: HttpRequest, found: DrawRead, text: str, *, name: str) -> HttpResponse:
    actions.looked_at(found, by=practitioner_of(request), at=timezone.now())
    file = f"sample-{found.row.pk.hex[:8]}-{name}.txt"
    return HttpResponse(
        text,
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{file}"'},
    )


@for_those_who_may(Deed.OVERLOOK)
@_with_draw
def practice(request: HttpRequest, found: DrawRead) -> HttpResponse:
    """Figures of the period: plots with their tables; no small number, and none from which one could be worked out."""
    actions.looked_at(found, by=practitioner_of(request), at=timezone.now())
    shown = {
        "found": found, "figures": queries.figures_of(found), "wide": True,
        "back": reverse("samples:draw", args=[found.row.pk]),
    }  # fmt: skip
    return render(request, "samples/practice.html", shown)


@for_those_who_may(Deed.SAMPLE)
def drawn(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One drawn decision, without a name: an auditor writes down what was found."""
    asking = practitioner_of(request)
    read = queries.drawn(pk, reader=asking)
    if read is None:
        raise Http404
    is_open = read.finding is None and bool(read.case)
    form = forms.Found(request.POST or None) if is_open else None
    if request.method == "POST":
        if form is None:
            return redirect("samples:drawn", pk)
        if form.is_valid():
            actions.find(read, said=form.said(), by=asking, at=timezone.now())
            return redirect("samples:draw", read.row.draw_id)
    actions.opened(read, by=asking, at=timezone.now())
    shown = _shown(read) | {"form": form, "back": reverse("samples:draw", args=[read.row.draw_id])}
    return render(request, "samples/drawn.html", shown)


@for_those_who_may(Deed.SIGN_OFF)
@lists_things
def findings(request: HttpRequest) -> HttpResponse:
    """What auditors found of decisions that the reader oversees."""
    found = queries.findings(reader=practitioner_of(request))
    return render(request, "samples/findings.html", {"found": found, "back": "/"})


@for_those_who_may(Deed.SIGN_OFF)
def finding(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What an auditor found of one decision; whoever oversees the team says that they go through it with the team."""
    asking = practitioner_of(request)
    read = queries.finding(pk, reader=asking)
    if read is None:
        raise Http404
    if request.method == "POST":
        actions.note(read, by=asking, at=timezone.now())
        return redirect("samples:finding", pk)
    actions.opened(read, by=asking, at=timezone.now())
    shown = _shown(read) | {"back": reverse("samples:findings")}
    shown["is_own"] = read.row.team_id == asking.team_id
    return render(request, "samples/finding.html", shown)


def _shown(read: DrawnRead) -> dict[str, object]:
    return {
        "read": read, "case": read.case, "lights": {Light[name].value: words for name, words in LIGHTS},
        "strata": {each.value: words for each, words in forms.STRATA.items()}, "rights": dict(forms.IS_RIGHT),
    }  # fmt: skip
