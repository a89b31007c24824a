"""`dimmer keys`: what there is of keys, rotating them, moving them, shares for recovery, and recovering."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from dimmer.cli.service import begin, put_ring_back, say_returned
from dimmer.cli.service.signature import print_signature, publish_signature
from dimmer.database import url
from dimmer.database.home import locked
from dimmer.database.prepare import connect, prepare
from dimmer.keyring import provider, provider_passphrase, provider_pkcs11, recovery, ring, ring_file
from dimmer.keyring.ring import Ring
from dimmer.keyring.sealing import CannotOpen, new_key

if TYPE_CHECKING:
    from dimmer.apps.vault.models import TeamKey

_FAILED, _BAD_INPUT = 1, 2
_FILE = click.Path(dir_okay=False, path_type=Path)
_SETS = {
    provider.FILE: "DIMMER_KEY_FILE={}",
    provider.PASSPHRASE: "DIMMER_KEY_PASSPHRASE=ask (or a file descriptor's number)",
    provider.PKCS11: "DIMMER_KEY_TOKEN (beside DIMMER_KEY_MODULE and DIMMER_KEY_PIN_FILE)",
}


@click.group
def keys() -> None:
    """Look after the keys. How: docs/how-to/look-after-keys.md."""


@keys.command
def status() -> None:
    """Say what there is of keys, how old they are, and whether they can be recovered. Never a key.

    Exit status: 0 all is done, 1 a rotation has stopped on its way, 2 the keys do not open.
    """
    with _world() as now:
        from django.conf import settings

        from dimmer.apps.vault.queries import retired, shut_teams, team_keys

        found, file = ring.ring(), ring_file.read()
        click.echo(f"Provider: {provider.in_words()}.")
        version, rotated = (file.version, file.rotated_on) if file else (1, None)
        when = f"rotated on {rotated:%-d %B %Y}" if rotated else "never rotated"
        click.echo(f"Wrapping key: version {version}, {when}.")
        if under_way := len(found.keys) > 1:
            click.echo("A rotation has not ended: `dimmer keys rotate` goes on with it.")
        print_signature()
        shares = file.recovery if file else None
        click.echo(
            f"Recovery: {recovery.MADE} shares, made on {shares.made_on:%-d %B %Y}; "
            f"any {recovery.NEEDED} recover the keys."
            if shares
            else "Recovery: no shares. A lost key is a lost archive: run `dimmer keys share`."
        )
        late, shut = retired(), set(shut_teams())
        for row in team_keys():
            is_shut = row.team_id in shut
            under_way |= _print_team(row, now=now, is_renewed=row.team_id in late, is_shut=is_shut)
        if shut:
            click.echo(
                f"The keys of {len(shut)} of the teams do not open: put their rows of vault_teamkey back from a "
                "backup.",
                err=True,
            )
        _print_destroyed(settings.BACKUP_DAYS, now=now)
    sys.exit(_BAD_INPUT if shut else _FAILED if under_way else 0)


def _print_destroyed(days: int | None, *, now: datetime) -> None:
    """What was disposed of, and until when a backup and the keys open it."""
    from dimmer.apps.vault.queries import beyond_use_on, destroyed

    count, last = destroyed()
    if last is None:
        click.echo("Disposed of: nothing yet.")
    else:
        until = beyond_use_on(last)
        words = f"; beyond use from {until:%-d %B %Y}" if until else ""
        click.echo(f"Disposed of: {count:,} keys destroyed, the last on {last:%-d %B %Y}{words}.")
    click.echo(
        f"Backups are kept for {days} days: what is destroyed today is beyond use from "
        f"{beyond_use_on(now):%-d %B %Y}."
        if days is not None
        else "Nobody has said how long backups are kept (set DIMMER_BACKUP_DAYS): whoever has one, and the keys, "
        "opens what was destroyed since, for as long as there is one."
    )


def _print_team(row: "TeamKey", *, now: datetime, is_renewed: bool, is_shut: bool) -> bool:
    """One line; whether grants are still to be sealed anew."""
    age = f"{(now - row.made_at).days} days old" if row.made_at else "of unknown age"
    left = _left(row.team_id) if is_renewed else 0
    words = f"; {left:,} grants still to be sealed anew" if left else ""
    words += (
        "; the earlier pair is kept until sessions have ended" if is_renewed and not left else ""
    )
    words += "; DOES NOT OPEN" if is_shut else ""
    click.echo(f"  {row.team}: version {row.version}, {age}{words}")
    return bool(left)


def _left(team: Any) -> int:
    from django.db import connection, transaction

    from dimmer.apps.vault.queries import left_to_reseal
    from dimmer.database.reader import AsTeam, set_reader

    with transaction.atomic():
        set_reader(connection, AsTeam(team))
        return left_to_reseal(team)


@keys.command
@click.option("--team", "name", metavar="NAME", help="A team's pair instead, with all its grants.")
@click.option("--teams", "everybody", is_flag=True, help="The pairs of all teams instead.")
@click.option(
    "--signature", is_flag=True, help="What the ledger is signed with instead; all sign in anew."
)
@click.option(
    "--anyway", is_flag=True, help="Take the old key away even if a team's key does not open."
)
def rotate(*, name: str | None, everybody: bool, signature: bool, anyway: bool) -> None:
    """Make a new wrapping key, and seal below it what was sealed below the old one.

    The service may run. If it is stopped on its way, run it again: it goes on.

    Exit status: 0 done, 1 something could not be opened and stays as it is, 2 bad input.
    """
    if sum(map(bool, (name, everybody, signature))) > 1:
        raise click.UsageError("--team, --teams and --signature go without each other")
    with _world() as now:
        from dimmer.apps.vault.actions import keys as actions

        if signature:
            actions.renew_signature(at=now)
            publish_signature()
            return
        if name or everybody:
            shut = sum(_renew(row, now=now) for row in _teams(name))
            sys.exit(_FAILED if shut else 0)
        actions.begin_rotation(at=now)
        after: int | None = 0
        while after is not None:
            after = actions.rewrap(after=after)
        try:
            actions.end_rotation(at=now, anyway=anyway)
        except actions.StillShut as shut:
            _tell_shut({str(row.team) for row in _teams(None) if row.team_id in shut.teams})
        file = ring_file.read()
        click.echo(f"The wrapping key is version {file.version if file else 1} now.")


def _tell_shut(teams: set[str]) -> NoReturn:
    click.echo(
        f"The keys of these teams do not open: {'; '.join(sorted(teams))}. They were altered or cut short. The old "
        "wrapping key stays: put the rows of vault_teamkey back from a backup and run this again, or give up what was "
        "sealed to them with --anyway.",
        err=True,
    )
    sys.exit(_FAILED)


def _teams(name: str | None) -> list["TeamKey"]:
    from dimmer.apps.vault.queries import team_keys

    found = [row for row in team_keys() if name in (None, row.team.name, str(row.team))]
    if not found:
        _refuse(f"No team with keys is called {name!r}.")
    if name and len(found) > 1:
        _refuse(f"Several are: {'; '.join(str(row.team) for row in found)}. Name one of them so.")
    return found


def _renew(row: "TeamKey", *, now: datetime) -> int:
    """How many grants could not be opened."""
    from django.db import connection, transaction

    from dimmer.apps.vault.actions import keys as actions
    from dimmer.apps.vault.jobs import reseal_all
    from dimmer.database.reader import AsTeam, set_reader

    with transaction.atomic():
        set_reader(connection, AsTeam(row.team_id))
        version = actions.renew_team(row.team_id, at=now)
    sealed = reseal_all(row.team_id)
    click.echo(f"{row.team}: version {version}, {sealed.done:,} grants sealed anew.")
    if sealed.shut:
        click.echo(f"  {sealed.shut:,} could not be opened, and were left as they are.", err=True)
    return sealed.shut


def _below(command: Any) -> Any:
    """The three providers that keys can be moved below."""
    for option in (
        click.option(
            "--hsm",
            metavar="TOKEN",
            help="Below a new key in the HSM (DIMMER_KEY_MODULE names its library).",
        ),
        click.option("--passphrase", is_flag=True, help="Below a passphrase, asked for twice."),
        click.option("--file", metavar="FILE", type=_FILE, help="Below a key in a new FILE."),
    ):
        command = option(command)
    return command


@keys.command
@_below
def move(*, file: Path | None, passphrase: bool, hsm: str | None) -> None:
    """Keep the keys below another provider, or make the first keys.

    Restart Dimmer with what this prints; until then it goes on reading, and seals nothing new below the keys.
    """
    _one_of(file, passphrase, hsm)
    prepare()
    with locked("keyring"):
        put_ring_back()
        is_first = ring_file.read() is None and _has_no_key()
        if is_first and _has_teams():
            _refuse("There are teams here and no key. Give the key that they were made with.")
        found = Ring(new_key(), (new_key(),)) if is_first else ring.ring(to_seal=True)
        if not is_first:
            _must_fit()
        below = _made(file, hsm, is_passphrase=passphrase)
        if is_first:
            ring_file.write(ring_file.written(ring.closed(found, below=below, after=None)))
            ring.adopt(found)
        else:
            _move(found, below=below, is_recovery=False)
    _say_how(below[0]["kind"], file)


@keys.command
@_below
def recover(*, file: Path | None, passphrase: bool, hsm: str | None) -> None:
    """Bring the keys back from two officers' shares, below a new provider."""
    _one_of(file, passphrase, hsm)
    prepare()
    with locked("keyring"):
        put_ring_back()
        kept = ring_file.read()
        if kept is None or kept.recovery is None:
            _refuse(
                "No shares were ever made of these keys, or neither file nor database holds them."
            )
        click.echo(
            f"Type {recovery.NEEDED} of the {recovery.MADE} shares that were made on "
            f"{kept.recovery.made_on:%-d %B %Y}, each on one line.",
            err=True,
        )
        try:
            shares = [
                click.prompt(f"Share {place}", err=True) for place in range(1, recovery.NEEDED + 1)
            ]
            found = ring.recovered(kept, private=recovery.private_half(shares))
        except recovery.WrongShare as wrong:
            _refuse(f"These shares do not fit: {wrong}")
        except CannotOpen:
            _refuse("These shares belong to other keys, or newer ones were made since.")
        ring.adopt(found)
        below = _made(file, hsm, is_passphrase=passphrase)
        _move(found, below=below, is_recovery=True)
    _say_how(below[0]["kind"], file)


@keys.command
def share() -> None:
    """Make three shares for three officers, of which any two recover the keys. Shown once, here.

    Earlier shares open nothing any more.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        _refuse("Shares are shown at a terminal only: nothing of them may stay in a file.")
    with _world() as now:
        from dimmer.apps.vault.actions import keys as actions

        shares, public = recovery.new_shares()
        for place, words in enumerate(shares, start=1):
            click.clear()
            click.prompt(
                f"Officer {place} alone looks. Press Enter", default="", show_default=False
            )
            click.echo(f"\n{words}\n")
            click.prompt("Written on paper? Press Enter", default="", show_default=False)
        click.clear()
        actions.share(public=public, at=now)
    click.echo(
        f"{recovery.MADE} shares are made. Any {recovery.NEEDED} of them open everything: keep them apart."
    )


@contextmanager
def _world() -> Iterator[datetime]:
    """The service's world, with the ring in step, one of these commands at a time; and the moment."""
    prepare()
    with locked("keyring"):
        begin()
        from django.db import ProgrammingError
        from django.utils import timezone

        from dimmer.apps.vault.actions import keys as actions
        from dimmer.apps.vault.actions.destroying import destroy_again
        from dimmer.apps.vault.queries import shut_teams

        now = timezone.now()
        try:
            actions.settle(at=now)
            shut_teams()
            say_returned(destroy_again(at=now))
        except ProgrammingError:
            _refuse("The database is not set up. Run `dimmer migrate` first.")
        yield now


def _must_fit() -> None:
    """Refuse before anything is written where the key that was given opens nothing that is here."""
    if _has_teams():
        begin()
        from dimmer.apps.vault.queries import shut_teams

        shut_teams()


def _move(found: Ring, *, below: tuple[dict[str, Any], bytes], is_recovery: bool) -> None:
    begin()
    from django.utils import timezone

    from dimmer.apps.vault.actions import keys as actions

    actions.move(found, below=below, is_recovery=is_recovery, at=timezone.now())


def _made(
    file: Path | None, hsm: str | None, *, is_passphrase: bool
) -> tuple[dict[str, Any], bytes]:
    """What to keep beside the ring for a new key of the wanted provider, and the key."""
    if file:
        return provider.make_file(file)
    if hsm and not is_passphrase:
        return provider_pkcs11.make(token=hsm)
    words = click.prompt("New passphrase", hide_input=True, confirmation_prompt=True, err=True)
    return provider_passphrase.make(words)


def _one_of(*given: object) -> None:
    if sum(map(bool, given)) != 1:
        raise click.UsageError("say one of --file, --passphrase and --hsm")


def _has_no_key() -> bool:
    """Whether nothing was named that holds a key already."""
    if provider.given() != provider.FILE:
        return True
    try:
        provider.key_source()
    except provider.NoKey:
        return True
    return False


def _has_teams() -> bool:
    with connect(url.service()) as connection:
        if connection.execute("select to_regclass('vault_teamkey')").fetchone() == (None,):
            return False
        return connection.execute("select from vault_teamkey limit 1").fetchone() is not None


def _say_how(kind: str, file: Path | None) -> None:
    click.echo(
        f"The keys are kept below another provider now. Set {_SETS[kind].format(file)}, and restart Dimmer."
    )


def _refuse(words: str) -> NoReturn:
    click.echo(f"dimmer keys: {words}", err=True)
    sys.exit(_BAD_INPUT)
