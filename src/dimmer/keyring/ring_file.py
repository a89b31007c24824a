"""The ring's file: the deployment's wrapping keys, sealed below the provider's key, and for recovery.

Its format is in docs/reference/sealing-format.md. It lies in DIMMER_HOME, or where DIMMER_KEYRING says, and a
copy lies in the database, so that a dump and the provider's key are enough.
"""

import json
import os
import secrets
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dimmer.database.home import belongs_to_the_folder, home
from dimmer.keyring.provider import NoKey

_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Recovery:
    """The ring, sealed to the pair whose private half only the officers' shares hold."""

    public: bytes
    ring: bytes
    made_on: date


@dataclass(frozen=True, slots=True)
class RingFile:
    """What the file says. None of it is secret without the provider's key.

    `serial` rises with every change; `version` is the number of the newest wrapping key.
    """

    serial: int
    version: int
    rotated_on: date | None
    provider: Mapping[str, Any]
    ring: bytes
    recovery: Recovery | None


def path() -> Path:
    """Where the file lies."""
    named = os.environ.get("DIMMER_KEYRING")
    return Path(named).absolute() if named else home() / "keyring.json"


def written(file: RingFile) -> str:
    """The file's text."""
    kept = file.recovery
    return json.dumps(
        {
            "format": _FORMAT,
            "serial": file.serial,
            "version": file.version,
            "rotated_on": file.rotated_on and file.rotated_on.isoformat(),
            "provider": dict(file.provider),
            "ring": _text(file.ring),
            "recovery": kept
            and {
                "public": _text(kept.public),
                "ring": _text(kept.ring),
                "made_on": kept.made_on.isoformat(),
            },
        },
        indent=1,
    )


def parsed(text: str) -> RingFile:
    """What the text says.

    Raises:
        NoKey: it is no ring's file, or one of a newer Dimmer.
    """
    try:
        whole = json.loads(text)
        if whole["format"] != _FORMAT:
            raise NoKey(f"{path()} was written by another Dimmer (format {whole['format']}).")
        kept, rotated = whole["recovery"], whole["rotated_on"]
        return RingFile(
            serial=int(whole["serial"]),
            version=int(whole["version"]),
            rotated_on=date.fromisoformat(rotated) if rotated else None,
            provider=dict(whole["provider"]),
            ring=_bytes(whole["ring"]),
            recovery=kept
            and Recovery(
                _bytes(kept["public"]), _bytes(kept["ring"]), date.fromisoformat(kept["made_on"])
            ),
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise NoKey(
            f"{path()} is damaged. Move it away: the next command puts the database's copy in its place."
        ) from error


def read() -> RingFile | None:
    """The file; None where there is none, as before the first work on keys.

    Raises:
        NoKey: it is damaged, or cannot be read.
    """
    try:
        return parsed(path().read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise NoKey(f"{path()} cannot be read.") from error


def write(text: str) -> None:
    """Put the text in the file's place, whole or not at all, for its owner alone.

    Raises:
        NoKey: it cannot be written; what stood there still stands there.
    """
    target = path()
    part = target.with_name(f"{target.name}.{secrets.token_hex(4)}")
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            belongs_to_the_folder(part)
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise NoKey(
            f"{target} cannot be written: {(error.strerror or str(error)).lower()}."
        ) from error


def _text(value: bytes) -> str:
    return b64encode(value).decode()


def _bytes(text: str) -> bytes:
    return b64decode(text, validate=True)
