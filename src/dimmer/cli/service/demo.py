"""`dimmer demo`: load the invented area Exampleshire, serve it, and say whom to sign in as."""

import json
import os
import shlex
import signal
import subprocess
import sys
import time
from contextlib import suppress
from itertools import groupby
from types import FrameType
from typing import NoReturn

import click
from rich.console import Console
from rich.progress import Progress

from dimmer.cli.exampleshire import place, read
from dimmer.cli.service import begin
from dimmer.database import cluster, url
from dimmer.database.home import chosen, home
from dimmer.database.place import is_made
from dimmer.database.prepare import prepare
from dimmer.keyring.provider import make_demo_key

_WAIT_SECONDS = 30
_BAD_INPUT = 2
_PROGRAM = ".venv/bin/dimmer"


class _Stopped(Exception):
    """Ctrl-C, or a request to end."""


@click.command
@click.option("--no-serve", is_flag=True, help="Load, and stop there.")
@click.option(
    "--scale",
    type=click.IntRange(1, 10_000),
    default=1,
    show_default=True,
    help="Load this many times as many concerns, the rest of them synthetic.",
)
@click.option("--port", type=click.IntRange(1, 65_535), help="Serve on this port.")
@click.option("--cast", is_flag=True, help="List everybody who can sign in, and how; then stop.")
@click.option("--json", "as_json", is_flag=True, help="With --cast: as JSON.")
@click.option("--code", metavar="EMAIL", help="Print somebody's sign-in code of this half minute.")
def demo(
    *, no_serve: bool, scale: int, port: int | None, cast: bool, as_json: bool, code: str | None
) -> None:
    """Load the demo area, serve it, and say whom to sign in as.

    Everybody in it is invented. A second run keeps what is there. Never use it for real information:
    its key lies beside its data.
    """
    if as_json and not cast:
        raise click.UsageError("--json goes with --cast")
    if port is not None and not place.is_free(port):
        _refuse(f"Port {port} is taken on {place.HOST}. Free it, or choose another with --port.")
    signal.signal(signal.SIGTERM, _stop)
    try:
        if cast or code:
            _must_be_here(f"--code {code}" if code else "--cast")
            begin()
        else:
            was_running = url.is_embedded() and cluster.is_running()
            _make_ready()
            _load(scale)
        if code:
            _print_code(code)
        elif cast:
            _print_cast(as_json=as_json)
        else:
            _print_guides()
            if not no_serve:
                _serve(port, stop_database=url.is_embedded() and not was_running)
    except (KeyboardInterrupt, _Stopped):
        click.echo("Stopped. Run it again to go on from here.", err=True)
        sys.exit(130)


def _refuse(words: str) -> NoReturn:
    click.echo(f"dimmer demo: {words}", err=True)
    sys.exit(_BAD_INPUT)


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise _Stopped


def _must_be_here(asked: str) -> None:
    """Whoever asks about another home than the one where the area lies would get words or codes that fit nothing.

    It is looked for without making anything, where the database is one of our own.
    """
    is_there = not url.is_embedded() or is_made()
    if is_there:
        prepare()
    if not (is_there and place.is_settled()):
        _refuse(
            f"There is no demo area in {chosen()}. Began it with a DIMMER_HOME? Then name it here too:\n"
            f"  DIMMER_HOME=FOLDER {_PROGRAM} demo {asked}\n"
            f"To begin one in {chosen()}: {_PROGRAM} demo"
        )
    click.echo(f"Of the demo area in {home()}:", err=True)


def _typed(rest: str) -> str:
    """A command as it is typed in another shell, for the home that is meant here."""
    given = os.environ.get("DIMMER_HOME")
    return (
        f"DIMMER_HOME={shlex.quote(str(chosen()))} {_PROGRAM} {rest}"
        if given
        else f"{_PROGRAM} {rest}"
    )


def _make_ready() -> None:
    """A database that is empty or ours, and a key: nothing is written where others work."""
    prepare()
    if strangers := place.strangers():
        _refuse(
            f"This database already holds other agencies ({', '.join(strangers[:3])}): the demo is "
            "loaded only into a place of its own. Set DIMMER_HOME to an empty folder."
        )
    os.environ.setdefault("DIMMER_MAIL", "folder")  # nobody real is written to
    if not (os.environ.get("DIMMER_KEY_FILE") or os.environ.get("CREDENTIALS_DIRECTORY")):
        make_demo_key()


def _load(scale: int) -> None:
    """Migrate as the owner (in a process of its own: a role is for life), then load as the service."""
    migrated = subprocess.run(
        [sys.executable, "-m", "dimmer.cli", "migrate"], check=False, capture_output=True, text=True
    )
    if migrated.returncode:
        sys.stderr.write(migrated.stderr)
        sys.exit(migrated.returncode)
    begin()
    from dimmer.cli.exampleshire import load

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Loading Exampleshire", total=load.how_many(scale))
        loaded = load.load(scale=scale, done=lambda more: progress.advance(task, more))
    many = f"{loaded:,} concerns were loaded" if loaded else "everything was there already"
    click.echo(f"Exampleshire is ready in {home()}: {many}.", err=True)


def _print_code(email: str) -> None:
    from dimmer.cli.exampleshire.members import members

    wanted = email.strip().lower()
    found = [row["code"] for row in members() if row["email"] == wanted]
    if not found:
        _refuse(
            f"Nobody in Exampleshire signs in as {email}. `{_typed('demo --cast')}` lists everybody."
        )
    click.echo(found[0])


def _print_cast(*, as_json: bool) -> None:
    from dimmer.cli.exampleshire.members import members

    rows = members()
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for (agency, team), people in groupby(rows, key=lambda row: (row["agency"], row["team"])):
        click.echo(f"\n{agency}, {team}")
        for row in people:  # no table: what is to be copied must not be cut at the terminal's edge
            click.echo(f"  {row['email']}   password: {row['password']}   code now: {row['code']}")
            click.echo(f"      {row['name']}, {row['title']} ({row['role']})")
    click.echo()
    click.echo(f"A code works once. The current one: {_typed('demo --code EMAIL')}")


def _print_guides() -> None:
    from dimmer.cli.exampleshire.members import guides

    click.echo("\nSign in as, for example:\n")
    for email, password, name, shows in guides():
        click.echo(f"  {email}   password: {password}\n      {name}: {shows}")
    click.echo(
        "\nThe code is the second factor; it changes every half minute and works once:\n"
        f"  {_typed('demo --code ' + read.address('leila.haddad'))}\n"
        f"Everybody else: {_typed('demo --cast')}\n"
    )


def _serve(port: int | None, *, stop_database: bool) -> None:
    """Serve and do the clock's work side by side until somebody ends it, or one of them ends."""
    chosen = port or place.free_port()
    if chosen is None:
        _refuse("No port from 8000 to 8099 is free. Choose one with --port.")
    running = [place.start("work"), place.start("serve", "--port", str(chosen))]
    try:
        until = time.monotonic() + _WAIT_SECONDS
        while not place.answers(int(chosen or 0)) and _are_running(running):
            if time.monotonic() > until:
                click.echo("The server does not answer yet; its words stand above.", err=True)
                break
            time.sleep(0.1)
        if _are_running(running):
            other = "" if port or chosen == place.FIRST_PORT else " (port 8000 was taken)"
            click.echo(f"Dimmer is at http://localhost:{chosen}/{other}. Ctrl-C stops it.")
        while _are_running(running):
            time.sleep(0.2)
        click.echo("One of the two processes ended by itself; its words stand above.", err=True)
        sys.exit(1)
    except (KeyboardInterrupt, _Stopped):
        click.echo("\nStopping.", err=True)
    finally:
        _end(running)
        if stop_database:
            cluster.stop()


def _are_running(processes: list[subprocess.Popen[bytes]]) -> bool:
    return all(process.poll() is None for process in processes)


def _end(processes: list[subprocess.Popen[bytes]]) -> None:
    """Ask each to end, then wait; whoever does not is ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    for process in processes:
        with suppress(ProcessLookupError):
            process.terminate()
    for process in processes:
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
