"""One request to a WSGI application, as a server makes it, and whether the page says what it must."""

import io
from typing import Any


def answer(application: Any, cookie: str, says: str, address: str = "/") -> int:
    """Ask for a page; 0 if it is there, signed in and says the words, else 1."""
    status: list[str] = []
    asked = {
        "REQUEST_METHOD": "GET", "PATH_INFO": address, "SERVER_NAME": "localhost", "SERVER_PORT": "80",
        "HTTP_HOST": "localhost", "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_COOKIE": cookie, "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(), "wsgi.errors": io.StringIO(), "wsgi.version": (1, 0), "wsgi.multithread": False,
        "wsgi.multiprocess": False, "wsgi.run_once": True,
    }  # fmt: skip
    body = b"".join(application(asked, lambda line, _headers: status.append(line)))
    return 0 if status == ["200 OK"] and says.encode() in body else 1
