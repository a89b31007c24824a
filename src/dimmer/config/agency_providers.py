"""The identity providers of agencies, as the environment names them: DIMMER_OIDC, DIMMER_OIDC_<NAME>_<WHAT>."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from dimmer.keyring.provider import outside

_NAME = re.compile(r"[a-z][a-z0-9]{0,29}")
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class BadProvider(ValueError):
    """What the environment says of a provider cannot be used. The message says which variable, and why."""


def from_environment(environment: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """What the library for signing in asks for (SOCIALACCOUNT_PROVIDERS).

    Raises:
        BadProvider: a variable is missing, or wrong.
    """
    names = [name.strip() for name in environment.get("DIMMER_OIDC", "").split(",") if name.strip()]
    apps = [_app(name, environment) for name in dict.fromkeys(names)]
    return {"openid_connect": {"APPS": apps, "OAUTH_PKCE_ENABLED": True}}


def _app(name: str, environment: Mapping[str, str]) -> dict[str, Any]:
    if not _NAME.fullmatch(name):
        raise BadProvider(f"DIMMER_OIDC names {name!r}: small letters and digits are expected")
    before = f"DIMMER_OIDC_{name.upper()}_"

    def given(key: str, default: str | None = None) -> str:
        found = environment.get(before + key, default or "").strip()
        if not found:
            raise BadProvider(f"{before}{key} is not set")
        return found

    issuer, where = given("ISSUER"), urlsplit(given("ISSUER"))
    if where.scheme != "https" and where.hostname not in _LOOPBACK:
        raise BadProvider(f"{before}ISSUER is {issuer!r}: it must begin with https://")
    file = outside(Path(given("SECRET_FILE")))
    try:
        secret = file.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise BadProvider(f"{before}SECRET_FILE: {file} cannot be read") from error
    return {
        "provider_id": name,
        "name": given("AGENCY"),
        "client_id": given("CLIENT"),
        "secret": secret,
        "settings": {
            "server_url": issuer.rstrip("/"),
            "scope": ["openid", "email"],
            "agency": given("AGENCY"),
            "second_factors": given("SECOND_FACTORS", "mfa").split(","),
        },
    }
