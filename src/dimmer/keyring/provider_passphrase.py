"""The provider's key from a passphrase that somebody types when Dimmer starts (Argon2id, RFC 9106).

DIMMER_KEY_PASSPHRASE says where it is typed: `ask` at the terminal, or the number of a file descriptor to read a
line from. It is read once per process and kept nowhere.
"""

import getpass
import os
import sys
from base64 import b64decode, b64encode
from collections.abc import Mapping
from functools import cache
from typing import Any

from dimmer.keyring.phrase import DEAREST, PRICE, SALT_BYTES, stretched
from dimmer.keyring.provider import PASSPHRASE, NoKey

SHORTEST = 16
"""Characters. A copy of the ring can be tried on many machines, each guess at the price below."""


def key(kept: Mapping[str, Any]) -> bytes:
    """The 32 bytes, from what is typed and what stands beside the ring.

    Raises:
        NoKey: nobody typed anything, or what stands there is damaged.
    """
    return _derived(_typed(), kept)


def make(words: str) -> tuple[dict[str, Any], bytes]:
    """What to keep beside the ring for a new passphrase, and its key.

    Raises:
        NoKey: it is too short.
    """
    if len(words) < SHORTEST:
        raise NoKey(f"A passphrase needs {SHORTEST} characters or more: four random words do.")
    salt = b64encode(os.urandom(SALT_BYTES)).decode()
    kept: dict[str, Any] = {"kind": PASSPHRASE, "kdf": "argon2id", "salt": salt, **PRICE}
    return kept, _derived(words, kept)


def _derived(words: str, kept: Mapping[str, Any]) -> bytes:
    try:
        is_known = kept["kdf"] == "argon2id"
        is_payable = all(kept[part] <= most for part, most in DEAREST.items())
        if not (is_known and is_payable):  # whoever wrote that wants it to take for ever
            raise NoKey("What is kept beside the passphrase's ring is not ours.")
        salt = b64decode(kept["salt"], validate=True)
        return stretched(words, salt, kept["memory_kib"], kept["iterations"], kept["lanes"])
    except (KeyError, TypeError, ValueError) as error:
        raise NoKey("What is kept beside the passphrase's ring is damaged.") from error


@cache
def _typed() -> str:
    where = os.environ["DIMMER_KEY_PASSPHRASE"]
    if where == "ask":
        if not sys.stdin.isatty():
            raise NoKey(
                "Nobody is at a terminal to type the passphrase: start Dimmer at one, or give it a file "
                "descriptor and set DIMMER_KEY_PASSPHRASE to its number."
            )
        return getpass.getpass("Passphrase of the keys: ")
    try:
        with os.fdopen(int(where), encoding="utf-8") as line:
            words = line.readline().rstrip("\r\n")
    except (OSError, ValueError) as error:
        raise NoKey(
            f"DIMMER_KEY_PASSPHRASE is {where!r}: set it to `ask`, or to the number of an open file descriptor."
        ) from error
    if not words:
        raise NoKey(f"Nothing came from file descriptor {where}: the passphrase is expected there.")
    return words
