"""Pages of telling: who in a disclosure knows, what was said of one of them, and what they may have on paper."""

from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from dimmer.apps.agencies.access import Deed, for_those_who_may, practitioner_of
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.actions import NotNow
from dimmer.apps.disclosures.queries import NoSuchDisclosure
from dimmer.apps.tellings import actions, forms, queries
from dimmer.apps.tellings.queries import PersonTold, Told

_BY_TWO = "Two people decide first whether one of the family is told: ask on the page of family and honour"


def with_told(view: Any) -> Any:
    """Open the disclosure for the team that made it; to anybody else the page is not there."""

    @wraps(view)
    def opened(request: HttpRequest, pk: UUID, **more: UUID) -> HttpResponse:
        try:
            found = queries.told(pk, reader=practitioner_of(request))
        except NoSuchDisclosure as error:
            raise Http404 from error
        response: HttpResponse = view(request, found, **more)
        return response

    return opened


@for_those_who_may(Deed.WORK)
@with_told
def disclosure(request: HttpRequest, found: Told) -> HttpResponse:
    """Everybody in it to whom telling is a question, and how it stands."""
    concerns.opened(found.within, by=practitioner_of(request), at=timezone.now())
    shown = {"found": found, "today": timezone.localdate(), "back": _concern(found)}
    return render(request, "tellings/disclosure.html", shown)


def _concern(found: Told) -> str:
    return reverse("desk:concern", args=[found.within.concern.pk])


def _one(found: Told, part: UUID) -> PersonTold:
    one = found.of(part)
    if one is None:
        raise Http404
    return one


@for_those_who_may(Deed.WORK)
@with_told
def person(request: HttpRequest, found: Told, part: UUID) -> HttpResponse:
    """Say whether one of them knows."""
    one, asking, now = _one(found, part), practitioner_of(request), timezone.now()
    form = forms.Say(request.POST or None, initial=_before(found, one))
    exemptions = queries.exemptions(timezone.localdate(now))
    form.offer("exemption", [*exemptions.items()])
    home = reverse("tellings:disclosure", args=[found.found.disclosure.pk])
    if request.method == "POST" and form.is_valid():
        try:
            actions.say(found, one, words=form.words(), by=asking, at=now)
        except NotNow:
            form.add_error("state", _BY_TWO)
        else:
            return redirect(home)
    concerns.opened(found.within, by=asking, at=now)
    shown = {"form": form, "found": found, "one": one, "exemptions": exemptions, "back": home}
    return render(request, "tellings/person.html", shown)


def _before(found: Told, one: PersonTold) -> dict[str, Any]:
    """What the form begins with: what was said last; else what was said when it was decided, of the person harmed."""
    if one.said:
        year, month, day = one.newest["on"].split("-")
        return {**one.newest, "on": (day.lstrip("0"), month.lstrip("0"), year)}
    if one.is_alleged:
        return {"state": "not", "exemption": "do-not-inform-accused"}
    was_meant = one.person.about["role"] in ("victim", "adult-at-risk")
    return {"state": found.before["told"]} if was_meant else {}


@for_those_who_may(Deed.WORK)
@with_told
def slip(request: HttpRequest, found: Told, part: UUID) -> HttpResponse:
    """One page in plain words that the person may have, where somebody said that it is safe."""
    one = _one(found, part)
    if not one.may_have_paper:
        return redirect("tellings:person", found.found.disclosure.pk, part)
    actions.slip_opened(found, one, by=practitioner_of(request), at=timezone.now())
    back = reverse("tellings:disclosure", args=[found.found.disclosure.pk])
    shown = {"slip": queries.slip(found, one), "back": back}
    return render(request, "tellings/slip.html", shown)
