"""Whether a cluster's server lives, read from what it leaves in its data folder."""

import os
import subprocess
from pathlib import Path

from dimmer.database.home import in_words
from dimmer.database.place import Place

_READY_LINE = 7
"""The line of postmaster.pid, from 0, that says `ready` or `starting`."""


def process(where: Place) -> int | None:
    """The server's process number, if it runs and is this cluster's."""
    with in_words(where.folder):
        try:
            number = int((where.data / "postmaster.pid").read_text().splitlines()[0])
        except (FileNotFoundError, IndexError, ValueError):
            return None
    return number if is_alive(number) and str(where.data) in _command_of(number) else None


def is_ready(where: Place) -> bool:
    """Whether the server takes connections."""
    if process(where) is None:
        return False
    lines = (where.data / "postmaster.pid").read_text().splitlines()
    return len(lines) > _READY_LINE and lines[_READY_LINE].strip() == "ready"


def is_alive(number: int) -> bool:
    """Whether a process of this number lives. A dead child that nobody has buried does not."""
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    try:
        told = Path(f"/proc/{number}/stat").read_text()
    except OSError:
        return True
    return told.rpartition(")")[2].split()[0] != "Z"


def _command_of(number: int) -> str:
    told = Path(f"/proc/{number}/cmdline")
    if told.exists():
        return told.read_bytes().replace(b"\0", b" ").decode(errors="surrogateescape")
    return subprocess.run(  # noqa: S603  (systems without /proc)
        ["/bin/ps", "-o", "command=", "-p", str(number)],
        capture_output=True,
        text=True,
        check=False,
    ).stdout
