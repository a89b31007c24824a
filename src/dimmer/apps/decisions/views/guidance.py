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
from dimmer.apps.decisions.views.deciding import said_in, undecided_only, with_round
from dimmer.core.advice import Advice


@for_those_who_may(Deed.WORK)
@with_round
def advice(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Show what the law opens, bars and asks, beside the guidance; once it is decided, the advice as it was."""
    if asked.round.decided_at:
        return _as_it_was(request, asked, "decisions/given.html")
    asking = practitioner_of(request)
    if not asked.is_begun:
        return redirect("decisions:round", asked.round.pk)
    today, holder = timezone.localdate(), asking.team.agency
    concerns.opened(
        asked.concern, by=asking, at=timezone.now(), with_whereabouts=asked.shows_whereabouts
    )
    facts, given = queries.advice_on(asked, holder=holder, on=today)
    shown = {
        "asked": asked,
        "advice": queries.in_words(given.as_dict(), asked, facts, holder=holder),
        "guidance": queries.guidance_for(facts, on=today),
        "has_chart": queries.has_chart(holder.nation),
        "telling": queries.telling(given, facts, asked, holder=holder),
        "answered": queries.answered(asked),
        **said_in(asked, facts),
        "back": f"/concerns/{asked.concern.concern.pk}",
        "wide": True,
    }
    return render(request, "decisions/advice.html", shown)


def _as_it_was(request: HttpRequest, asked: Asked, page: str) -> HttpResponse:
    """The advice on which a round was decided, or how it was reached; where nobody was asked, its concern."""
    found = queries.given(asked)
    if found is None:
        return redirect("desk:concern", asked.concern.concern.pk)
    asking = practitioner_of(request)
    concerns.opened(
        asked.concern, by=asking, at=timezone.now(), with_whereabouts=asked.shows_whereabouts
    )
    holder, law = asking.team.agency, found.law
    shown = {
        "asked": found.asked, "given": found, "outcome": found.advice["outcome"], "today": found.facts["date"],
        "back": reverse("desk:concern", args=[asked.concern.concern.pk]),
    }  # fmt: skip
    if page == _REACHED:
        reached = queries.reached(found.facts, found.asked, holder=holder, law=law) if law else []
        back = reverse("decisions:advice", args=[asked.round.pk])
        shown |= {"reached": reached, "taken": [], "back": back}
    else:
        shown["advice"] = queries.in_words(found.advice, found.asked, found.facts, holder=holder)
    return render(request, page, shown)


_REACHED = "decisions/reached.html"


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
def reached(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Show gate by gate which rules spoke, and which facts turned them; once it is decided, as it was."""
    if asked.round.decided_at:
        return _as_it_was(request, asked, _REACHED)
    holder = practitioner_of(request).team.agency
    return _beside(
        request, asked, _REACHED,
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
    concerns.opened(
        asked.concern, by=asking, at=timezone.now(), with_whereabouts=asked.shows_whereabouts
    )
    back = reverse("decisions:advice", args=[asked.round.pk])
    if asked.round.decided_at:
        back = reverse("desk:concern", args=[asked.concern.concern.pk])
    shown = {"asked": asked, "today": today, "back": back, **said(facts, advice)}
    return render(request, page, shown)
