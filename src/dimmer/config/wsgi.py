"""The way in for the server (WSGI: with synchronous views it is several times quicker than ASGI)."""

import os
from typing import Any

import django
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dimmer.config.settings")


class Request(WSGIRequest):
    """Is read as UTF-8, whatever it says of itself.

    Python knows codecs that raise, or make text that cannot be written. Django asks them before anything
    of ours runs: there would be no page, no safe headers, and a traceback in the log.
    """

    def __init__(self, environ: dict[str, Any]) -> None:
        try:
            super().__init__(environ)
        except (LookupError, ValueError):  # what it says it is, nobody can read
            super().__init__({**environ, "CONTENT_TYPE": ""})

    @property
    def encoding(self) -> str:
        """Always the same."""
        return "utf-8"

    @encoding.setter
    def encoding(self, _named: str | None) -> None:
        """Not taken from what was sent."""


class Handler(WSGIHandler):
    """Django's own, with our requests."""

    request_class = Request


django.setup(set_prefix=False)
application = Handler()
