"""`dimmer partnership`: what a file names is entered once; a mistake is said with its line, and enters nothing."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.test import Client
from django.utils import timezone

from dimmer.apps.agencies.models import Agency, OutOfHoursNumber, Practitioner, Role, Team
from dimmer.apps.agencies.queries import agencies
from dimmer.apps.allocations import actions as allocations
from dimmer.apps.ledger.models import Entry
from dimmer.apps.vault.queries import public_keys
from dimmer.cli.service.partnership import partnership

WESTMERE = """
[[agency]]
name = "Westmere Police"
kind = "police"
area = "Westmere"
nation = "wales"

[[agency.team]]
name = "Victim unit"
phone = "01632 960 200"

[[agency.team.person]]
name = "Una Marsh"
title = "Detective sergeant"
email = "Una.Marsh@example.org"
role = "manager"

[[agency.team]]
name = "Information governance"
leads = true
receives = false

[[out_of_hours]]
name = "Westmere Police"
number = "999"
hours = "Always"
checked_on = 2026-11-01
"""


def entered(tmp_path: Path, text: str, *options: str) -> Result:
    file = tmp_path / "partnership.toml"
    file.write_text(text, encoding="utf-8")
    return CliRunner().invoke(partnership, ["enter", str(file), *options])


def counted() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Agency, Team, Practitioner, OutOfHoursNumber))


def test_what_a_file_names_is_entered_once_and_whoever_begins_can(
    area: Any, tmp_path: Path
) -> None:
    before = counted()

    first = entered(tmp_path, WESTMERE, "--json")
    again = entered(tmp_path, WESTMERE, "--json")

    assert (first.exit_code, again.exit_code) == (0, 0), first.output
    assert counted() == tuple(
        number + more for number, more in zip(before, (1, 2, 1, 1), strict=True)
    )
    assert again.stdout == ""
    made = agencies().get(name="Westmere Police")
    assert (made.kind, made.nation, made.area) == ("police", "wales", "Westmere")
    assert {(row.name, row.leads, row.receives) for row in made.team_set.all()} == {
        ("Victim unit", False, True),
        ("Information governance", True, False),
    }
    told = json.loads(first.stdout)
    assert told["email"] == "una.marsh@example.org"
    assert Entry.objects.filter(kind="account.made").count() == 1
    assert Client().get(told["join"], follow=True).status_code == 200
    assert {row.pk for row in made.team_set.all()} <= set(
        public_keys(made.team_set.values_list("pk", flat=True))
    )


def test_more_of_an_agency_that_is_here_is_added_to_it(area: Any, tmp_path: Path) -> None:
    entered(tmp_path, WESTMERE)
    before = counted()

    more = (
        WESTMERE.replace("Victim unit", "Offender unit")
        .replace("una.marsh", "x")
        .replace("Una.Marsh", "o")
    )

    assert entered(tmp_path, more).exit_code == 0
    assert counted() == (before[0], before[1] + 1, before[2] + 1, before[3])


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('kind = "police"', 'kind = "polis"', "agency[1].kind: 'polis' is no code"),
        ('role = "manager"', 'role = "king"', "agency[1].team[1].person[1].role"),
        ("leads = true", 'leads = "yes"', "must be true or false"),
        ("receives = false", "colour = 3", "agency[1].team[2].colour: is an unknown key"),
        ('email = "Una.Marsh@example.org"', 'email = "Una Marsh"', "must be a work e-mail address"),
        ('area = "Westmere"', "", "agency[1].area: is missing"),
        ('phone = "01632 960 200"', "leads = true", "leads already"),
        ('name = "Information governance"', 'name = "victim unit "', "is there twice"),
        ("2026-11-01", "2126-11-01", "lies in the future"),
        ("[[agency]]", "[[agency", "is no TOML"),
    ],
)  # fmt: skip
def test_a_mistake_is_said_and_enters_nothing(
    area: Any, tmp_path: Path, old: str, new: str, said: str
) -> None:
    before = counted()
    assert old in WESTMERE

    refused = entered(tmp_path, WESTMERE.replace(old, new))

    assert refused.exit_code == 2
    assert said in refused.output
    assert counted() == before


def test_somebody_of_another_team_is_not_moved(area: Any, tmp_path: Path) -> None:
    before = counted()

    refused = entered(tmp_path, WESTMERE.replace("Una.Marsh@example.org", area.amina.user.email))

    assert refused.exit_code == 2
    assert "already" in refused.output
    assert counted() == before


def test_a_second_team_does_not_lead(area: Any, tmp_path: Path) -> None:
    entered(tmp_path, WESTMERE)

    refused = entered(tmp_path, WESTMERE.replace('"Information governance"', '"Another desk"'))

    assert refused.exit_code == 2
    assert "leads in Westmere Police already" in refused.output


def test_whoever_cannot_sign_in_is_given_a_link(area: Any) -> None:
    given = CliRunner().invoke(partnership, ["link", area.mona.user.email, "--lost", "--json"])
    unknown = CliRunner().invoke(partnership, ["link", "nobody@example.org"])

    assert Client().get(json.loads(given.stdout)["join"], follow=True).status_code == 200
    assert unknown.exit_code == 2
    assert "Nobody signs in" in unknown.output


def test_the_operator_confirms_an_account_where_nobody_else_could(area: Any) -> None:
    allocations.invite(
        team=area.ines.team, email="joan@example.org", name="Joan", title="Idva",
        role=Role.PRACTITIONER, by=area.ines, at=timezone.now(),
    )  # fmt: skip
    who = Practitioner.objects.get(user__email="joan@example.org")

    def confirm(*options: str) -> Result:
        return CliRunner().invoke(partnership, ["confirm", *options])

    assert confirm("amina@example.org").exit_code == 2
    early = confirm("joan@example.org")
    assert (early.exit_code, "chosen a password" in early.output) == (2, True)
    who.user.set_password("copper lantern Tuesday")
    who.user.save()
    assert confirm("joan@example.org").output == "Confirmed.\n"
    who.refresh_from_db()
    assert who.waits_since is None
    assert confirm("joan@example.org", "--end").exit_code == 2


def test_the_operator_ends_an_account_that_is_nobodys(area: Any) -> None:
    made = allocations.invite(
        team=area.ines.team, email="joan@example.org", name="Joan", title="Idva",
        role=Role.PRACTITIONER, by=area.ines, at=timezone.now(),
    )  # fmt: skip

    ended = CliRunner().invoke(partnership, ["confirm", "joan@example.org", "--end"])

    made.refresh_from_db()
    assert (ended.output, bool(made.left_at)) == ("Ended.\n", True)
