"""Where the provider's key comes from: a file, a systemd credential, a passphrase, an HSM, or the demo's file.

The provider's key opens the ring (ring.py) and nothing else. It must not lie beside what it opens: a file
under DIMMER_HOME is refused, save the demo's own.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dimmer.database.home import home
from dimmer.keyring.sealing import KEY_BYTES, new_key

_DEMO_FILE = "demo.key"
_CREDENTIAL = "dimmer-key"
_NO_KEY = "cannot be read as a key: 64 hexadecimal digits are expected"
FILE, PASSPHRASE, PKCS11 = "file", "passphrase", "pkcs11"
_NAMED_BY = {
    FILE: "DIMMER_KEY_FILE",
    PASSPHRASE: "DIMMER_KEY_PASSPHRASE",
    PKCS11: "DIMMER_KEY_TOKEN",
}


class NoKey(Exception):
    """Dimmer cannot open anything: the message says, in words for an operator, what to do."""


def given() -> str:
    """The kind of provider that the environment names.

    Raises:
        NoKey: it names two.
    """
    named = [kind for kind, variable in _NAMED_BY.items() if os.environ.get(variable)]
    if len(named) > 1:
        both = " and ".join(_NAMED_BY[kind] for kind in named)
        raise NoKey(f"{both} are both set: keep the one that the keys are kept below.")
    return named[0] if named else FILE


def in_words() -> str:
    """The provider that the environment names, and where it is; never a key.

    Raises:
        NoKey: it names two, or none.
    """
    kind = given()
    if kind == PASSPHRASE:
        return "a passphrase, typed at start"
    if kind == PKCS11:
        return f"a key in the HSM, token {os.environ['DIMMER_KEY_TOKEN']!r}"
    source = key_source()
    what = (
        "systemd's credential"
        if is_credential(source)
        else "the demo's file"
        if is_demo_key()
        else "the file"
    )
    return f"a key in {what} {source}"


def provider_key(kept: Mapping[str, Any]) -> bytes:
    """The 32 bytes that the ring is sealed below.

    Args:
        kept: what stands beside the ring: `kind`, and what that kind needs to find the key again.

    Raises:
        NoKey: the provider is missing, says no, or is of another kind than the one that sealed.
    """
    kind, named = kept.get("kind"), given()
    if kind != named:
        wanted = _NAMED_BY.get(str(kind))
        words = f"Set {wanted}" if wanted else "This Dimmer does not know it"
        raise NoKey(f"The keys are kept below another provider ({kind}, not {named}). {words}.")
    if kind == PASSPHRASE:
        from dimmer.keyring import provider_passphrase

        return provider_passphrase.key(kept)
    if kind == PKCS11:
        from dimmer.keyring import provider_pkcs11

        return provider_pkcs11.key(kept)
    return file_key()


def file_key() -> bytes:
    """The 32 bytes in the file.

    Raises:
        NoKey: there is no file, or what it holds is no key.
    """
    source = key_source()
    try:
        text = source.read_text(encoding="ascii")
    except FileNotFoundError as error:
        raise NoKey(
            f"There is no key: {source} is not there.{_unit(source)} If it is lost, `dimmer keys recover`."
        ) from error
    except OSError as error:
        said = (error.strerror or str(error)).lower()
        raise NoKey(f"The key cannot be read: {source}: {said}.{_unit(source)}") from error
    except ValueError as error:
        raise NoKey(f"{source} {_NO_KEY}") from error
    try:
        key = bytes.fromhex(text.strip())
    except ValueError as error:
        raise NoKey(f"{source} {_NO_KEY}") from error
    if len(key) != KEY_BYTES:
        raise NoKey(f"{source} holds {len(key)} bytes, not {KEY_BYTES}")
    return key


def is_credential(source: Path) -> bool:
    """Whether systemd gave the file, and looks after who may read it."""
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    return bool(folder) and source == Path(str(folder), _CREDENTIAL)


def _unit(source: Path) -> str:
    words = f" Its unit needs LoadCredentialEncrypted={_CREDENTIAL}:FILE, or LoadCredential."
    return words if is_credential(source) else ""


def key_source() -> Path:
    """The file that the key is read from.

    Raises:
        NoKey: no file was named, or it lies under DIMMER_HOME.
    """
    if named := os.environ.get("DIMMER_KEY_FILE"):
        return outside(Path(named))
    if folder := os.environ.get("CREDENTIALS_DIRECTORY"):
        return Path(folder, _CREDENTIAL)
    demo = home() / _DEMO_FILE
    if demo.exists():
        return demo
    if (home() / "keyring.json").exists() or os.environ.get("DIMMER_KEYRING"):
        raise NoKey(
            "No key was given. The keys here were made with one: name its file in DIMMER_KEY_FILE (or the systemd "
            "credential dimmer-key), or say how they are kept. If it is lost, `dimmer keys recover`. "
            "Do not make a new one: it would open nothing."
        )
    raise NoKey(
        "No key. Make one with `openssl rand -hex 32`, keep it outside DIMMER_HOME, readable only by the "
        "service, and name it in DIMMER_KEY_FILE (or as the systemd credential dimmer-key)."
    )


def outside(path: Path) -> Path:
    """The path, if it does not lie beside what its key opens.

    Raises:
        NoKey: it lies under DIMMER_HOME.
    """
    path = path.resolve()
    if path.is_relative_to(home().resolve()):
        raise NoKey(f"{path} lies beside what it opens: keep the key outside DIMMER_HOME")
    return path


def is_demo_key() -> bool:
    """Whether the key is the demo's: it lies beside the data, so a copy of the folder opens everything."""
    return given() == FILE and key_source() == home() / _DEMO_FILE


def make_demo_key() -> None:
    """Put a key beside the demo's data, once. Never for real information."""
    try:
        _write_key(home() / _DEMO_FILE)
    except FileExistsError:
        return


def make_file(path: Path) -> tuple[dict[str, Any], bytes]:
    """A new key in a new file, for its owner alone: what to keep beside the ring, and the key.

    Raises:
        NoKey: something stands there already, or the file cannot be written.
    """
    try:
        key = _write_key(outside(path))
    except FileExistsError:
        raise NoKey(f"{path} is there already: name a file that is not") from None
    except OSError as error:
        raise NoKey(
            f"{path} cannot be written: {(error.strerror or str(error)).lower()}"
        ) from error
    return {"kind": FILE}, key


def _write_key(path: Path) -> bytes:
    key = new_key()
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(key.hex())
        file.flush()
        os.fsync(file.fileno())
    return key
