"""Signing in: who may, how the second factor is kept. Well-kept libraries do the rest."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.core.internal.ratelimit import consume, get_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import QuerySet
from django.http import HttpRequest

from dimmer.database.turns import ring_stays
from dimmer.keyring.ring import open_below, seal_below
from dimmer.web.agency_signin import note_second_factor
from dimmer.web.built_once import Given, built_once
from dimmer.web.logs import note
from dimmer.web.signin_forms import WORDS

SECOND_FACTOR = "second-factor"
"""The place that secrets of second factors are bound to."""


@built_once
def _users(pk: Given) -> QuerySet[Any]:
    users = get_user_model()._default_manager  # noqa: SLF001  (documented)
    return users.filter(pk=pk).select_related("practitioner__team__agency")


class Backend(AuthenticationBackend):  # type: ignore[misc]  # allauth is untyped
    """Finds the person and their team in one query: every page needs both."""

    def get_user(self, user_id: Any) -> Any:
        """The user with practitioner, team and agency, or None."""
        user = next(iter(_users(pk=user_id)), None)
        return user if user and self.user_can_authenticate(user) else None

    @classmethod
    def _stash_user(cls, user: Any) -> None:
        """Nobody: the library would tell whoever holds a leaver's password that it is right."""


def _login(credentials: dict[str, Any]) -> str:
    return str(credentials.get("email", "")).lower()


def _known(credentials: dict[str, Any]) -> int | None:
    """The id of whoever signs in under the address that was typed, for the log."""
    users = get_user_model()._default_manager  # noqa: SLF001  (documented)
    found: int | None = users.filter(email=_login(credentials)).values_list("pk", flat=True).first()
    return found


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is untyped
    """Nobody signs themselves up: an agency names its practitioners."""

    error_messages: ClassVar = {**DefaultAccountAdapter.error_messages, **WORDS}

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Never."""
        return False

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """What the library counts wrong passwords by: address and e-mail address together.

        By the e-mail address alone, anybody could keep anybody else out by typing wrong passwords.
        """
        return f"{get_ip(request)} {_login(credentials)}"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Besides, count those from everywhere: many addresses together guess no faster than one did before."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            note("held up after wrong passwords", who=_known(credentials))
            raise
        from_everywhere = consume(
            request, app="allauth.account", action="login_failed_anywhere", key=_login(credentials)
        )
        if not from_everywhere:
            note("held up after wrong passwords from everywhere", who=_known(credentials))
            raise self.validation_error("too_many_login_attempts")
        self._login_failed_rl_usage.usage += (
            from_everywhere.usage
        )  # taken back when the password is right

    def post_login(self, request: HttpRequest, user: Any, **about: Any) -> Any:
        """Once somebody is in: a second factor that their agency saw counts."""
        note("signed in", who=user.pk)
        note_second_factor(request, user, (about["signal_kwargs"] or {}).get("sociallogin"))
        return super().post_login(request, user, **about)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:  # noqa: ARG002
        """Note that somebody typed a wrong password, and for whose account."""
        note("a wrong password", who=_known(credentials))

    def logout(self, request: HttpRequest) -> None:
        """Sign out, and note it."""
        note("signed out", who=request.user.pk)
        super().logout(request)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """No flash messages: pages say what happened."""


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth is untyped
    """Keeps the secrets of second factors sealed below the deployment's key."""

    error_messages: ClassVar = {**DefaultMFAAdapter.error_messages, **WORDS}

    def encrypt(self, text: str) -> str:
        """Sealed, as hexadecimal."""
        ring_stays(connection)
        return seal_below(text.encode(), place=SECOND_FACTOR).hex()

    def decrypt(self, encrypted_text: str) -> str:
        """What was sealed. Whoever asks may write the row back: no rotation ends in between."""
        ring_stays(connection)
        return open_below(bytes.fromhex(encrypted_text), place=SECOND_FACTOR).decode()
