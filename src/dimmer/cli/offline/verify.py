"""`dimmer verify`: check a receipt offline, without Django and without trusting any server.

Exit status: 0 every check passed, 1 a check failed, 2 bad input.
"""

import importlib
import os
import sys
from collections.abc import Iterable
from pathlib import Path

import click
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from dimmer.core.ledger import Check, NotAKey, VerifierKey, check_text, parse_key

KEY_VARIABLE = "DIMMER_LEDGER_KEY"
KEY_FILE = "ledger.vkey"  # in DIMMER_HOME

_MOST_BYTES = 4_000_000  # no receipt is as long; a disk image by mistake is not read to its end
# What is left of a receipt though some bytes of it are no text any more: it was altered.
_TRACES = (b"dimmer-receipt/", b"dimmer verify", b"\ncommitment ")


class BadInput(click.ClickException):
    """What was given cannot be checked at all. Nothing is known about the receipt."""

    exit_code = 2


@click.command()
@click.argument("what", metavar="FILE|ledger")
@click.option(
    "--key",
    "keys",
    multiple=True,
    metavar="KEY",
    help="A key you trust, as the partnership publishes it, or a file of such keys. "
    f"May be repeated. Otherwise {KEY_VARIABLE}, otherwise {KEY_FILE} in DIMMER_HOME.",
)
def verify(*, what: str, keys: tuple[str, ...]) -> None:
    """Check a receipt offline, or the whole ledger.

    FILE is a receipt; every check is named, passed or failed. The word `ledger` walks the ledger
    in this deployment's database instead (for a file of that name: ./ledger).
    """
    if what == "ledger":
        if keys:
            raise BadInput("--key is for checking a receipt, not the ledger in the database.")
        _verify_ledger()
    source, trusted = _trusted(keys)
    checks = check_text(_text_of(what), trusted=trusted, verify=ed25519_verifies)
    _report(checks, source=source)
    sys.exit(0 if all(check.passed for check in checks) else 1)


def ed25519_verifies(public_key: bytes, signature: bytes, message: bytes) -> bool:
    """Say whether the holder of the key signed the message (Ed25519, RFC 8032)."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _verify_ledger() -> None:
    # By name: checking a file must work where neither Django nor the service is installed.
    try:
        service = importlib.import_module("dimmer.cli.service.ledger")
    except ModuleNotFoundError as missing:
        raise BadInput(
            f"Checking the ledger itself needs the whole of Dimmer: {missing.name} is missing. "
            "A receipt can be checked without: dimmer verify FILE"
        ) from missing
    sys.exit(service.verify_ledger())


def _text_of(name: str) -> str:
    data = _read(name, limit=_MOST_BYTES)
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        if any(trace in data for trace in _TRACES):
            return data.decode(errors="replace")
        raise BadInput(f"{click.format_filename(name)} is not a text file.") from error


def _read(name: str, *, limit: int) -> bytes:
    try:
        with Path(name).open("rb") as file:
            return file.read(limit)
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        why = getattr(error, "strerror", None) or str(error)
        raise BadInput(f"{click.format_filename(name)} cannot be read: {why}.") from error


def _trusted(keys: tuple[str, ...]) -> tuple[str, list[VerifierKey]]:
    """Give where the trusted keys are from, in words, and the keys: none is an answer too."""
    if keys:
        return "--key", [each for given in keys for each in _keys_in(given, said="--key")]
    if given := os.environ.get(KEY_VARIABLE):
        return KEY_VARIABLE, _keys_in(given, said=KEY_VARIABLE)
    file = _home() / KEY_FILE
    if _exists(str(file)):
        return str(file), _keys_in(str(file), said=KEY_FILE)
    return "", []


def _keys_in(given: str, *, said: str) -> list[VerifierKey]:
    try:
        return [parse_key(given.strip())]
    except NotAKey as error:
        if not _exists(given):
            raise BadInput(f"{said}: neither a file nor a key ({error}).") from error
    try:
        lines = _read(given, limit=_MOST_BYTES).decode().split("\n")
        written = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
        found = [parse_key(line) for line in written]
    except (NotAKey, UnicodeDecodeError) as error:
        raise BadInput(f"{said}: the file holds something other than keys ({error}).") from error
    if not found:
        raise BadInput(f"{said}: there is no key in the file.")
    return found


def _exists(name: str) -> bool:
    try:
        return Path(name).exists()
    except (OSError, ValueError):
        return False


def _home() -> Path:
    # The rule of dimmer.database.home, which would also make the folder: a check leaves no trace.
    given = os.environ.get("DIMMER_HOME")
    try:
        return Path(given).expanduser() if given else Path(sys.prefix).parent / ".dimmer"
    except RuntimeError as error:  # ~somebody, and there is no such account
        raise BadInput(f"DIMMER_HOME names no folder: {error}") from error


def _report(checks: Iterable[Check], *, source: str) -> None:
    failed = [check.name for check in checks if not check.passed]
    for check in checks:
        click.echo(f"{_mark(passed=check.passed)} {check.name:<10} {check.meaning}")
    click.echo()
    if "key" in failed:
        click.echo(_about_keys(source))
        click.echo()
    if not failed:
        click.echo("Proved: what this receipt lists was entered in the ledger, and is unchanged.")
    else:
        click.echo(f"NOT PROVED. Failed: {', '.join(failed)}.")


def _mark(*, passed: bool) -> str:
    sign, plain = ("✓", "ok    ") if passed else ("✗", "FAILED")
    try:
        sign.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return plain
    return sign


def _about_keys(source: str) -> str:
    known = (
        f"The keys you trust are from {source}."
        if source
        else f"You gave no key to trust, and {_home()} holds none. If the Dimmer of this ledger lives in another\n"
        "folder of this machine, name it: DIMMER_HOME=FOLDER dimmer verify FILE. Else:"
    )
    return (
        f"{known} Ask the partnership for the key it publishes, by another way than this\n"
        "receipt came to you. Compare: the published key must begin with the name and the eight\n"
        "letters and digits shown above. If it does, check again with the whole of it:\n"
        "    dimmer verify FILE --key KEY\n"
        "If it does not, this receipt is not that partnership's."
    )
