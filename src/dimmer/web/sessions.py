"""Sessions whose keys stand in the database as keyed digests only, and whose contents are sealed to their key.

Whoever reads the table, a dump or a backup cannot take over somebody's session with it, nor learn what it
holds: where somebody wanted to go, or the secret of a second factor while it is set up. Whoever can write
the table cannot put one session's contents into another. Whose a session is stands there as a keyed digest
too, so that all of somebody's can be ended at once.
"""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends import db
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from dimmer.keyring import sealing
from dimmer.keyring.ring import renewable_secret
from dimmer.web.built_once import Given, built_once


def _digest(key: str | None) -> str:
    """What stands in the table for a session's key: 40 characters, the most that the table takes."""
    return hmac.digest(_key(), (key or "").encode(), "sha256").hex()[:40]


def _whose(user: object) -> str:
    """What stands there for whoever is signed in; no session's key has a colon."""
    return _digest(f"user:{user}")


def _table() -> Any:
    return apps.get_model(settings.SESSION_MODEL)


@cache
def _key() -> bytes:
    return bytes.fromhex(renewable_secret("session keys"))


@built_once
def _session(digest: Given, now: Given) -> QuerySet[Any]:
    found: QuerySet[Any] = _table().objects.filter(session_key=digest, expire_date__gt=now)
    return found


def _contents_key() -> bytes:
    return bytes.fromhex(renewable_secret("session contents"))


def _place_of(digest: str) -> str:
    return f"session:{digest}"


class SessionStore(db.SessionStore):
    """Django's sessions in the database, found by a digest of the key that the browser holds."""

    @classmethod
    def get_model_class(cls) -> Any:
        """The table, which is the room's where the users are."""
        return _table()

    def _get_session_from_db(self) -> Any:
        found = _session(digest=_digest(self._session_key), now=timezone.now())
        if not found:  # there is no such session, or it is over
            self._session_key = None
        return found[0] if found else None

    def _place(self) -> str:
        """What the contents are bound to: the row that they stand in."""
        return _place_of(_digest(self.session_key))

    def encode(self, session_dict: dict[str, Any]) -> str:
        """The contents, sealed, as hexadecimal."""
        plain = self.serializer().dumps(session_dict)
        return sealing.seal(plain, key=_contents_key(), place=self._place()).hex()

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """What was sealed; nothing where it was altered, moved, or written before contents were sealed."""
        return self._unsealed(str(session_data), self._place())

    def _unsealed(self, data: str, place: str) -> dict[str, Any]:
        try:
            plain = sealing.unseal(bytes.fromhex(data), key=_contents_key(), place=place)
        except (sealing.CannotOpen, ValueError):
            return {}
        found: dict[str, Any] = self.serializer().loads(plain)
        return found

    def exists(self, session_key: str) -> bool:
        """Whether a session has this key."""
        return bool(_table().objects.filter(session_key=_digest(session_key)).exists())

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """The row to save."""
        made: Any = super().create_model_instance(data)
        made.session_key = _digest(made.session_key)  # as it came: the key that the browser holds
        made.whose = _whose(data[SESSION_KEY]) if SESSION_KEY in data else ""
        return made

    def delete(self, session_key: str | None = None) -> None:
        """End a session."""
        key = session_key or self.session_key
        if key is not None:
            _table().objects.filter(session_key=_digest(key)).delete()


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere that somebody is signed in. `id` says which, and opens nothing."""

    id: str
    browser: str
    begun_at: datetime
    seen_at: datetime
    is_this: bool


def places(user: Any, *, this: str | None) -> Sequence[Place]:
    """Where somebody is signed in, the latest in use first.

    Args:
        this: the key of the session that asks.
    """
    found = []
    idle_since = timezone.now().timestamp() - settings.IDLE_MINUTES * 60
    for row in _table().objects.filter(whose=_whose(user.pk), expire_date__gt=timezone.now()):
        held = SessionStore()._unsealed(row.session_data, _place_of(row.session_key))  # noqa: SLF001  (our own)
        is_theirs = constant_time_compare(
            held.get(HASH_SESSION_KEY, ""), user.get_session_auth_hash()
        )  # else from before a new password: it opens nothing
        if is_theirs and held.get("seen", 0) > idle_since:
            begun = min(each["at"] for each in held["account_authentication_methods"])
            found.append(
                Place(
                    id=row.session_key,
                    browser=held.get("browser", ""),
                    begun_at=datetime.fromtimestamp(begun, tz=UTC),
                    seen_at=datetime.fromtimestamp(held["seen"], tz=UTC),
                    is_this=row.session_key == _digest(this),
                )
            )
    return sorted(found, key=lambda place: place.seen_at, reverse=True)


def end(user: object, *, only: str | None = None, but: str | None = None) -> None:
    """End somebody's sessions, wherever they are.

    Args:
        user: the id of who is signed in.
        only: the `Place.id` of the one to end; else all.
        but: the key of one that goes on.
    """
    theirs = _table().objects.filter(whose=_whose(user))
    if only is not None:
        theirs = theirs.filter(session_key=only)
    if but is not None:
        theirs = theirs.exclude(session_key=_digest(but))
    theirs.delete()
