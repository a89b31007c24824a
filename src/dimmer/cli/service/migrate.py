"""`dimmer migrate`: bring the database to this version, as its owner."""

import click

from dimmer.cli.service import begin


@click.command()
def migrate() -> None:
    """Bring the database to this version. Safe to run twice."""
    bring_up_to_date()
    click.echo("The database is up to date.")


def bring_up_to_date() -> None:
    """Start the embedded server if it is ours, make roles, migrate as the owner, keep the edition, and set rights."""
    from dimmer.database import prepare, roles

    prepare.prepare()
    begin(role="owner")
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    from dimmer.apps.decisions.actions import keep_edition

    call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
    keep_edition(at=timezone.now())
    connection.close()
    if hasattr(connection, "close_pool"):
        connection.close_pool()
    roles.grant()
    publish_key()


def publish_key() -> None:
    """Write the ledger's public key where `dimmer verify` looks for it, once for each key."""
    from dimmer.apps.ledger.queries import verifier_key
    from dimmer.core.ledger import write_key
    from dimmer.database.home import home

    line, file = write_key(verifier_key()), home() / "ledger.vkey"
    known = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    if line not in known:
        file.write_text("\n".join([*known, line, ""]), encoding="utf-8")
