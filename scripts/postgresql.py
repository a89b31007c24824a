"""A throw-away server of the PostgreSQL that the distribution packs: the suite runs on it too."""
# ruff: noqa: INP001  (a script of the checkout, in no package)

import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from dimmer.database.account import of
from dimmer.database.launch import THROWAWAY
from dimmer.database.template import in_memory

OLDEST = 15
BACKGROUND = 'log=$1; shift; "$@" >>"$log" 2>&1 </dev/null & echo $!'
SETTINGS = {"listen_addresses": "", **THROWAWAY}


def packed() -> Path | None:
    """The folder of the oldest packed PostgreSQL that Dimmer supports; None if there is none."""
    folders = {
        int(folder.parent.name): folder
        for folder in Path("/usr/lib/postgresql").glob("*/bin")
        if folder.parent.name.isdigit() and (folder / "postgres").exists()
    }
    fitting = [version for version in folders if version >= OLDEST]
    return folders[min(fitting)] if fitting else None


@contextmanager
def running(programs: Path) -> Iterator[str]:
    """Run a new, empty server from these programs. Yield its administrator's address."""
    reached = "/tmp" if os.geteuid() == 0 else None  # noqa: S108  (the server's user must reach it)
    base = in_memory() or reached
    folder = Path(tempfile.mkdtemp(prefix="dimmer-pg-", dir=base))
    account, secret = of(folder), secrets.token_urlsafe(16)
    (folder / "secret").write_text(secret, encoding="ascii")
    for path in (folder, folder / "secret"):
        account.own(path)
    initdb: list[str | Path] = [programs / "initdb", "--pgdata", folder / "data", "--no-sync"]
    initdb += ["--pwfile", folder / "secret", "--username=postgres", "--auth=scram-sha-256"]
    initdb += ["--encoding=UTF8", "--locale=C"]
    made = account.run(initdb)
    if made.returncode:
        raise RuntimeError(made.stderr)
    settings = SETTINGS | {"unix_socket_directories": str(folder)}
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    server: list[str | Path] = [programs / "postgres", "-D", folder / "data", *options]
    number = int(account.run(["/bin/sh", "-c", BACKGROUND, "sh", folder / "log", *server]).stdout)
    try:
        yield wait_for(f"postgresql://postgres:{secret}@/dimmer?host={folder}")
    finally:
        os.kill(number, signal.SIGQUIT)
        until = time.monotonic() + 10
        while (folder / "data" / "postmaster.pid").exists() and time.monotonic() < until:
            time.sleep(0.05)
        shutil.rmtree(folder, ignore_errors=True)


def wait_for(address: str) -> str:
    """The address, once somebody answers there."""
    for _ in range(200):
        try:
            psycopg.connect(address, dbname="postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return address
    raise RuntimeError("the packed PostgreSQL did not start")


def version(programs: Path) -> str:
    """What it calls itself."""
    asked = [str(programs / "postgres"), "--version"]
    told = subprocess.check_output(asked, text=True)  # noqa: S603  (postgres)
    return told.strip().replace("postgres (PostgreSQL)", "PostgreSQL")
