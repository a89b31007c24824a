"""`dimmer db`: the embedded database's switch, the addresses of the roles, and dumps."""

import sys
from pathlib import Path

import click

from dimmer.database import cluster, url
from dimmer.database.dump import dump
from dimmer.database.prepare import prepare

_FAILED = 1


@click.group
def db() -> None:
    """Start, stop and dump the database; print its addresses."""


@db.command()
def start() -> None:
    """Start the embedded server, or look whether the given one answers; make what is missing."""
    prepare()
    click.echo(f"The database is ready: {_where()}.")


@db.command()
def stop() -> None:
    """Stop the embedded server."""
    _only_embedded("stop")
    click.echo("The database has stopped." if cluster.stop() else "The database was not running.")


@db.command()
def status() -> None:
    """Say whether the database runs, and where. Exit 1 if it does not."""
    if url.is_embedded():
        click.echo(f"The embedded database: {cluster.status()}.")
        sys.exit(0 if cluster.is_running() else _FAILED)
    prepare()
    click.echo(f"The database is ready: {_where()}.")


@db.command(name="dump")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def dump_to(file: Path) -> None:
    """Write every row to FILE as plain SQL, for psql to restore. Readable by you alone."""
    prepare()
    dump(file)
    click.echo(f"The whole database is in {file}.")


@db.command(name="url")
@click.option("--owner", "role", flag_value="owner", help="Where migrations connect.")
@click.option("--superuser", "role", flag_value="superuser", help="Where roles are made.")
@click.option("--backup", "role", flag_value="backup", help="Where dumps connect.")
def print_url(role: str | None) -> None:
    """Print the address of the service, or of another role. It holds the password."""
    roles = {"owner": url.owner, "superuser": url.superuser, "backup": url.backup}
    click.echo(roles.get(role or "", url.service)())


def _only_embedded(command: str) -> None:
    if not url.is_embedded():
        click.echo(f"This database is not Dimmer's own: {command} it where it runs.", err=True)
        sys.exit(2)


def _where() -> str:
    return cluster.status() if url.is_embedded() else "it answers at the address that was given"
