"""Where the deployment's own key comes from: a systemd credential, a file, or the demo's file.

The key must not lie beside what it opens: a file under DIMMER_HOME is refused, save the demo's own.
"""

import os
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from dimmer.database.home import home
from dimmer.keyring.sealing import KEY_BYTES, new_key

_DEMO_FILE = "demo.key"


class NoKey(Exception):
    """Dimmer cannot open anything: the message says, in words for an operator, what to do."""


@cache
def wrapping_key() -> bytes:
    """The 32 bytes below which private keys are wrapped; read once per process.

    Raises:
        NoKey: none was given, or what was given is no key.
    """
    source = key_source()
    try:
        text = source.read_text(encoding="ascii").strip()
        key = bytes.fromhex(text)
    except (OSError, ValueError) as error:
        raise NoKey(
            f"{source} cannot be read as a key: 64 hexadecimal digits are expected"
        ) from error
    if len(key) != KEY_BYTES:
        raise NoKey(f"{source} holds {len(key)} bytes, not {KEY_BYTES}")
    return key


def key_source() -> Path:
    """The file that the key is read from.

    Raises:
        NoKey: no file was named, or it lies under DIMMER_HOME.
    """
    if given := os.environ.get("DIMMER_KEY_FILE"):
        path = Path(given).resolve()
        if path.is_relative_to(home().resolve()):
            raise NoKey(f"{path} lies beside what it opens: keep the key outside DIMMER_HOME")
        return path
    if folder := os.environ.get("CREDENTIALS_DIRECTORY"):
        return Path(folder, "dimmer-key")
    demo = home() / _DEMO_FILE
    if demo.exists():
        return demo
    raise NoKey(
        "No key. Make one with `openssl rand -hex 32`, keep it outside DIMMER_HOME, readable only by the "
        "service, and name it in DIMMER_KEY_FILE (or as the systemd credential dimmer-key)."
    )


def is_demo_key() -> bool:
    """Whether the key is the demo's: it lies beside the data, so a copy of the folder opens everything."""
    return key_source() == home() / _DEMO_FILE


def make_demo_key() -> None:
    """Put a key beside the demo's data, once. Never for real information."""
    try:
        descriptor = os.open(home() / _DEMO_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "w") as file:
        file.write(new_key().hex())


def secret(use: str) -> str:
    """A secret for one use, derived from the deployment's key (RFC 5869), so that there is one to keep.

    Raises:
        NoKey: there is no key to derive it from.
    """
    info = f"dimmer secret v1: {use}".encode()
    return HKDF(SHA256(), length=KEY_BYTES, salt=None, info=info).derive(wrapping_key()).hex()
