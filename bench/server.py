"""The real server on a free port of this machine, and one client that keeps its connection."""

import http.client
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic, sleep
from typing import Any

from bench import area

_PATIENCE = 60  # seconds


@contextmanager
def serving(**environment: str) -> Iterator[int]:
    """Serve the area with `dimmer serve`; give the port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [sys.executable, "-m", "dimmer.cli", "serve", "--port", str(port)]
    with subprocess.Popen(  # noqa: S603 - our own command line
        command, env=area.environment(**environment), stdout=subprocess.DEVNULL
    ) as server:
        try:
            _wait(port, server)
            yield port
        finally:
            server.terminate()
            server.wait(_PATIENCE)


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    until = monotonic() + _PATIENCE
    while monotonic() < until and server.poll() is None:
        try:
            Reader(port, "").get("/bare")
        except OSError:
            sleep(0.05)
        else:
            return
    raise area.NotHere("the server does not answer")


class Reader:
    """One browser's worth of requests on one connection."""

    def __init__(self, port: int, cookie: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
        self._headers = {"Cookie": cookie, "Accept-Encoding": "gzip"}

    def again(self, address: str) -> None:
        """Open the connection anew (the server closes one that is idle) and ask once."""
        self._connection.close()
        self.get(address)

    def get(self, address: str) -> tuple[int, bytes]:
        """The status and the body as it came over the wire."""
        self._connection.request("GET", address, headers=self._headers)
        answer = self._connection.getresponse()
        return answer.status, answer.read()


def cookie_of(browser: Any) -> str:
    """What a signed-in browser sends."""
    return "; ".join(f"{name}={morsel.value}" for name, morsel in browser.cookies.items())
