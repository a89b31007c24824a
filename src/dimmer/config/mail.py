"""How e-mail leaves, as the environment says it: DIMMER_MAIL, and DIMMER_MAIL_FROM, from whom it is."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

VARIABLE = "DIMMER_MAIL"
FOLDER = "folder"
"""In place of an address: every e-mail is a file below DIMMER_HOME, for whoever tries Dimmer out."""

_LOOPBACK = {"localhost", "127.0.0.1", "::1"}
_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


class BadMail(ValueError):
    """What the environment says of e-mail cannot be used. The message says why, and no password."""


@dataclass(frozen=True, slots=True)
class Mail:
    """How e-mail leaves, as Django is told."""

    sender: str
    works: bool = False
    """Whether any is sent at all."""
    backend: str = "dummy"
    host: str = ""
    port: int = 0
    user: str = ""
    password: str = field(default="", repr=False)
    scheme: str = "smtp"


def from_environment(environment: Mapping[str, str] = os.environ) -> Mail:
    """How e-mail leaves; not at all where nothing is set.

    Raises:
        BadMail: it is no such address, or would send codes in clear over a network.
    """
    given = environment.get(VARIABLE, "").strip()
    sender = environment.get("DIMMER_MAIL_FROM", "dimmer@localhost").strip()
    if not given or given == FOLDER:
        return Mail(sender, bool(given), "filebased" if given else "dummy")
    where = urlsplit(given)
    if where.scheme not in _PORTS or not where.hostname:
        raise BadMail(
            f"{VARIABLE} must begin with smtp+tls://, smtps:// or (on this machine alone) smtp://"
        )
    if where.scheme == "smtp" and where.hostname not in _LOOPBACK:
        raise BadMail(f"{VARIABLE}: to another machine e-mail goes by smtp+tls:// or smtps://")
    return Mail(
        sender,
        works=True,
        backend="smtp",
        host=where.hostname,
        port=where.port or _PORTS[where.scheme],
        user=unquote(where.username or ""),
        password=unquote(where.password or ""),
        scheme=where.scheme,
    )
