"""`dimmer partnership`: enter agencies, teams and those who begin there; say who is here."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from dimmer.cli.bringing.fields import day_of
from dimmer.cli.bringing.read_partnership import read_partnership
from dimmer.cli.bringing.shape import BadFile
from dimmer.cli.service import begin
from dimmer.database.prepare import prepare

if TYPE_CHECKING:
    from dimmer.apps.agencies.models import Agency, Practitioner, Team

_BAD_INPUT = 2


@click.group
def partnership() -> None:
    """Enter agencies, teams and who begins there."""


@partnership.command(name="enter")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def enter(*, file: Path, as_json: bool) -> None:
    """Enter what FILE (TOML) names and is not here yet: agencies, teams, people, numbers to ring. All or none.

    What is here stays as it is: agencies and teams are known by their names, people by their e-mail
    addresses, numbers by their names. For each person who is new it prints the address, good once and for a day, at
    which they choose a password. The file's shape: docs/how-to/set-up-a-partnership.md.
    """
    prepare()
    begin()
    from django.db import ProgrammingError, transaction

    from dimmer.apps.agencies.models import Role

    try:
        whole = read_partnership(file, roles=tuple(Role.values))
    except BadFile as error:
        _refuse(str(error))
    try:
        with transaction.atomic():
            entered = _Entered()
            for row in whole.get("agency", []):
                entered.agency(row)
            for place, row in enumerate(whole.get("out_of_hours", []), start=1):
                entered.number(row, place=place)
    except ProgrammingError:
        _refuse("The database is not set up. Run `dimmer migrate` first.")
    _tell(entered.people, as_json=as_json)
    told = ", ".join(f"{what} {count}" for what, count in entered.count.items())
    click.echo(f"Entered: {told}.", err=True)


class _Entered:
    """What has been entered so far."""

    def __init__(self) -> None:
        self.people: list[Practitioner] = []
        self.count = {"agencies": 0, "teams": 0, "people": 0, "numbers": 0}

    def agency(self, row: Mapping[str, Any]) -> None:
        """An agency that is new, and what is new in it."""
        from dimmer.apps.agencies import actions, queries

        found = queries.agencies().filter(name__iexact=row["name"].strip()).first()
        if found is None:
            found = actions.open_agency(
                name=row["name"].strip(),
                kind=row["kind"],
                area=row["area"].strip(),
                nation=row.get("nation", "england"),
                is_commissioned=row.get("commissioned", False),
            )
            self.count["agencies"] += 1
        for team in row.get("team", []):
            self._team(team, found)

    def _team(self, row: Mapping[str, Any], agency: "Agency") -> None:
        from django.utils import timezone

        from dimmer.apps.agencies.queries import lead_team_of, teams
        from dimmer.apps.desk.actions import open_team

        found = teams().filter(agency=agency, name__iexact=row["name"].strip()).first()
        if found is None:
            if row.get("leads") and (lead := lead_team_of(agency.pk)):
                _refuse(f"{lead.name} leads in {agency.name} already: one team of an agency does.")
            found = open_team(
                agency,
                name=row["name"].strip(),
                phone=row.get("phone", "").strip(),
                leads=row.get("leads", False),
                receives=row.get("receives", True),
                at=timezone.now(),
            )
            self.count["teams"] += 1
        for person in row.get("person", []):
            self._person(person, found)

    def _person(self, row: Mapping[str, Any], team: "Team") -> None:
        from django.utils import timezone

        from dimmer.apps.agencies.models import Role
        from dimmer.apps.agencies.queries import practitioner_by_email
        from dimmer.apps.allocations.actions import Taken, invite

        if known := practitioner_by_email(row["email"]):
            if known.team_id != team.pk:
                _refuse(f"{row['email']} works in {known.team} already.")
            return
        try:
            made = invite(
                team=team, email=row["email"], name=row["name"].strip(), title=row["title"].strip(),
                role=Role(row["role"]), by=None, at=timezone.now(),
            )  # fmt: skip
        except Taken:
            _refuse(f"Somebody signs in as {row['email']} already, and works in no team.")
        self.people.append(made)
        self.count["people"] += 1

    def number(self, row: Mapping[str, Any], *, place: int) -> None:
        """A number to ring that is new."""
        from dimmer.apps.agencies import actions, queries

        if queries.out_of_hours().filter(name__iexact=row["name"].strip()).exists():
            return
        day = day_of(row["checked_on"])
        assert day is not None  # noqa: S101  (the reader of the file saw to it)
        words = {name: row[name].strip() for name in ("name", "number", "hours")}
        actions.list_number(place=place, checked_on=day, **words)
        self.count["numbers"] += 1


@partnership.command(name="link")
@click.argument("email")
@click.option(
    "--lost", is_flag=True, help="Their password and second factor end now, and every session."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def link(*, email: str, lost: bool, as_json: bool) -> None:
    """Print the address at which EMAIL chooses a password: good once, for a day.

    For whoever begins, and for whoever cannot sign in where no colleague oversees the team: the others are
    given a link on the page "Your team".
    """
    prepare()
    begin()
    from django.utils import timezone

    from dimmer.apps.agencies.queries import practitioner_by_email
    from dimmer.apps.allocations.actions import renew_account

    who = practitioner_by_email(email)
    if who is None or who.left_at:
        _refuse(f"Nobody signs in as {email!r}.")
    if lost:
        renew_account(who, by=None, at=timezone.now())
    _tell([who], as_json=as_json)


@partnership.command(name="confirm")
@click.argument("email")
@click.option("--end", is_flag=True, help="It is not they: end the account.")
def confirm(*, email: str, end: bool) -> None:
    """Confirm that the account of EMAIL, which a colleague made or renewed, is whose it says.

    Speak to them first, by a number that their agency gave you. For teams in which nobody else could.
    """
    prepare()
    begin()
    from django.utils import timezone

    from dimmer.apps.agencies.queries import practitioner_by_email
    from dimmer.apps.allocations.actions import vouch
    from dimmer.apps.concerns.actions import NotNow

    who = practitioner_by_email(email)
    if who is None or who.left_at or not who.waits_since:
        _refuse(f"No account of {email!r} waits to be confirmed.")
    try:
        vouch(who, by=None, is_known=not end, at=timezone.now())
    except NotNow:
        _refuse(f"Nobody has chosen a password for {email!r} yet.")
    click.echo("Ended." if end else "Confirmed.")


@partnership.command(name="end")
@click.argument("email")
def end(*, email: str) -> None:
    """End the account of EMAIL: they have left. For whoever oversees a team alone, where there is no lead."""
    prepare()
    begin()
    from django.utils import timezone

    from dimmer.apps.agencies.queries import practitioner_by_email
    from dimmer.apps.allocations.actions import end_account

    who = practitioner_by_email(email)
    if who is None or who.left_at:
        _refuse(f"Nobody signs in as {email!r}.")
    end_account(who, by=None, at=timezone.now())
    click.echo("Ended.")


def _tell(people: "list[Practitioner]", *, as_json: bool) -> None:
    from django.urls import reverse

    from dimmer.apps.agencies.queries import way_in

    for who in people:
        address = reverse("allocations:join", args=way_in(who))
        row = {"email": who.user.email, "name": who.name, "team": str(who.team), "join": address}
        click.echo(
            json.dumps(row, ensure_ascii=False) if as_json else f"{who.user.email}  {address}"
        )


def _refuse(words: str) -> NoReturn:
    click.echo(words, err=True)
    sys.exit(_BAD_INPUT)
