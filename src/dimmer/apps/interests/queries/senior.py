"""Concerns in which somebody works for an agency: they go to whom it named, and to nobody else there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from dimmer.apps.agencies.models import Agency, Practitioner, Team
from dimmer.apps.agencies.queries import lead_team_of
from dimmer.apps.interests.models import SeniorRoute
from dimmer.apps.interests.queries.folding import known_in
from dimmer.apps.interests.queries.meeting import under
from dimmer.apps.vault import queries as vault
from dimmer.apps.vault.models import Kind

WORKS_FOR = "works_for"
"""In what is known of somebody: the id of the agency that they work for or belong to; empty where nobody said."""


@dataclass(frozen=True, slots=True)
class Route:
    """The team to which an agency's senior route leads, and those of it who alone see what comes by it."""

    team: Team
    people: tuple[Practitioner, ...]


def senior_route(agency: UUID) -> Route | None:
    """An agency's senior route; None where it has none, or nobody of it works there any more."""
    rows = SeniorRoute.objects.filter(pk=agency)
    row = rows.select_related("senior__team__agency", "deputy__team__agency").first()
    if row is None:
        return None
    people = tuple(who for who in (row.senior, row.deputy) if not (who.left_at or who.waits_since))
    return Route(people[0].team, people) if people else None


def agencies_of(people: Iterable[Mapping[str, Any]], *, asked: Iterable[UUID]) -> frozenset[UUID]:
    """Those of the agencies asked about for which one of the people works: as somebody said, or as it declared."""
    known, agencies = list(people), frozenset(asked)
    said = {each.get(WORKS_FOR) for each in known}
    declared = under([known_in(each) for each in known], ids=agencies)
    return frozenset(pk for pk in agencies if str(pk) in said) | declared


def instead_of(team: Team) -> tuple[Route, ...]:
    """Where a thing goes that nobody of a team could see: to the agency's lead, else its senior route.

    `people` are those who alone see it there; nobody in particular where the lead's team does.
    """
    lead, route = lead_team_of(team.agency_id), senior_route(team.agency_id)
    found = [Route(lead, ())] if lead else []
    found += [route] if route else []
    return tuple(each for each in found if each.team.pk != team.pk)


def who_sees(thing: UUID, *, kind: Kind, meant: Team) -> Team | None:
    """The team in which somebody is shown what was meant for one: that, or where it went instead; None for nobody."""
    for team in (meant, *(each.team for each in instead_of(meant))):
        if vault.is_seen(thing, kind=kind, team=team.pk):
            return team
    return None


@dataclass(frozen=True, slots=True)
class Routed:
    """Where things go that were meant for some teams, and the agencies that have named nobody for it."""

    teams: tuple[Team, ...]
    without: tuple[Agency, ...]


def routed(people: Iterable[Mapping[str, Any]], teams: Iterable[Team], *, sender: UUID) -> Routed:
    """The teams, each of an agency for which one of the people works in favour of its senior route.

    Where an agency has none, or it leads back to the sender, the team stays: a person decides, and in an emergency
    nothing waits.
    """
    meant = list(teams)
    parties = agencies_of(people, asked={team.agency_id for team in meant})
    found: list[Team] = []
    without: dict[UUID, Agency] = {}
    for team in meant:
        route = senior_route(team.agency_id) if team.agency_id in parties else None
        if team.agency_id in parties and route is None:
            without[team.agency_id] = team.agency
        found.append(route.team if route and route.team.pk != sender else team)
    return Routed(tuple(dict.fromkeys(found)), tuple(without.values()))
