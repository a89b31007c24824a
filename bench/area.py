"""An area of its own for a run: a folder, a durable embedded database, the roles, a few people at work.

Nothing that is kept elsewhere is touched, and the folder is gone when the run ends. Commits wait for the
disk as in production; what the disk of this machine makes of that, the figures beside them show.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

import psycopg

from bench.row import say
from dimmer.database.reader import AsTeam, Reads, set_reader

AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
"""When everything in the area happens."""
_OURS = ("DIMMER_", "DJANGO_", "CREDENTIALS_DIRECTORY")


class NotHere(Exception):
    """What a benchmark drives does not stand here: the message says what is missing."""


class Area(NamedTuple):
    """Who works in the area: a practitioner who shares, and one of another agency who receives."""

    sender: Any
    recipient: Any
    home: Path


_homes: list[Path] = []


@cache
def area() -> Area:
    """Make the area, once in a process.

    Raises:
        NotHere: the database could not be made; its words are in the message.
    """
    for name in [name for name in os.environ if name.startswith(_OURS)]:
        del os.environ[name]
    folder = Path(tempfile.mkdtemp(prefix="dimmer-bench-"))
    folder.chmod(0o755)
    _homes.append(folder)
    os.environ |= {"DIMMER_HOME": str(folder), "DJANGO_SETTINGS_MODULE": "dimmer.config.settings"}
    from dimmer.keyring.provider import make_demo_key

    make_demo_key()
    say("  (making an area with a durable database of its own)")
    made = subprocess.run(
        [sys.executable, "-m", "dimmer.cli", "migrate"],
        check=False,
        capture_output=True,
        text=True,
        env=environment(),
    )
    if made.returncode:
        raise NotHere(f"the database could not be made: {made.stderr.strip()[-600:]}")
    import django

    django.setup()
    return Area(*_people(), folder)


def environment(**more: str) -> dict[str, str]:
    """The environment for a process that works in the area."""
    return {**os.environ, "PYTHONWARNINGS": "ignore", **more}


def _people() -> tuple[Any, Any]:
    from django.db import transaction

    from dimmer.apps.agencies import actions as agencies
    from dimmer.apps.agencies.models import Role, Team
    from dimmer.apps.vault import actions as vault

    found = []
    with transaction.atomic():
        for name, kind, works, leads in (
            ("Exampleshire Community Health", "health-visiting", "Health visiting", False),
            ("Exampleshire Children's Services", "la-children", "Front door", False),
            ("Exampleshire Council", "la-adults", "Information governance", True),
        ):
            agency = agencies.open_agency(name=name, kind=kind, area="Northmarket")
            team = Team.objects.create(agency=agency, name=works, leads=leads, receives=not leads)
            vault.give_key(team=team.pk)
            found.append(
                agencies.name_practitioner(
                    team=team, email=f"{works.split()[0].lower()}@example.org", password=None, name=works,
                    title="Practitioner", role=Role.PRACTITIONER,
                )
            )  # fmt: skip
    return found[0], found[1]


@contextmanager
def reading(reader: UUID | Reads | None) -> Iterator[None]:
    """One transaction in which the database knows who reads: a practitioner, or by its id a team."""
    from django.db import connection, transaction

    with transaction.atomic():
        set_reader(connection, AsTeam(reader) if isinstance(reader, UUID) else reader)
        yield


def loader() -> psycopg.Connection[Any]:
    """A connection that passes over row-level security, to fill tables and to see their plans."""
    from dimmer.database import url

    return psycopg.connect(url.superuser(), autocommit=True)


def browser_of(practitioner: Any) -> Any:
    """Django's test client, wholly signed in as somebody."""
    from django.test import Client

    client = Client(HTTP_HOST="localhost")
    client.force_login(practitioner.user, backend="dimmer.web.signin.Backend")
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": time.time()}]
    session["seen"] = int(time.time())
    session.save()
    return client


def release() -> None:
    """Give connections back: before others are forked off, and at the end."""
    from django.db import connection

    connection.close()
    pooled: Any = connection
    pooled.close_pool()


def close() -> None:
    """Stop the server and remove the folder, where an area was made."""
    while _homes:
        folder = _homes.pop()
        from django.apps import apps

        if apps.ready:
            release()
        from dimmer.database import cluster

        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)
