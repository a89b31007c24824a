"""The page on which one thing about one person is written down, and the teams chosen that might need to know it."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from dimmer.apps.agencies.access import Deed, for_those_who_may, practitioner_of
from dimmer.apps.agencies.queries import other_teams
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.forms import USUAL_KINDS
from dimmer.apps.concerns.views import bound, handed_on
from dimmer.apps.decisions import actions, forms
from dimmer.apps.decisions.views.choosing import ask_of_routes, offered
from dimmer.apps.interests.queries import Routed, routed
from dimmer.web.apart import joined
from dimmer.web.words import shortened


@for_those_who_may(Deed.WORK)
def on_one_page(request: HttpRequest) -> HttpResponse:
    """Write down one thing, raise it, and ask who needs to know."""
    asking, now = practitioner_of(request), timezone.now()
    form = forms.OnOnePage(request.POST or None, initial={"token": concerns.new_token()})
    teams = {str(team.pk): team for team in other_teams(than=asking.team)}
    form.offer("teams", offered(teams))
    to = Routed((), ())
    if request.method == "POST" and form.is_valid():
        person = joined(form.person(), form.apart)
        meant = [teams[pk] for pk in form.cleaned_data["teams"]]
        to = routed([person], meant, sender=asking.team_id)
        ask_of_routes(form, "teams", to)
    is_asked = bool(to.without) and not form.is_valid()
    if request.method == "POST" and form.is_valid():
        made, asked = actions.raise_and_propose(
            token=bound(bound(form.cleaned_data["token"], to=asking.pk), to=asking.team_id),
            by=asking,
            summary=shortened(form.cleaned_data["text"]),
            person=person,
            piece=form.piece(),
            to=to,
            answers=form.answers(),
            report_within=timedelta(hours=settings.REPORT_HOURS),
            at=now,
        )
        return redirect("decisions:advice", asked.pk) if asked else handed_on(made)
    shown = {"form": form, "is_asked": is_asked, "back": "/"}
    shown |= {"kinds": USUAL_KINDS, "purposes": forms.USUAL_PURPOSES}
    return render(request, "decisions/on-one-page.html", shown)
