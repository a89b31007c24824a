"""Pages of an adult's no: on what ground one would share all the same, and the talk with them before."""

from contextlib import suppress
from dataclasses import asdict
from functools import wraps
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from dimmer import lawbook
from dimmer.apps.agencies.access import Deed, for_those_who_may, practitioner_of
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.queries import PersonRead
from dimmer.apps.concerns.views import bound
from dimmer.apps.decisions import actions, forms, queries
from dimmer.apps.decisions.queries import Asked, OverrideRead
from dimmer.apps.decisions.views.deciding import concern_for, undecided_only, with_round
from dimmer.core.route import NotAMove
from dimmer.web import saved

_NOTHING = OverrideRead({})


def with_refusing(view: Any) -> Any:
    """An adult in the round who said no; for anybody else the page is not there."""

    @wraps(view)
    def opened(
        request: HttpRequest, asked: Asked, part: UUID, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        holder = practitioner_of(request).team.agency
        refusing = queries.refusing_adults(
            queries.facts_of(asked, holder=holder, on=timezone.localdate())
        )
        person = next((each for each in asked.concern.people if each.id == part), None)
        if person is None or person.key not in refusing:
            raise Http404
        response: HttpResponse = view(request, asked, person, *args, **kwargs)
        return response

    return opened


@for_those_who_may(Deed.WORK)
@with_round
@undecided_only
@with_refusing
def grounds(request: HttpRequest, asked: Asked, person: PersonRead) -> HttpResponse:
    """Ask on what ground one would share against an adult's no; on none, say what is owed to them."""
    points = queries.guidance_points(queries.GROUNDS)
    before = queries.grounds_of(asked).get(person.key)
    form = forms.Grounds(request.POST or None, points=points, initial={"token": uuid4()})
    if request.method == "POST" and form.is_valid():
        said = {**_kept(before), "grounds": form.chosen()}
        _write(request, asked, person, said, token=form.cleaned_data["token"])
        after = "talk" if said["grounds"] else "grounds"
        return redirect(f"decisions:{after}", asked.round.pk, person.id)
    concerns.opened(asked.concern, by=practitioner_of(request), at=timezone.now())
    shown = {
        "form": form, "asked": asked, "person": person, "before": before, "points": points,
        "guidance": lawbook.overlay(queries.GROUNDS), "follow_ups": queries.FOLLOW_UPS.values(),
        "back": reverse("decisions:advice", args=[asked.round.pk]),
    }  # fmt: skip
    return render(request, "decisions/grounds.html", shown)


@for_those_who_may(Deed.WORK)
@with_round
@undecided_only
@with_refusing
def talk(request: HttpRequest, asked: Asked, person: PersonRead) -> HttpResponse:
    """Ask what was said to an adult before something is shared against their wishes."""
    before = queries.grounds_of(asked).get(person.key)
    if before is None or not before.grounds:
        return redirect("decisions:grounds", asked.round.pk, person.id)
    form = forms.Talk(request.POST or None, initial={"token": uuid4()})
    form.offer("steps", [*queries.guidance_points(queries.STEPS).items()])
    if request.method == "POST" and form.is_valid():
        said = _kept(before) | {
            name: form.cleaned_data[name] for name in ("steps", "unsaid", "teller", "said")
        }
        _write(request, asked, person, said, token=form.cleaned_data["token"])
        return redirect("decisions:decide", asked.round.pk)
    concerns.opened(asked.concern, by=practitioner_of(request), at=timezone.now())
    shown = {
        "form": form, "asked": asked, "person": person, "before": before,
        "guidance": lawbook.overlay(queries.STEPS),
        "back": reverse("decisions:grounds", args=[asked.round.pk, person.id]),
    }  # fmt: skip
    return render(request, "decisions/talk.html", shown)


def _kept(before: OverrideRead | None) -> dict[str, Any]:
    whole = asdict(before or _NOTHING)
    return {name: whole[name] for name in ("grounds", "steps", "unsaid", "teller", "said")}


def _write(
    request: HttpRequest, asked: Asked, person: PersonRead, said: dict[str, Any], *, token: UUID
) -> None:
    with suppress(
        NotAMove
    ):  # it was decided while this was sent: every page of it leads to the concern
        actions.override(
            asked, person=person.id, said=said, by=practitioner_of(request), at=timezone.now(),
            token=bound(token, to=asked.round.pk),
        )  # fmt: skip


@for_those_who_may(Deed.WORK)
def follow_up(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say how one of the duties towards somebody who refused was done."""
    asking = practitioner_of(request)
    row = queries.follow_up(pk)
    found = concern_for(request, row.proposal.concern_id if row else pk)
    if row is None:
        raise Http404
    form = forms.FollowUp(request.POST or None)
    if row.at:
        return redirect("desk:concern", found.concern.pk)
    if request.method == "POST" and form.is_valid():
        with suppress(concerns.NotNow):  # sent twice at once: the concern shows it done
            actions.follow_up(
                found, row_id=pk, by=asking, note=form.cleaned_data["note"], at=timezone.now()
            )
            saved.say(request, "It is saved that this was done")
        return redirect("desk:concern", found.concern.pk)
    words = queries.FOLLOW_UPS[row.code][1]
    return render(
        request,
        "decisions/follow-up.html",
        {"form": form, "row": row, "words": words, "found": found, "back": "/"},
    )
