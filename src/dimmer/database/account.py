"""Whom the server runs as. PostgreSQL refuses root, so root hands over to somebody with less."""

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dimmer.database.problem import DatabaseProblem

_KEPT = {"PATH", "TZ", "TMPDIR", "LD_LIBRARY_PATH"}


@dataclass(frozen=True, slots=True)
class Account:
    """A user of the operating system, and whether we must become it first."""

    user: int
    group: int
    is_another: bool

    def run(
        self, command: Sequence[str | Path], *, timeout: float = 120
    ) -> subprocess.CompletedProcess[str]:
        """Run a program as this user, from `/`, with nothing of our environment.

        Raises:
            OSError: this user cannot reach or run the program, or we may not become this user.
        """
        environment = {name: value for name, value in os.environ.items() if name in _KEPT} | {
            "LC_ALL": "C"
        }
        return subprocess.run(  # noqa: S603  (our own programs, no shell words from outside)
            list(command),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=timeout,
            cwd="/",
            env=environment,
            umask=0o077,
            start_new_session=True,
            user=self.user if self.is_another else None,
            group=self.group if self.is_another else None,
            extra_groups=[] if self.is_another else None,
        )

    def can_enter(self, folder: Path) -> bool:
        """Whether this user reaches the folder: asked of the system itself, by trying."""
        return self.run(["/bin/sh", "-c", 'cd "$1"', "sh", folder]).returncode == 0

    def own(self, path: Path) -> None:
        """Give a file or folder to this user."""
        if self.is_another:
            os.chown(path, self.user, self.group)


def of(folder: Path) -> Account:
    """Whom a server for this folder runs as: ourselves; for root, the folder's owner, or `nobody`.

    Raises:
        DatabaseProblem: root has nobody to hand over to.
    """
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), is_another=False)
    owner = folder.stat()
    if owner.st_uid != 0:
        account = Account(owner.st_uid, owner.st_gid, is_another=True)
        name = str(owner.st_uid)
    else:
        try:
            nobody = pwd.getpwnam("nobody")
        except KeyError:
            raise DatabaseProblem(
                "PostgreSQL does not run as root, and this machine has no user called nobody: "
                "run Dimmer as an ordinary user, or give DIMMER_HOME to one."
            ) from None
        account = Account(nobody.pw_uid, nobody.pw_gid, is_another=True)
        name = "nobody"
    try:
        _become(account)
    except OSError as error:
        raise DatabaseProblem(
            f"PostgreSQL does not run as root, and root may not become {name} here: "
            "run Dimmer as an ordinary user."
        ) from error
    return account


@cache
def _become(account: Account) -> None:
    """Try it once in this process: each address of the database asks."""
    account.run(["/bin/sh", "-c", ":"])
