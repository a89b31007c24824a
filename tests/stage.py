"""The people in every test, and how a test acts as one of them. All are invented."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test import Client

from dimmer.apps.agencies.models import Agency, OutOfHoursNumber, Practitioner, Role, Team, User
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.queries import ConcernRead, concern
from dimmer.apps.vault import actions as vault
from dimmer.apps.vault import queries as vault_queries
from dimmer.database.reader import set_reader
from dimmer.keyring import ring

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
PASSWORD = "a-long-password-for-tests"

# agency: kind, then teams: name, whether it is the lead's, and who works there: first name, role
HOUSE: dict[tuple[str, str], dict[str, tuple[bool, dict[str, Role]]]] = {
    ("Exampleshire Community Health", "health-visiting"): {
        "Health visiting": (
            False,
            {
                "amina": Role.PRACTITIONER,
                "nina": Role.PRACTITIONER,
                "noor": Role.PRACTITIONER,
                "mona": Role.MANAGER,
            },
        ),
        "Information governance": (True, {"leila": Role.LEAD}),
        "Records": (False, {"rhys": Role.PRACTITIONER}),
    },
    ("Exampleshire Children's Services", "la-children"): {
        "Front door": (False, {"carys": Role.PRACTITIONER, "max": Role.MANAGER}),
    },
    ("Exampleshire Primary School", "school"): {
        "Safeguarding": (
            False,
            {"ben": Role.REPORTER, "greta": Role.PRACTITIONER, "hana": Role.MANAGER},
        ),
        "Governance": (True, {"gwen": Role.LEAD}),
    },
    ("Exampleshire Police", "police"): {
        "Public protection": (False, {"pat": Role.PRACTITIONER}),
        "Offender management": (False, {"olu": Role.PRACTITIONER}),
    },
    ("Exampleshire Idva Service", "idva-charity"): {
        "Idvas": (False, {"ida": Role.PRACTITIONER, "ines": Role.MANAGER}),
    },
    ("Exampleshire Partnership", "safeguarding-adults-board"): {
        "Board": (
            False,
            {
                "aud": Role.AUDITOR,
                "bo": Role.BOARD,
                "opal": Role.OPERATOR,
                "cleo": Role.COORDINATOR,
            },
        ),
    },
}


def build() -> None:
    """Put the cast into the template, once."""
    with transaction.atomic():
        for (name, kind), teams in HOUSE.items():
            agency = Agency.objects.create(name=name, kind=kind, area="Northmarket")
            for team_name, (leads, members) in teams.items():
                team = Team.objects.create(
                    agency=agency, name=team_name, leads=leads, receives=not leads
                )
                vault.give_key(team=team.pk)
                for first, role in members.items():
                    user = User(email=f"{first}@example.org", password="!")
                    user.save()
                    Practitioner.objects.create(
                        user=user, team=team, name=first.title(), title=role.label, role=role
                    )
        User(email="dev@example.org", password="!").save()  # Dev belongs to no team: a stranger
        OutOfHoursNumber.objects.create(
            name="Police", number="999", hours="Always", checked_on=date(2026, 11, 1)
        )


def people() -> SimpleNamespace:
    """Everybody by first name, with team and agency."""
    rows = Practitioner.objects.select_related("team__agency", "user")
    found = {row.user.email.partition("@")[0]: row for row in rows}
    return SimpleNamespace(**found, dev=User.objects.get(email="dev@example.org"))


@contextmanager
def own_ring() -> Iterator[Path]:
    """A ring's file of its own for each database: what is rotated in one must not shut the others."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("DIMMER_KEYRING", f"{folder}/keyring.json")
        ring.forget()
        vault_queries.forget_keys()
        yield Path(folder, "keyring.json")
    ring.forget()
    vault_queries.forget_keys()


@contextmanager
def reading(who: Practitioner | Team | None) -> Iterator[None]:
    """One transaction in which the database knows who reads, as the middleware makes it."""
    with transaction.atomic():
        set_reader(connection, who)
        yield


def browser_of(who: Any) -> Client:
    """A client signed in as a practitioner (or a bare user), second factor included."""
    client = Client()
    user = who.user if isinstance(who, Practitioner) else who
    client.force_login(user, backend="dimmer.web.signin.Backend")
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": time.time()}]
    session.save()
    return client


def raised(
    by: Practitioner,
    *,
    summary: str = "No food in the house, and shouting at night",
    people: tuple[dict[str, Any], ...] = ({"name": "Zofia Nowak", "role": "child"},),
    items: tuple[dict[str, Any], ...] = ({"text": "She was cold and hungry on Monday"},),
) -> ConcernRead:
    """A concern that somebody has raised; each test says only what matters to it."""
    with reading(by):
        begun = concerns.begin(token=uuid4(), by=by, summary=summary, at=NOW)
        found = concern(begun.pk, reader=by)
        for person in people:
            whole = {
                "name": "",
                "role": "child",
                "date_of_birth": "",
                "address": "",
                "postcode": "",
                "phone": "",
            }
            concerns.put_person(found, token=uuid4(), by=by, about=whole | person, at=NOW)
        for item in items:
            whole = {
                "text": "", "about": ["person-1"], "categories": ["child-protection"], "nature": "fact",
                "source": "Seen by the practitioner", "observed": "2026-11-20",
            }  # fmt: skip
            concerns.put_item(found, token=uuid4(), by=by, typed=whole | item, at=NOW)
        concerns.raise_concern(found, by=by, at=NOW)
        return concern(begun.pk, reader=by)
