"""Pages beside the advice: how it was reached, the flowchart with this case's way lit, words for telling and asking."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from dimmer.apps.agencies.access import Deed, for_those_who_may, practitioner_of
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.decisions import queries
from dimmer.apps.decisions.queries import Asked
from dimmer.apps.decisions.views.deciding import undecided_only, with_round
from dimmer.core.advice import Advice


@for_those_who_may(Deed.WORK)
@with_round
@undecided_only
def flowchart(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Draw the flowchart of 2018, for the nation that it was written for."""
    holder = practitioner_of(request).team.agency
    if not queries.has_chart(holder.nation):
        raise Http404
    return _beside(
        request, asked, "decisions/flowchart.html",
        lambda facts, advice: {
            "outcome": advice.outcome.value,
            "chart": queries.chart_of(asked, facts, holder=holder),
        },
    )  # fmt: skip


@for_those_who_may(Deed.WORK)
@with_round
def telling(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Give words to tell or to ask with, and keep the four kinds of yes apart: before it is decided and after."""
    holder = practitioner_of(request).team.agency
    return _beside(
        request, asked, "decisions/telling.html",
        lambda facts, advice: {"telling": queries.telling(advice, facts, asked, holder=holder)},
    )  # fmt: skip


@for_those_who_may(Deed.WORK)
@with_round
@undecided_only
def reached(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Show gate by gate which rules spoke, and which facts turned them."""
    holder = practitioner_of(request).team.agency
    return _beside(
        request, asked, "decisions/reached.html",
        lambda facts, advice: {
            "outcome": advice.outcome.value,
            "taken": queries.taken(facts, asked),
            "reached": queries.reached(facts, asked, holder=holder),
        },
    )  # fmt: skip


def _beside(
    request: HttpRequest,
    asked: Asked,
    page: str,
    said: Callable[[dict[str, Any], Advice], dict[str, Any]],
) -> HttpResponse:
    """Advise on a round, enter that it is shown, and show a page of what is `said` of facts and advice."""
    if not asked.is_begun:
        return redirect("decisions:round", asked.round.pk)
    asking, today = practitioner_of(request), timezone.localdate()
    facts, advice = queries.advice_on(
        asked, holder=asking.team.agency, on=today, with_missing=False
    )
    concerns.opened(asked.concern, by=asking, at=timezone.now())
    back = reverse("decisions:advice", args=[asked.round.pk])
    if asked.round.decided_at:
        back = reverse("desk:concern", args=[asked.concern.concern.pk])
    shown = {"asked": asked, "today": today, "back": back, **said(facts, advice)}
    return render(request, page, shown)
