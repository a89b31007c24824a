"""What was destroyed, kept beside the ring and outside every dump: a backup that returns does not bring it back.

One line for each: record, what it was, team (`-` for all), moment, and a keyed digest of these, in hexadecimal. It
holds ids and moments alone. A line that Dimmer did not write, or that a power cut left half, is passed over.
"""

import hmac
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from dimmer.database.home import belongs_to_the_folder
from dimmer.keyring import ring, ring_file
from dimmer.keyring.provider import NoKey

_USE = "destroyed records"
_ALL = "-"


@dataclass(frozen=True, slots=True)
class Line:
    """A record's keys, of all teams or of one (`team`), were destroyed; `about` is the thing whose record it was."""

    record: UUID
    about: UUID
    team: UUID | None
    at: datetime


def path() -> Path:
    """Where the file lies: beside the ring's."""
    return ring_file.path().with_name("destroyed.txt")


def read() -> list[Line]:
    """What the file says; nothing where there is none yet.

    Raises:
        NoKey: it cannot be read.
    """
    try:
        text = path().read_text(encoding="ascii", errors="replace")
    except FileNotFoundError:
        return []
    except OSError as error:
        raise NoKey(f"{path()} cannot be read.") from error
    return [line for words in text.splitlines() if (line := _parsed(words))]


def add(lines: Iterable[Line]) -> None:
    """Write lines at the end of the file, and onto the disk.

    Raises:
        NoKey: it cannot be written.
    """
    text = "".join(f"{_said(line)} {_digest(_said(line))}\n" for line in lines)
    if not text:
        return
    try:
        descriptor = os.open(path(), os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "r+b") as file:
            is_cut = (
                file.seek(0, os.SEEK_END) and file.seek(-1, os.SEEK_END) and file.read() != b"\n"
            )
            file.write((("\n" if is_cut else "") + text).encode("ascii"))
            file.flush()
            os.fsync(file.fileno())
        belongs_to_the_folder(path())
    except OSError as error:
        raise NoKey(
            f"{path()} cannot be written: {(error.strerror or str(error)).lower()}."
        ) from error


def _said(line: Line) -> str:
    return f"{line.record} {line.about} {line.team or _ALL} {line.at.isoformat()}"


def _digest(said: str) -> str:
    return hmac.digest(bytes.fromhex(ring.secret(_USE)), said.encode("ascii"), "sha256").hex()


def _parsed(words: str) -> Line | None:
    said, _, digest = words.rpartition(" ")
    if not said.isascii() or not digest.isascii() or not hmac.compare_digest(_digest(said), digest):
        return None
    record, about, team, at = said.split(" ")
    whose = None if team == _ALL else UUID(team)
    return Line(UUID(record), UUID(about), whose, datetime.fromisoformat(at))
