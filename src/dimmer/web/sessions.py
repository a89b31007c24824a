"""Sessions whose keys stand in the database as keyed digests only, and whose contents are sealed to their key.

Whoever reads the table, a dump or a backup cannot take over somebody's session with it, nor learn what it
holds: where somebody wanted to go, or the secret of a second factor while it is set up. Whoever can write
the table cannot put one session's contents into another.
"""

import hmac
from functools import cache
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from dimmer.keyring import sealing
from dimmer.keyring.ring import secret
from dimmer.web.built_once import Given, built_once


def _digest(key: str | None) -> str:
    """What stands in the table for a session's key: 40 characters, the most that the table takes."""
    return hmac.digest(_key(), (key or "").encode(), "sha256").hex()[:40]


@cache
def _key() -> bytes:
    return bytes.fromhex(secret("session keys"))


@built_once
def _session(digest: Given, now: Given) -> QuerySet[Session]:
    return Session.objects.filter(session_key=digest, expire_date__gt=now)


def _contents_key() -> bytes:
    return bytes.fromhex(secret("session contents"))


class SessionStore(db.SessionStore):
    """Django's sessions in the database, found by a digest of the key that the browser holds."""

    def _get_session_from_db(self) -> Session | None:
        found = _session(digest=_digest(self._session_key), now=timezone.now())
        if not found:  # there is no such session, or it is over
            self._session_key = None
        return found[0] if found else None

    def _place(self) -> str:
        """What the contents are bound to: the row that they stand in."""
        return f"session:{_digest(self.session_key)}"

    def encode(self, session_dict: dict[str, Any]) -> str:
        """The contents, sealed, as hexadecimal."""
        plain = self.serializer().dumps(session_dict)
        return sealing.seal(plain, key=_contents_key(), place=self._place()).hex()

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """What was sealed; nothing where it was altered, moved, or written before contents were sealed."""
        try:
            sealed = bytes.fromhex(str(session_data))
            plain = sealing.unseal(sealed, key=_contents_key(), place=self._place())
        except (sealing.CannotOpen, ValueError):
            return {}
        found: dict[str, Any] = self.serializer().loads(plain)
        return found

    def exists(self, session_key: str) -> bool:
        """Whether a session has this key."""
        return Session.objects.filter(session_key=_digest(session_key)).exists()

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """The row to save."""
        made = super().create_model_instance(data)
        made.session_key = _digest(made.session_key)  # as it came: the key that the browser holds
        return made

    def delete(self, session_key: str | None = None) -> None:
        """End a session."""
        key = session_key or self.session_key
        if key is not None:
            Session.objects.filter(session_key=_digest(key)).delete()
