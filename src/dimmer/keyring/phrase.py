"""Sealed under words that are told by another way, for whoever has no keys: Argon2id (RFC 9106) and AES-256-GCM.

Written down in docs/reference/archive-format.md. The price of a guess stands in the first line; the words are random.
"""

import json
import os
from base64 import b64decode, b64encode
from functools import lru_cache

import rfc8785
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from dimmer.keyring.sealing import KEY_BYTES, CannotOpen

PRICE = {"memory_kib": 65_536, "iterations": 3, "lanes": 4}
"""RFC 9106's second recommendation: 64 MiB a guess."""
DEAREST = {"memory_kib": 4_194_304, "iterations": 100, "lanes": 64}
"""Whoever wrote more than that wants it to take for ever."""
SALT_BYTES = 16
_NONCE_BYTES = 12
_CIPHER = "aes-256-gcm"
_FIELDS = {*PRICE, "cipher", "kdf", "nonce", "salt"}


@lru_cache(maxsize=4)  # the price is paid once, not at each use of one key
def stretched(words: str, salt: bytes, memory_kib: int, iterations: int, lanes: int) -> bytes:
    """The 32 bytes that words lead to."""
    found = Argon2id(
        salt=salt, length=KEY_BYTES, iterations=iterations, lanes=lanes, memory_cost=memory_kib
    )
    return found.derive(words.encode())


def seal_under(words: str, plain: bytes) -> bytes:
    """One line that says how, then what was sealed with its tag; the line is bound to it."""
    salt, nonce = os.urandom(SALT_BYTES), os.urandom(_NONCE_BYTES)
    said: dict[str, int | str] = {"cipher": _CIPHER, "kdf": "argon2id", **PRICE}
    said |= {"nonce": b64encode(nonce).decode(), "salt": b64encode(salt).decode()}
    line = rfc8785.dumps({**said}) + b"\n"
    key = stretched.__wrapped__(words, salt, **PRICE)  # remembered nowhere: it is for somebody else
    return line + AESGCM(key).encrypt(nonce, plain, line)


def unseal_under(words: str, sealed: bytes) -> bytes:
    """What `seal_under` sealed.

    Raises:
        CannotOpen: other words, altered, or not of this form.
    """
    first, newline, body = sealed.partition(b"\n")
    try:
        said = json.loads(first)
        is_ours = said.keys() == _FIELDS and (said["cipher"], said["kdf"]) == (_CIPHER, "argon2id")
        is_payable = all(0 < said[part] <= most for part, most in DEAREST.items())
        if not (is_ours and is_payable):
            raise CannotOpen("not of the form that is known here")
        key = stretched(
            words, b64decode(said["salt"], validate=True), *(said[part] for part in PRICE)
        )
        nonce = b64decode(said["nonce"], validate=True)
        return AESGCM(key).decrypt(nonce, body, first + newline)
    except (InvalidTag, ValueError, TypeError, AttributeError, KeyError) as error:
        raise CannotOpen("other words, or it was altered") from error
