"""Pages of what has been kept for long enough: keep it, ask that it goes, agree; and what was disposed of."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID, uuid4

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from dimmer.apps.agencies.access import Deed, for_those_who_may, may, practitioner_of
from dimmer.apps.concerns.actions import NotNow
from dimmer.apps.disposals import actions, forms, queries
from dimmer.apps.disposals.queries import Held, What
from dimmer.apps.vault.queries import beyond_use_on
from dimmer.apps.vault.views import lists_things

P = ParamSpec("P")
_PAGES = {
    What.CONCERN: "desk:concern",
    What.RECEIVED: "disclosures:disclosure",
    What.PERSON: "people:person",
    What.REQUEST: "requests:request",
    What.SEEN: "seen:question",
}
_MEANWHILE = "Somebody disposed of it meanwhile, so nothing was saved"


def _with_held(
    view: Callable[Concatenate[HttpRequest, Held, P], HttpResponse],
) -> Callable[..., HttpResponse]:
    """Open what the team keeps; to whoever need not know, and for what others keep, the page is not there."""

    @wraps(view)
    def opened(request: HttpRequest, pk: UUID, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        found = queries.held(pk, reader=practitioner_of(request))
        if found is None:
            raise Http404
        return view(request, found, *args, **kwargs)

    return opened


@for_those_who_may(Deed.WORK)
@lists_things
def every(request: HttpRequest) -> HttpResponse:
    """What is due, what waits for a second person, and what was disposed of."""
    asking, now = practitioner_of(request), timezone.now()
    shown = {
        "due": queries.due(reader=asking, now=now) if may(asking, Deed.SIGN_OFF) else [],
        "waiting": queries.disposals_waiting(reader=asking), "disposed": queries.disposed(reader=asking),
        "back": "/",
    }  # fmt: skip
    return render(request, "disposals/all.html", shown)


@for_those_who_may(Deed.SIGN_OFF)
@_with_held
def thing(request: HttpRequest, found: Held) -> HttpResponse:
    """What goes and what stands in the way; keep it, or ask that it goes."""
    today = timezone.localdate()
    actions.looked_at(found, by=practitioner_of(request), at=timezone.now())
    shown = {
        "found": found, "goes": queries.goes(found), "stops": _stops(found), "today": today,
        "keepings": queries.keepings_of(found), "refused": queries.refused_of(found), "whys": forms.WHY,
        "beyond": beyond_use_on(timezone.now()), "days": settings.BACKUP_DAYS, "back": reverse("disposals:all"),
        "read": _page_of(found),
    }  # fmt: skip
    return render(request, "disposals/thing.html", shown)


def _stops(found: Held) -> list[str]:
    return queries.stops(found.id, what=found.what, team=found.team, on=timezone.localdate())


def _page_of(found: Held) -> str:
    return reverse(_PAGES[found.what], args=[found.id])


def _home(found: Held) -> str:
    return reverse("disposals:thing", args=[found.id])


@for_those_who_may(Deed.SIGN_OFF)
@_with_held
def keep(request: HttpRequest, found: Held) -> HttpResponse:
    """Ask why it is kept, and until when."""
    form = forms.Keep(request.POST or None, initial={"token": uuid4()})
    if request.method == "POST" and form.is_valid():
        given = {**form.cleaned_data, "by": practitioner_of(request), "at": timezone.now()}
        try:
            actions.keep(found, **given)
        except NotNow:
            form.add_error("because", _MEANWHILE)
        else:
            return redirect(_home(found))
    shown = {"form": form, "found": found, "back": _home(found)}
    return render(request, "disposals/keep.html", shown)


@for_those_who_may(Deed.SIGN_OFF)
@_with_held
def no_longer(request: HttpRequest, found: Held, keeping: UUID) -> HttpResponse:
    """Ask why it need not be kept any more."""
    kept = next((row for row in queries.keepings_of(found) if row.row.pk == keeping), None)
    if kept is None:
        raise Http404
    if kept.row.ended_at:
        return redirect(_home(found))
    form = forms.NoLonger(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {**form.cleaned_data, "by": practitioner_of(request), "at": timezone.now()}
        try:
            actions.keep_no_longer(found, kept, **given)
        except NotNow:
            form.add_error("because", _MEANWHILE)
        else:
            return redirect(_home(found))
    shown = {"form": form, "found": found, "kept": kept, "whys": forms.WHY, "back": _home(found)}
    return render(request, "disposals/no-longer.html", shown)


@for_those_who_may(Deed.SIGN_OFF, afresh=True)
@_with_held
def ask(request: HttpRequest, found: Held) -> HttpResponse:
    """Ask which term is over and why it goes; a second person then agrees or does not."""
    asking = practitioner_of(request)
    if _stops(found):
        return redirect(_home(found))
    terms = queries.schedule(asking.team.agency)
    form = forms.Ask(request.POST or None, initial={"token": uuid4()}, terms=terms)
    if request.method == "POST" and form.is_valid():
        token = form.cleaned_data["token"]
        try:
            made = actions.ask(found, token=token, said=form.said(), by=asking, at=timezone.now())
        except NotNow:
            form.add_error(
                "because",
                "Nothing was saved: meanwhile somebody asked already, disposed of it, or it is kept",
            )
        else:
            return redirect("disposals:disposal", made.pk)
    shown = {"form": form, "found": found, "back": _home(found)}
    return render(request, "disposals/ask.html", shown)


@for_those_who_may(Deed.WORK, afresh=True)
def disposal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A second person agrees or does not; afterwards what was disposed of, and why."""
    asking = practitioner_of(request)
    found = queries.disposal(pk, reader=asking)
    if found is None:
        raise Http404
    row = found.row
    actions.opened(found, by=asking, at=timezone.now())
    form = None
    if row.answered_at is None and row.by_id != asking.pk:
        form = forms.Answer(request.POST or None)
    if request.method == "POST":
        if form is None:
            return redirect("disposals:disposal", pk)
        if form.is_valid():
            is_agreed, because = (
                form.cleaned_data["is_agreed"] == "yes",
                form.cleaned_data["because"],
            )
            try:
                actions.answer(
                    found, is_agreed=is_agreed, because=because, by=asking, at=timezone.now()
                )
            except NotNow:
                form.add_error(
                    "is_agreed",
                    "Something stands in the way since, or somebody else answered: look again",
                )
            else:
                return redirect(
                    "disposals:disposal" if is_agreed else "disposals:all", *[pk] * is_agreed
                )
    shown = {
        "form": form, "found": found, "back": reverse("disposals:all"), "beyond": beyond_use_on(timezone.now()),
        "days": settings.BACKUP_DAYS,
        "is_stopped": row.answered_at is None and bool(
            queries.stops(row.about, what=What(row.what), team=row.team_id, on=timezone.localdate())
        ),
    }  # fmt: skip
    return render(request, "disposals/disposal.html", shown)
