"""Where the demo goes: a database that is empty or already Exampleshire's, and a free port. No Django."""

import contextlib
import socket
import subprocess
import sys

import psycopg

from dimmer.cli.exampleshire import read
from dimmer.database import url

HOST = "127.0.0.1"
FIRST_PORT = 8000
_PORTS = 100


def is_settled() -> bool:
    """Whether the area has been loaded here (its stories may still be missing)."""
    return bool(_agencies() & _ours())


def strangers() -> list[str]:
    """Agencies that are not Exampleshire's, where Exampleshire is not there: this place is taken."""
    here = _agencies()
    return [] if here & _ours() else sorted(here)


def _ours() -> set[str]:
    return {agency["name"] for agency in read.area()["agency"]}


def _agencies() -> set[str]:
    with psycopg.connect(url.service()) as connection:
        row = connection.execute("select to_regclass('agencies_agency')").fetchone()
        if row is None or row[0] is None:
            return set()
        return {name for (name,) in connection.execute("select name from agencies_agency")}


def is_free(port: int) -> bool:
    """Whether somebody could listen on the port now."""
    with contextlib.closing(socket.socket()) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((HOST, port))
        except OSError:
            return False
    return True


def free_port() -> int | None:
    """The first free port of the usual ones."""
    return next((port for port in range(FIRST_PORT, FIRST_PORT + _PORTS) if is_free(port)), None)


def answers(port: int) -> bool:
    """Whether something accepts connections on the port."""
    with contextlib.closing(socket.socket()) as tried:
        tried.settimeout(1)
        return tried.connect_ex((HOST, port)) == 0


def start(*words: str) -> subprocess.Popen[bytes]:
    """Run a command of ours beside us, deaf to the keyboard: we end it."""
    command = [sys.executable, "-m", "dimmer.cli", *words]
    return subprocess.Popen(command, start_new_session=True)  # noqa: S603  (our own program)
