"""Reads of agencies, teams and people at work. None of it is about those whom information is about."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar
from uuid import UUID

from django.contrib.auth.tokens import default_token_generator
from django.db import connection, transaction
from django.db.models import Case, QuerySet, When
from django.utils.http import urlsafe_base64_encode

from dimmer.apps.agencies.models import Agency, OutOfHoursNumber, Practitioner, Team, User
from dimmer.database.reader import set_reader

Found = TypeVar("Found")


ACT_FIRST = ("police", "ambulance", "la-children", "la-adults")
"""Kinds of agency that can make somebody safe at once, in the order in which every choice of teams begins with them."""


def other_teams(*, than: Team) -> QuerySet[Team]:
    """Teams that a team may share with: those who can act at once first, then by agency and name."""
    teams = Team.objects.filter(receives=True).exclude(pk=than.pk)
    places = (When(agency__kind=kind, then=place) for place, kind in enumerate(ACT_FIRST))
    acts = Case(*places, default=len(ACT_FIRST))
    return teams.select_related("agency").order_by(acts, "agency__name", "name")


def lead_team_of(agency_id: UUID) -> Team | None:
    """The team of the agency's information governance lead or Caldicott Guardian, where there is one."""
    return Team.objects.filter(agency_id=agency_id, leads=True).select_related("agency").first()


def teams_of(agency_id: UUID) -> list[Team]:
    """The teams of an agency, by name."""
    rows = Team.objects.filter(agency_id=agency_id).select_related("agency")
    return list(rows.order_by("name", "pk"))


def by_pseudonym(pseudonyms: Iterable[str]) -> dict[str, Practitioner]:
    """Whom pseudonyms of the ledger stand for, as far as anybody still knows."""
    rows = Practitioner.objects.filter(pseudonym__in=set(pseudonyms))
    return {str(row.pseudonym): row for row in rows.select_related("team__agency")}


def lead_teams() -> list[UUID]:
    """The teams of all information governance leads and Caldicott Guardians."""
    return list(Team.objects.filter(leads=True).values_list("pk", flat=True))


def practitioner_by_email(email: str) -> Practitioner | None:
    """The practitioner who signs in with that address."""
    found = Practitioner.objects.filter(user__email=email.strip().lower())
    return found.select_related("team__agency", "user").first()


def way_in(practitioner: Practitioner) -> tuple[str, str]:
    """Who may choose a password, and the proof that it is they: the parts of a link that is good once, for a day.

    It ends when a password is chosen, and with `actions.take_credentials`.
    """
    user = User.objects.get(pk=practitioner.user_id)
    return urlsafe_base64_encode(str(user.pk).encode()), default_token_generator.make_token(user)


def agencies() -> QuerySet[Agency]:
    """Every agency of the partnership, by name."""
    return Agency.objects.filter(is_outside=False).order_by("name")


def out_of_hours() -> QuerySet[OutOfHoursNumber]:
    """The numbers to ring, in their order."""
    return OutOfHoursNumber.objects.order_by("place", "name")


def teams() -> QuerySet[Team]:
    """Every team of the partnership."""
    return Team.objects.filter(agency__is_outside=False).order_by("pk")


def for_each_team(ask: Callable[[Team], Found]) -> Iterator[tuple[Team, Found]]:
    """What each team answers, in a transaction of its own that reads as it: for the clock and for commands.

    Nothing reads the rows of all teams at once: not even what only counts them.
    """
    for each in teams():
        with transaction.atomic():
            set_reader(connection, each)
            found = ask(each)
        yield each, found


def team(pk: UUID) -> Team:
    """A team by its id, with its agency.

    Raises:
        DoesNotExist: there is none.
    """
    return Team.objects.select_related("agency").get(pk=pk)
