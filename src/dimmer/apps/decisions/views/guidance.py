"""Pages beside the advice: how it was reached, the flowchart with this case's way lit, words for telling and asking."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from dimmer.apps.agencies.access import Deed, for_those_who_may, practitioner_of
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.decisions import queries
from dimmer.apps.decisions.queries import Asked
from dimmer.apps.decisions.views.deciding import undecided_only, with_round


@for_those_who_may(Deed.WORK)
@with_round
@undecided_only
def flowchart(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Draw the flowchart of 2018, for the nation that it was written for."""
    asking = practitioner_of(request)
    if not queries.has_chart(asking.team.agency.nation):
        raise Http404
    if not asked.is_begun:
        return redirect("decisions:round", asked.round.pk)
    today = timezone.localdate()
    facts, advice = queries.advice_on(
        asked, holder=asking.team.agency, on=today, with_missing=False
    )
    concerns.opened(asked.concern, by=asking, at=timezone.now())
    shown = {
        "asked": asked,
        "outcome": advice.outcome.value,
        "chart": queries.chart_of(asked, facts, holder=asking.team.agency),
        "today": today,
        "back": reverse("decisions:advice", args=[asked.round.pk]),
    }
    return render(request, "decisions/flowchart.html", shown)


@for_those_who_may(Deed.WORK)
@with_round
def telling(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Give words to tell or to ask with, and keep the four kinds of yes apart: before it is decided and after."""
    asking = practitioner_of(request)
    if not asked.is_begun:
        return redirect("decisions:round", asked.round.pk)
    facts, advice = queries.advice_on(
        asked, holder=asking.team.agency, on=timezone.localdate(), with_missing=False
    )
    concerns.opened(asked.concern, by=asking, at=timezone.now())
    shown = {
        "asked": asked,
        "telling": queries.telling(advice, facts, asked, holder=asking.team.agency),
        "back": _back(asked),
    }
    return render(request, "decisions/telling.html", shown)


def _back(asked: Asked) -> str:
    if asked.round.decided_at:
        return reverse("desk:concern", args=[asked.concern.concern.pk])
    return reverse("decisions:advice", args=[asked.round.pk])


@for_those_who_may(Deed.WORK)
@with_round
@undecided_only
def reached(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Show gate by gate which rules spoke, and which facts turned them."""
    asking = practitioner_of(request)
    if not asked.is_begun:
        return redirect("decisions:round", asked.round.pk)
    today = timezone.localdate()
    facts, advice = queries.advice_on(
        asked, holder=asking.team.agency, on=today, with_missing=False
    )
    concerns.opened(asked.concern, by=asking, at=timezone.now())
    shown = {
        "asked": asked,
        "outcome": advice.outcome.value,
        "taken": queries.taken(facts, asked),
        "reached": queries.reached(facts, asked, holder=asking.team.agency),
        "today": today,
        "back": reverse("decisions:advice", args=[asked.round.pk]),
    }
    return render(request, "decisions/reached.html", shown)
