"""Files and keys that a verifier gives, read without Django; what cannot be read is said in words."""

import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

import click
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from dimmer.core.ledger import NotAKey, VerifierKey, parse_key
from dimmer.core.ledger.cosignature import WitnessKey, parse_witness_key

KEY_VARIABLE = "DIMMER_LEDGER_KEY"
KEY_FILE = "ledger.vkey"  # in DIMMER_HOME

MOST_BYTES = 4_000_000  # nothing that is read whole is as long; a disk image by mistake is not read to its end


Key = TypeVar("Key", bound=VerifierKey)


class BadInput(click.ClickException):
    """What was given cannot be checked at all. Nothing is known about it."""

    exit_code = 2


def ed25519_verifies(public_key: bytes, signature: bytes, message: bytes) -> bool:
    """Say whether the holder of the key signed the message (Ed25519, RFC 8032)."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def read(name: str) -> bytes:
    """The bytes of a file, or the first of them.

    Raises:
        BadInput: it cannot be read.
    """
    try:
        with Path(name).open("rb") as file:
            return file.read(MOST_BYTES)
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        why = getattr(error, "strerror", None) or str(error)
        raise BadInput(f"{click.format_filename(name)} cannot be read: {why}.") from error


def trusted(keys: tuple[str, ...]) -> tuple[str, list[VerifierKey]]:
    """Give where the trusted keys are from, in words, and the keys: none is an answer too.

    Raises:
        BadInput: what was given is no key.
    """
    if keys:
        return "--key", [each for given in keys for each in keys_in(given, said="--key")]
    if given := os.environ.get(KEY_VARIABLE):
        return KEY_VARIABLE, keys_in(given, said=KEY_VARIABLE)
    file = home() / KEY_FILE
    if _exists(str(file)):
        return str(file), keys_in(str(file), said=KEY_FILE)
    return "", []


def witnesses_in(given: Iterable[str], *, ledgers: Iterable[VerifierKey]) -> list[WitnessKey]:
    """The keys of witnesses that were given, each once.

    Args:
        given: keys, or files of them.
        ledgers: keys of the ledger that are trusted: who holds one of them is no witness of it.

    Raises:
        BadInput: what was given is no key of a witness; or it would let one holder count as two.
    """
    keys = [each for one in given for each in _keys_in(one, said="--witness", parse=parse_witness_key)]  # fmt: skip
    found = list(dict.fromkeys(keys))
    holders = [each.public_key for each in found]
    if own := set(holders) & {each.public_key for each in ledgers}:
        names = ", ".join(each.name for each in found if each.public_key in own)
        raise BadInput(f"--witness: {names} has the ledger's own key, so it is nobody else.")
    if len(set(holders)) < len(holders):  # a cosignature does not say under which name it was made
        raise BadInput("--witness: two names have one key, so they are one witness. Name one.")
    return found


def keys_in(given: str, *, said: str) -> list[VerifierKey]:
    """The key that was given, or the keys in the file that was; `said` names where it was given.

    Raises:
        BadInput: it is neither.
    """
    return _keys_in(given, said=said, parse=parse_key)


def _keys_in(given: str, *, said: str, parse: Callable[[str], Key]) -> list[Key]:
    try:
        return [parse(given.strip())]
    except NotAKey as error:
        if not _exists(given):
            raise BadInput(f"{said}: neither a file nor a key ({error}).") from error
    try:
        lines = read(given).decode().split("\n")
        written = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
        found = [parse(line) for line in written]
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


def home() -> Path:
    """The folder of this Dimmer, by the rule of dimmer.database.home, which would make it: a check leaves no trace."""
    given = os.environ.get("DIMMER_HOME")
    try:
        return Path(given).expanduser() if given else Path(sys.prefix).parent / ".dimmer"
    except RuntimeError as error:  # ~somebody, and there is no such account
        raise BadInput(f"DIMMER_HOME names no folder: {error}") from error


def plain(words: str) -> str:
    """Names in somebody else's file are shown and do nothing to the terminal."""
    return "".join(each if each.isprintable() else "?" for each in words)


def mark(*, passed: bool) -> str:
    """The sign before a line of what was checked; in words where the terminal has no such sign."""
    sign, plain = ("✓", "ok    ") if passed else ("✗", "FAILED")
    try:
        sign.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return plain
    return sign
