"""A joint plan: written and changed by whoever shares, and a change read by whoever has a part of it."""

from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from dimmer.apps.agencies.access import Deed, for_those_who_may, practitioner_of
from dimmer.apps.concerns.actions import NotNow
from dimmer.apps.concerns.queries import ConcernRead
from dimmer.apps.concerns.views import bound, enter_opening, with_concern
from dimmer.apps.disclosures import queries as packs
from dimmer.apps.notices import actions, forms, queries


def plan_changed(request: HttpRequest, found: queries.NoticeRead) -> HttpResponse:
    """What changed of a plan, as far as everybody must know it, and that it was read; or whom to ring about it."""
    asking, now = practitioner_of(request), timezone.now()
    form = forms.PlanRead(request.POST or None) if found.ring else None
    if request.method == "POST" and (form is None or form.is_valid()):
        words = {"spoke": form.cleaned_data["spoke"]} if form else {}
        actions.answer(found, did=queries.Did.READ, words=words, by=asking, at=now)
        is_theirs = form is None and found.row.given_on_id is None
        then = (
            ("disclosures:disclosure", found.row.disclosure_id)
            if is_theirs
            else ("notices:notice", found.row.pk)
        )
        return redirect(*then)
    actions.see(found, by=asking, at=now)
    return render(request, "notices/plan-changed.html", {"form": form, "found": found, "back": "/"})


@for_those_who_may(Deed.WORK, afresh=True)
@with_concern
def plan(request: HttpRequest, found: ConcernRead) -> HttpResponse:
    """The joint plan of a concern: write it, change it, call it off; and who has which part of it."""
    asking, now = practitioner_of(request), timezone.now()
    if found.concern.team_id != asking.team_id or found.concern.step == "draft":
        raise Http404
    stands = packs.plan_of(found)
    before = stands.plan if stands else None
    doers = [(str(team.pk), f"{team.agency.name}, {team.name}") for team in packs.doers_in(found)]
    number = stands.row.number if stands else 0
    first = forms.as_typed(before) if before else {"ring": asking.name, "phone": asking.team.phone}
    form = forms.JointPlan(
        request.POST or None, doers=doers, stands=bool(stands and stands.stands),
        initial={**first, "token": uuid4(), "after": number},
    )  # fmt: skip
    tells: tuple[packs.InPlan, ...] = ()
    if request.method == "POST" and form.is_valid():
        made = form.plan(before)
        tells = packs.in_plan(found, made, sender=asking, weighed=before.weighed if before else ())
    if request.method == "POST" and form.is_valid() and form.weigh(tells):
        try:
            actions.plan(
                found, token=bound(form.cleaned_data["token"], to=found.concern.pk),
                plan=form.weighed(made, tells, before),
                after=form.cleaned_data["after"], within=timedelta(hours=settings.NOTICE_HOURS), by=asking, at=now,
            )  # fmt: skip
        except NotNow:
            stands = packs.plan_of(found)
            typed = request.POST.copy()
            typed["after"] = str(stands.row.number if stands else 0)
            form.data = typed
            form.add_error(
                "state",
                "A colleague wrote another plan meanwhile. Look at it before you save yours in its place",
            )
        else:
            waits = queries.to_go_on(request.GET.get("to", ""), found)
            return redirect("disclosures:preview", waits) if waits else redirect(request.path)
    enter_opening(request, found)
    shown = {
        "form": form, "found": found, "stands": stands, "given": packs.parts_given(found),
        "own": packs.own_part(found, stands) if stands else None, "done": packs.done_of(found),
        "names": dict(doers), "tells": tells, "back": f"/concerns/{found.concern.pk}",
    }  # fmt: skip
    return render(request, "notices/plan.html", shown)
