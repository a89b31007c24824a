"""One POST to somebody who is not trusted: nothing is followed, and what they say has an end in time and in length."""

import io
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from socket import socket
from time import monotonic
from typing import Any
from urllib.request import HTTPHandler, HTTPSHandler, OpenerDirector, ProxyHandler, Request

SECONDS = 10.0
"""How long to get through to them, and then how long their answer may take, however it drips."""


def post(address: str, body: str, *, most: int) -> tuple[int, bytes]:
    """The status and the first bytes of the answer, whatever the status; 0 and nothing where there is none.

    Args:
        address: http or https.
        body: what is sent.
        most: bytes of the answer that are read.
    """
    opener = OpenerDirector()  # without the handlers that follow, or raise for a status
    for handler in (ProxyHandler(), _Plain(), _Secured()):
        opener.add_handler(handler)
    asked = Request(address, data=body.encode(), method="POST")  # noqa: S310  (config/witnesses.py)
    try:
        answer = opener.open(asked, timeout=SECONDS)
        if not isinstance(answer, HTTPResponse):
            return 0, b""
        with answer:
            said = b""
            while len(said) < most and (more := answer.read1(most - len(said))):
                said += more
            return answer.status, said[:most]
    except (OSError, HTTPException, ValueError):
        return 0, b""


class _Timely(io.RawIOBase):
    """What comes through a socket until a moment; TimeoutError after it."""

    def __init__(self, through: socket) -> None:
        self._socket, self._raw = through, through.makefile("rb", buffering=0)
        self._until = monotonic() + SECONDS

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        left = self._until - monotonic()
        if left <= 0:
            raise TimeoutError
        self._socket.settimeout(left)
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()


class _Answer(HTTPResponse):
    def __init__(
        self,
        sock: socket,
        debuglevel: int = 0,
        method: str | None = None,
        url: str | None = None,
    ) -> None:
        super().__init__(sock, debuglevel, method, url)
        self.fp.close()
        self.fp = io.BufferedReader(_Timely(sock))


class _PlainConnection(HTTPConnection):
    response_class = _Answer


class _SecuredConnection(HTTPSConnection):
    response_class = _Answer


class _Plain(HTTPHandler):
    def http_open(self, req: Request) -> HTTPResponse:
        return self.do_open(_PlainConnection, req)


class _Secured(HTTPSHandler):
    def https_open(self, req: Request) -> HTTPResponse:
        return self.do_open(_SecuredConnection, req)
