"""Settle the area: its agencies, teams with keys, people who can sign in, and numbers to ring."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.db import transaction
from django.utils import timezone

from dimmer.apps.agencies import actions
from dimmer.apps.agencies.access import Deed, may
from dimmer.apps.agencies.models import Agency, Practitioner, Role, Team
from dimmer.apps.allocations.actions import join
from dimmer.apps.desk.actions import open_team
from dimmer.cli.exampleshire import read

_ROUNDS = 1_000
"""Iterations for passwords that are printed on the screen: a million would guard nothing.

Whoever signs in has theirs hashed anew at the usual strength, as after any change of strength.
"""


@dataclass(frozen=True, slots=True)
class Cast:
    """Who works where: people by the local part of their address, teams by `agency/team`."""

    people: Mapping[str, Practitioner]
    teams: Mapping[str, Team]

    def worker(self, team: Team, *, deed: Deed = Deed.WORK) -> Practitioner:
        """The first of a team who may do something.

        Raises:
            StopIteration: nobody there may.
        """
        return next(
            who for who in self.people.values() if who.team_id == team.pk and may(who, deed)
        )

    def second(self, first: Practitioner) -> Practitioner:
        """Somebody else in the same team who may sign off.

        Raises:
            StopIteration: nobody there may.
        """
        return next(
            who
            for who in self.people.values()
            if who.team_id == first.team_id and who.pk != first.pk and may(who, Deed.SIGN_OFF)
        )


def settle(*, checked_on: date) -> None:
    """Make the area, once; a second run keeps what is there."""
    if Agency.objects.exists():
        return
    with transaction.atomic():
        for agency in read.area()["agency"]:
            _settle_agency(agency, at=timezone.now())
        for place, number in enumerate(read.area()["out_of_hours"], start=1):
            actions.list_number(place=place, checked_on=checked_on, **number)


def _settle_agency(row: read.Row, *, at: datetime) -> None:
    agency = actions.open_agency(
        name=row["name"],
        kind=row["kind"],
        area=row.get("area", read.AREA),
        is_commissioned=row.get("commissioned", False),
    )
    for given in row["team"]:
        team = open_team(
            agency,
            name=given["name"],
            phone=given.get("phone", ""),
            leads=given.get("leads", False),
            receives=given.get("receives", True),
            at=at,
        )
        for person in given["person"]:
            _settle_person(person, team)


def _settle_person(row: read.Row, team: Team) -> None:
    who = join(
        team=team,
        email=read.address(row["email"]),
        password=None,
        name=row["name"],
        title=row["title"],
        role=Role(row["role"]),
    )
    hasher = PBKDF2PasswordHasher()
    words = read.password(row["email"])
    who.user.password = hasher.encode(words, hasher.salt(), iterations=_ROUNDS)
    who.user.save(update_fields=["password"])
    actions.give_second_factor(who, secret=generate_totp_secret())


def cast() -> Cast:
    """Who is here, in the order of the data."""
    rows = Practitioner.objects.select_related("team__agency", "user")
    by_address = {who.user.email: who for who in rows}
    people, teams = {}, {}
    for agency, team, person in read.people():
        who = by_address[read.address(person["email"])]
        people[person["email"]] = who
        teams[f"{agency['key']}/{team['key']}"] = who.team
    return Cast(people, teams)
