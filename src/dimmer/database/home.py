"""Where everything lives that Dimmer keeps on this machine: the folder DIMMER_HOME."""

import fcntl
import json
import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dimmer.database.problem import DatabaseProblem


def chosen() -> Path:
    """Where that folder is or would be."""
    given = os.environ.get("DIMMER_HOME")
    return Path(given).expanduser().absolute() if given else Path(sys.prefix).parent / ".dimmer"


def home() -> Path:
    """The folder for all that is kept: DIMMER_HOME, or `.dimmer` beside the virtual environment.

    Raises:
        DatabaseProblem: it cannot be made or entered.
    """
    folder = chosen()
    with in_words(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
            raise PermissionError(13, "Permission denied")
    return folder


@contextmanager
def in_words(path: Path) -> Iterator[None]:
    """Say in words what the operating system refuses at `path`.

    Raises:
        DatabaseProblem: instead of any OSError.
    """
    try:
        yield
    except OSError as error:
        raise DatabaseProblem(
            f"{path} cannot be used: {(error.strerror or str(error)).lower()}. "
            "Free space or permission there, or set DIMMER_HOME to a folder of your own."
        ) from error


@contextmanager
def locked(name: str) -> Iterator[None]:
    """Hold one of Dimmer's locks on this folder: two processes that start at once take turns."""
    path = home() / f"{name}.lock"
    with in_words(path):
        file = path.open("a")
    with file:
        with in_words(path):
            belongs_to_the_folder(path)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def belongs_to_the_folder(path: Path) -> None:
    """Give what root wrote to the folder's owner, who may run Dimmer too."""
    owner = path.parent.stat()
    if os.geteuid() == 0 and path.stat().st_uid != owner.st_uid:
        os.chown(path, owner.st_uid, owner.st_gid)


def read_notes(name: str) -> dict[str, dict[str, str]]:
    """What was remembered under this name; nothing, if nothing was."""
    path = home() / f"{name}.json"
    with in_words(path):
        if not path.exists():
            return {}
        text = path.read_text(encoding="utf-8")
    try:
        notes: dict[str, dict[str, str]] = json.loads(text)
    except ValueError as error:
        raise DatabaseProblem(
            f"{path} is damaged: put it back from a backup of this folder."
        ) from error
    return notes


def write_notes(name: str, notes: dict[str, dict[str, str]]) -> None:
    """Remember under this name, for the folder's owner alone; whole or not at all."""
    path = home() / f"{name}.json"
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with in_words(path):
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                json.dump(notes, file, indent=1)
                file.flush()
                os.fsync(file.fileno())
            belongs_to_the_folder(part)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
