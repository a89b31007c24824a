"""Commands that need the service's own world: Django, the rooms, the database."""

import os
from contextlib import suppress

import click

from dimmer.database import url
from dimmer.database.prepare import connect
from dimmer.database.problem import DatabaseProblem
from dimmer.keyring import ring_file

_COPY = "select text from vault_ring"


def begin(*, role: str = "service") -> None:
    """Set Django up to connect in a role: `service` for work, `owner` for migrations."""
    put_ring_back()
    os.environ["DIMMER_DATABASE_ROLE"] = role
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dimmer.config.settings")
    import django

    django.setup()


def put_ring_back() -> None:
    """Where the ring's file is missing, as after a restore on another machine, write the database's copy.

    Before anything is derived or sealed: without the file, the provider's key would be taken for the ring.
    """
    if ring_file.path().exists():
        return
    with suppress(DatabaseProblem), connect(url.service()) as connection:
        if connection.execute("select to_regclass('vault_ring')").fetchone() == (None,):
            return
        for (text,) in connection.execute(_COPY):
            ring_file.write(text)


def say_returned(count: int) -> None:
    """Say how many keys a restored backup had brought back, that are destroyed again."""
    if count:
        click.echo(
            f"A backup was restored that held what was disposed of since: keys destroyed again: {count}.",
            err=True,
        )


def look_at_keys() -> None:
    """Before anybody is served: the keys fit what is here, and what was disposed of stays so after a restore.

    Raises:
        NoKey: the key that was given is another than the one that the keys here were made with.
    """
    from django.db import ProgrammingError, connection
    from django.utils import timezone

    from dimmer.apps.vault import jobs
    from dimmer.apps.vault.queries import shut_teams

    try:
        shut_teams()
        say_returned(jobs.keep_destroyed(timezone.now()))
    except ProgrammingError:  # no tables yet: `dimmer migrate` says more
        return
    finally:
        connection.close()
