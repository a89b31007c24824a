"""Every page on which a team is chosen begins with those who can make somebody safe at once."""

import re
from typing import Any

from django.urls import reverse

from dimmer.apps.agencies.models import Team
from dimmer.apps.agencies.queries import ACT_FIRST
from shares import shared
from stage import browser_of, raised


def _teams_in(page: str, *, field: str) -> list[Team]:
    """The teams that a field offers, in the order of the page."""
    within = (
        page.split(f'name="{field}"', 1)[1]
        if f'<select class="govuk-select" id="id_{field}"' in page
        else page
    )
    keys = re.findall(r'value="([0-9a-f-]{36})"', within)
    teams = {str(team.pk): team for team in Team.objects.select_related("agency")}
    return [teams[key] for key in keys if key in teams]


def test_police_and_social_care_come_first_wherever_a_team_is_chosen(area: Any) -> None:
    amina, pat = browser_of(area.amina), browser_of(area.pat)
    found = raised(area.amina)
    made = shared(area.amina, area.pat)
    amina.post("/emergency", {"name": "Zofia Nowak", "danger": "He is at the door"})
    pages = {
        "emergency": amina.get("/emergency/to"),
        "one page": amina.get(reverse("decisions:on-one-page")),
        "propose": amina.get(f"/decisions/new/{found.concern.pk}"),
        "onward": pat.get(reverse("onward:ask", args=[made.pk])),
        "given on": pat.get(reverse("notices:give-on", args=[made.pk])),
    }

    for name, page in pages.items():
        field = "to" if name in ("onward", "given on") else "teams"
        teams = _teams_in(page.content.decode(), field=field)
        kinds = [team.agency.kind for team in teams]
        acts = [kind for kind in kinds if kind in ACT_FIRST]
        rest = [
            (team.agency.name, team.name) for team in teams if team.agency.kind not in ACT_FIRST
        ]

        assert len(teams) > 3, name
        assert kinds[: len(acts)] == sorted(acts, key=ACT_FIRST.index), name
        assert rest == sorted(rest), name
