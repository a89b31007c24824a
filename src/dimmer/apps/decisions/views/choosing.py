"""The page on which the teams are chosen that might need to know; and what requests need of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from dimmer.apps.addressees.queries import addressees_of
from dimmer.apps.agencies.access import Deed, for_those_who_may, practitioner_of
from dimmer.apps.agencies.queries import other_teams
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.queries import ConcernRead
from dimmer.apps.concerns.views import bound, with_concern
from dimmer.apps.decisions import actions, forms, queries
from dimmer.apps.decisions.actions.chosen import enter_unrouted
from dimmer.apps.interests.queries import Routed, routed

_NO_ROUTE = "{agency} has no senior route, and somebody in this works there: ring somebody senior, and say so below"
"""Whom to ask where an agency named nobody for concerns about those who work for it."""


def offer_teams(form: Any, name: str, found: ConcernRead, *, asking: Any) -> dict[str, Any]:
    """Let a field offer the teams that something of a concern can go to; returns them by what is chosen."""
    # a lead may decide for another team, which knows already
    others = other_teams(than=asking.team).exclude(pk=found.concern.team_id)
    named = addressees_of(found)
    teams = {str(team.pk): team for team in (*others, *(each.team for each in named))}
    without = {str(each.team.pk): f", {each.name} (no account)" for each in named}
    form.offer(name, [(pk, f"{words}{without.get(pk, '')}") for pk, words in offered(teams)])
    return teams


def offered(teams: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Teams as a field offers them: by id, each named with its agency."""
    return [(pk, f"{team.agency.name}: {team.name}") for pk, team in teams.items()]


def routes_to(form: Any, name: str, found: ConcernRead, meant: Sequence[Any]) -> Routed:
    """The teams that are meant, or those that it goes to in their place; asks first where there is none to go to."""
    people = [each.about for each in found.people]
    to = routed(people, meant, sender=found.concern.team_id)
    ask_of_routes(form, name, to)
    return to


def ask_of_routes(form: Any, name: str, to: Routed) -> None:
    """Ask whether somebody senior was rung, in each agency that has nobody for concerns about its own."""
    for agency in () if form.cleaned_data["rung"] else to.without:
        form.add_error(name, _NO_ROUTE.format(agency=agency.name))


@for_those_who_may(Deed.WORK)
@with_concern
def propose(request: HttpRequest, found: ConcernRead) -> HttpResponse:
    """Choose the teams that might need to know."""
    asking = practitioner_of(request)
    if found.concern.step != "open" or not found.items:
        return redirect("desk:concern", found.concern.pk)
    form = forms.Propose(request.POST or None, initial={"token": concerns.new_token()})
    teams = offer_teams(form, "teams", found, asking=asking)
    form.initial["teams"] = [each for each in request.GET.getlist("to") if each in teams]
    to = Routed((), ())
    if request.method == "POST" and form.is_valid():
        to = routes_to(form, "teams", found, [teams[pk] for pk in form.cleaned_data["teams"]])
    is_asked = bool(to.without) and not form.is_valid()
    if request.method == "POST" and form.is_valid():
        enter_unrouted(found, to, by=asking, at=timezone.now())
        made = actions.propose(
            found,
            token=bound(form.cleaned_data["token"], to=found.concern.pk),
            recipients=to.teams,
            by=asking,
            request=form.request(),
            at=timezone.now(),
        )
        return redirect("decisions:round", made.pk)
    back = f"/concerns/{found.concern.pk}"
    shown = {
        "form": form, "found": found, "back": back, "raised": "raised" in request.GET, "is_asked": is_asked,
        "unfinished": queries.unfinished(found),
    }  # fmt: skip
    return render(request, "decisions/propose.html", shown)
