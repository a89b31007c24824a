"""`dimmer verify`: check a receipt or a ledger offline, without Django and without trusting any server.

Exit status: 0 every check passed, 1 a check failed, 2 bad input.
"""

import importlib
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from dimmer.cli.offline.archived import verify_archive
from dimmer.cli.offline.copied import CHECKPOINT
from dimmer.cli.offline.dumped import unpack
from dimmer.cli.offline.fetched import VARIABLE, Host, Wrong, fetch_parts
from dimmer.cli.offline.proved import verify_proof
from dimmer.cli.offline.receipted import verify_receipt
from dimmer.cli.offline.rolled import verify_rolls
from dimmer.cli.offline.sampled import draw_again
from dimmer.cli.offline.trusted import KEY_FILE, KEY_VARIABLE, BadInput, mark, read, trusted
from dimmer.cli.offline.walk import keys_given, signed_in, verify_consistency, verify_folder

# What is left of a receipt though some bytes of it are no text any more: it was altered.
_TRACES = (b"dimmer-receipt/", b"c2sp.org/tlog-proof@", b"dimmer verify", b"\ncommitment ")

with_keys = click.option(
    "--key",
    "keys",
    multiple=True,
    metavar="KEY",
    help="A key you trust, as the partnership publishes it, or a file of such keys. "
    f"May be repeated. Otherwise {KEY_VARIABLE}, otherwise {KEY_FILE} in DIMMER_HOME.",
)

with_witnesses = click.option(
    "--witness",
    "witnesses",
    multiple=True,
    metavar="KEY",
    help="The key of a witness who must have cosigned it, as the witness gives it, or a file of such keys. "
    "May be repeated.",
)


class _OrReceipt(click.Group):
    """A group whose first word may be a file: a receipt says in its own words how it is checked."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read a receipt where nothing else was named."""
        if not args or args[0] not in {*self.commands, *ctx.help_option_names}:
            args = ["receipt", *args]
        return super().parse_args(ctx, args)


@click.group(cls=_OrReceipt, subcommand_metavar="FILE|COMMAND [ARGS]...")
def verify() -> None:
    """Check a receipt (FILE), a proof, an archive, the whole ledger, or that one state of it continues another.

    A receipt named as one of the commands: ./ledger. Exit status: 0 good, 1 not good, 2 it cannot be checked.
    """


@verify.command()
@click.argument("file")
@with_witnesses
@with_keys
def receipt(*, file: str, witnesses: tuple[str, ...], keys: tuple[str, ...]) -> None:
    """Check a receipt offline: each check is named, passed or failed.

    With --witness somebody else than the ledger's holder must have cosigned the state of the ledger in it.
    """
    sys.exit(verify_receipt(text_of(file), keys=keys, witnesses=witnesses))


@verify.command()
@click.argument("file")
@click.option(
    "--entry",
    metavar="FILE",
    help="The bytes of the entry, where the proof does not bring them, or you have them from elsewhere.",
)
@with_witnesses
@with_keys
def proof(
    *, file: str, entry: str | None, witnesses: tuple[str, ...], keys: tuple[str, ...]
) -> None:
    """Check a .tlog-proof file offline: that one entry is in the ledger, and who saw that state of it."""
    sys.exit(verify_proof(text_of(file), entry=entry, keys=keys, witnesses=witnesses))


@verify.command()
@click.option(
    "--from",
    "folder",
    metavar="FOLDER|DUMP.sql",
    help="A copy of the ledger (tiles, entries and checkpoint), or a backup of the database.",
)
@click.option(
    "--url",
    metavar="URL",
    help="Where the ledger's checkpoint and tiles are handed out: https://dimmer.example/ledger",
)
@click.option(
    "--cookie-file",
    metavar="FILE",
    help="With --url, a file that only you can read, with the cookie of a session that may read the ledger, "
    f"name=value. Otherwise {VARIABLE}.",
)
@click.option(
    "--seen",
    multiple=True,
    metavar="CHECKPOINT",
    help="A file with an older signed state that you kept: the ledger must continue it. May be repeated.",
)
@with_witnesses
@with_keys
def ledger(
    *,
    folder: str | None,
    url: str | None,
    cookie_file: str | None,
    seen: tuple[str, ...],
    witnesses: tuple[str, ...],
    keys: tuple[str, ...],
) -> None:
    """Read every entry again, compare with what was signed, and name the entry at fault.

    Without --from it is the ledger in this deployment's database. A copy is made by `dimmer ledger copy`, or
    fetched from /ledger/ as C2SP tlog-tiles says. With --seen a restored backup and a second history are
    told too. With --url it is fetched, part by part, up to the first that is not what was signed. A long
    ledger is read by as many processes as there are processors.
    """
    if url is not None and folder is not None:
        raise BadInput("--url or --from, not both.")
    if cookie_file is not None and url is None:
        raise BadInput("--cookie-file is for --url.")
    if url is not None:
        host = Host(url, cookie_file=cookie_file)
        sys.exit(_verify_host(host, seen=seen, keys=keys, witnesses=witnesses))
    if folder is not None:
        sys.exit(_verify_copy(Path(folder), seen=seen, keys=keys, witnesses=witnesses))
    if witnesses:
        raise BadInput(
            "--witness is for a copy: --from FOLDER, or --url URL. For the database, `dimmer check` tells."
        )
    # By name: checking a file must work where neither Django nor the service is installed.
    try:
        service = importlib.import_module("dimmer.cli.service.ledger")
    except ModuleNotFoundError as missing:
        raise BadInput(
            f"Checking the ledger itself needs the whole of Dimmer: {missing.name} is missing. "
            "A receipt, or a copy, can be checked without: dimmer verify FILE, dimmer verify ledger --from FOLDER"
        ) from missing
    given = trusted(keys)[1] if keys else []
    sys.exit(service.verify_ledger(seen=[text_of(each) for each in seen], keys=given))


def _verify_copy(
    given: Path, *, seen: tuple[str, ...], keys: tuple[str, ...], witnesses: tuple[str, ...]
) -> int:
    if not given.is_file():
        return verify_folder(str(given), seen=seen, keys=keys, witnesses=witnesses)
    with TemporaryDirectory(prefix="dimmer-verify-") as folder:
        unpack(given, Path(folder))
        return verify_folder(folder, seen=seen, keys=keys, witnesses=witnesses)


def _verify_host(
    host: Host, *, seen: tuple[str, ...], keys: tuple[str, ...], witnesses: tuple[str, ...]
) -> int:
    known = keys_given(keys)
    with TemporaryDirectory(prefix="dimmer-verify-") as folder, host:
        try:
            host.take(CHECKPOINT, into=Path(folder))
            newest = signed_in(str(Path(folder) / CHECKPOINT), known)
            if newest is not None:
                fetch_parts(host, Path(folder), newest.head)
        except Wrong as error:
            click.echo(f"{mark(passed=False)} {error}. Nothing after it was fetched.")
            return 1
        return verify_folder(folder, seen=seen, keys=keys, witnesses=witnesses)


@verify.command(name="sample")
@click.argument("listed", metavar="LIST")
@click.argument("receipt_file", metavar="RECEIPT")
@with_witnesses
@with_keys
def sample_(
    *, listed: str, receipt_file: str, witnesses: tuple[str, ...], keys: tuple[str, ...]
) -> None:
    """Draw again: what of LIST the signed head in RECEIPT draws, and whether that list was announced.

    With --witness somebody else than the ledger's holder must have cosigned the head that draws.
    """
    listed, receipt_file = text_of(listed), text_of(receipt_file)
    sys.exit(draw_again(listed, receipt_file, keys=keys, witnesses=witnesses))


@verify.command()
@click.argument("old")
@click.argument("new")
@click.option(
    "--from", "folder", required=True, metavar="FOLDER", help="A copy of the ledger: its tiles."
)
@with_keys
def consistency(*, old: str, new: str, folder: str, keys: tuple[str, ...]) -> None:
    """Prove from the tiles in FOLDER that checkpoint NEW continues checkpoint OLD: nothing changed, nothing gone."""
    sys.exit(verify_consistency(old, new, folder=folder, keys=keys))


@verify.command()
@click.argument("file")
@click.option(
    "--password-file",
    metavar="FILE",
    help="A file with the password, to check what is sealed in it too; - for the standard input.",
)
@click.option(
    "--open",
    "opened",
    metavar="FOLDER",
    help="A new folder to write what was sealed to, where every check passed.",
)
@with_witnesses
@with_keys
def archive(
    *,
    file: str,
    password_file: str | None,
    opened: str | None,
    witnesses: tuple[str, ...],
    keys: tuple[str, ...],
) -> None:
    """Check an archive that gives account: its signature, each file, each entry, and once open each fact and pack."""
    if opened is not None and password_file is None:
        raise BadInput("--open needs --password-file.")
    sys.exit(
        verify_archive(
            file, keys=keys, password_file=password_file, opened=opened, witnesses=witnesses
        )
    )


@verify.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option(
    "--from",
    "folder",
    required=True,
    metavar="FOLDER",
    help="A copy of the ledger: its tiles and entries.",
)
@click.option(
    "--every",
    "is_every",
    is_flag=True,
    help="These are the accounts of every agency: what is in none of them is then a fault.",
)
@with_keys
def roll(*, files: tuple[str, ...], folder: str, is_every: bool, keys: tuple[str, ...]) -> None:
    """Compare accounts of agencies with the whole ledger: is each entry of their kinds and days in one alone?"""
    sys.exit(verify_rolls(files, folder=folder, keys=keys, is_every=is_every))


def text_of(name: str) -> str:
    """The text of a file, also of a receipt that is damaged.

    Raises:
        BadInput: it is no text, or cannot be read.
    """
    data = read(name)
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        if any(trace in data for trace in _TRACES):
            return data.decode(errors="replace")
        raise BadInput(f"{click.format_filename(name)} is not a text file.") from error
