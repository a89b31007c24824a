"""Where the embedded cluster and its socket lie: in DIMMER_HOME, or remembered elsewhere."""

import os
import secrets
import shutil
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from dimmer.database.account import Account, of
from dimmer.database.home import chosen, home, in_words, locked, read_notes, write_notes
from dimmer.database.problem import DatabaseProblem

_FOLDER = "postgresql"
_SOCKETS = "socket"
_NOTES = "place"
_OWNER_ONLY = 0o700
_FOR_ROOT = Path("/var/lib/dimmer")
_SOCKET_BYTES = 88
"""Longest path of a socket's folder. Systems allow 103 to 107 with the socket's name, 14 bytes."""


@dataclass(frozen=True, slots=True)
class Place:
    """The cluster's own folder, its socket's folder, and whom it runs as."""

    folder: Path
    sockets: Path
    account: Account

    @property
    def data(self) -> Path:
        """PostgreSQL's data folder."""
        return self.folder / "data"

    @property
    def log(self) -> Path:
        """What the server says. No statement and no value stands in it."""
        return self.folder / "log"


def place() -> Place:
    """The place for this DIMMER_HOME, chosen once. Both folders exist, 0700, the server's own.

    Raises:
        DatabaseProblem: there is no such place.
    """
    with locked("place"):
        account = of(home())
        known = read_notes(_NOTES).get("embedded", {})
        folder = _folder(account, known)
        sockets = _sockets(account, known, folder)
        noted = {
            name: str(path)
            for name, path, usual in (
                ("folder", folder, home() / _FOLDER),
                ("sockets", sockets, folder / _SOCKETS),
            )
            if path != usual
        }
        if known != noted:
            write_notes(_NOTES, {"embedded": noted})
    return Place(folder, sockets, account)


def is_made() -> bool:
    """Whether there is a cluster already. Makes nothing, not even DIMMER_HOME."""
    with in_words(chosen()):
        if not chosen().is_dir():
            return False
        known = read_notes(_NOTES).get("embedded", {})
        return (Path(known.get("folder", chosen() / _FOLDER)) / "data" / "PG_VERSION").exists()


def forget() -> None:
    """Remove the cluster's folders, wherever they lie. The server must be stopped."""
    with locked("place"):
        for folder in (_FOLDER, *read_notes(_NOTES).get("embedded", {}).values()):
            path = home() / folder  # a remembered one is absolute
            shutil.rmtree(path, ignore_errors=True)
        (home() / f"{_NOTES}.json").unlink(missing_ok=True)


def _folder(account: Account, known: dict[str, str]) -> Path:
    if "folder" in known:
        folder = Path(known["folder"])
        if not folder.exists():
            raise DatabaseProblem(
                f"The data of {home()} lies in {folder}, and that is not there: put it back, "
                f"or begin anew by removing {home() / _NOTES}.json."
            )
        return folder
    folder = home() / _FOLDER
    if account.is_another and home().stat().st_uid != account.user and not folder.is_dir():
        if not account.can_enter(home().parent):
            return _folder_for_root(account)
        with in_words(home()):  # the server's group may pass through, and see nothing
            os.chown(home(), -1, account.group)
            home().chmod(0o710)
    _make(folder, account)
    return folder


def _folder_for_root(account: Account) -> Path:
    with in_words(_FOR_ROOT):
        _FOR_ROOT.mkdir(exist_ok=True)
        _FOR_ROOT.chmod(0o711)
    folder = _FOR_ROOT / secrets.token_hex(8)
    _make(folder, account)
    return folder


def _make(folder: Path, account: Account) -> None:
    with in_words(folder):
        folder.mkdir(mode=0o700, exist_ok=True)
        account.own(folder)


def _sockets(account: Account, known: dict[str, str], folder: Path) -> Path:
    inside = folder / _SOCKETS
    if len(os.fsencode(inside)) <= _SOCKET_BYTES:
        _make(inside, account)
        return inside
    if "sockets" in known and _is_private(Path(known["sockets"]), account):
        return Path(known["sockets"])
    base = os.environ.get("XDG_RUNTIME_DIR", "")
    if account.is_another or not os.access(base, os.W_OK):
        base = tempfile.gettempdir()
    if len(os.fsencode(base)) > _SOCKET_BYTES // 2:
        base = "/tmp"  # noqa: S108  (the folder made in it is 0700)
    with in_words(Path(base)):
        sockets = Path(tempfile.mkdtemp(prefix="dimmer-", dir=base))
        account.own(sockets)
    return sockets


def _is_private(folder: Path, account: Account) -> bool:
    """Whether the folder is the server's: in a shared place anybody may make one of its name."""
    try:
        found = folder.lstat()
    except FileNotFoundError:
        return False
    return (
        stat.S_ISDIR(found.st_mode)
        and found.st_uid == account.user
        and stat.S_IMODE(found.st_mode) == _OWNER_ONLY
    )
