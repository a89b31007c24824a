"""The cast as somebody who wants to sign in needs it: address, password, and the code of the moment."""

import time

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt

from dimmer.apps.agencies.models import Role
from dimmer.cli.exampleshire import read
from dimmer.cli.exampleshire.settle import cast

_HOW = (
    "Sign in with email and password, then the code (RFC 6238: SHA-1, 6 digits, 30 seconds, from "
    "totp_secret in Base32). A code works once; the current one: dimmer demo --code {email}"
)


_TO_TYPE = 4
"""Seconds that somebody, or a slow machine, needs at least until a code has arrived."""


def members() -> list[dict[str, str]]:
    """Everybody in the cast, with how to sign in as them now."""
    rows = Authenticator.objects.filter(type=Authenticator.Type.TOTP)
    secrets = {row.user_id: decrypt(row.data["secret"]) for row in rows}
    return [
        {
            "email": who.user.email,
            "name": who.name,
            "role": Role(who.role).value,
            "title": who.title,
            "team": who.team.name,
            "agency": who.team.agency.name,
            "password": read.password(local),
            "totp_secret": secrets[who.user_id],
            "code": code_of(secrets[who.user_id]),
            "how": _HOW.format(email=who.user.email),
        }
        for local, who in cast().people.items()
    ]


def code_of(secret: str) -> str:
    """The six digits of this half minute; of the next, once it has begun, where this one is all but over."""
    left = app_settings.TOTP_PERIOD - time.time() % app_settings.TOTP_PERIOD
    if left < _TO_TYPE:
        time.sleep(left)
    counter = int(time.time()) // app_settings.TOTP_PERIOD
    return str(format_hotp_value(hotp_value(secret, counter)))


def guides() -> list[tuple[str, str, str, str]]:
    """Whom to sign in as first: e-mail address, password, name, and what they will find."""
    return [
        (read.address(row["email"]), read.password(row["email"]), row["name"], row["shows"])
        for _, _, row in read.people()
        if "shows" in row
    ]
