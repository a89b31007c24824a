"""An agency's identity provider as a process of its own on loopback, with whom it knows and what it says of them."""

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests

_SECONDS = 30


class Provider:
    """The provider at an address. Each client of it is registered, with a secret."""

    def __init__(self, address: str) -> None:
        self.address = address

    def registered(self, back: str) -> tuple[str, str]:
        """A client that people come back from to one address: its id and its secret."""
        asked = {"redirect_uris": [back], "token_endpoint_auth_method": "client_secret_post"}
        made = requests.post(f"{self.address}/oauth2/clients", json=asked, timeout=_SECONDS).json()
        return made["client_id"], made["client_secret"]

    def says(self, subject: str, **claims: Any) -> None:
        """From now on it says this of somebody."""
        done = requests.put(f"{self.address}/users/{subject}", json=claims, timeout=_SECONDS)
        assert done.ok, done.text

    def signs_in(self, subject: str, at: str) -> str:
        """Somebody signs in there, and is sent back: to which path of ours, with its query."""
        answer = requests.post(at, data={"sub": subject}, allow_redirects=False, timeout=_SECONDS)
        return self._back(answer)

    def breaks_off(self, at: str) -> str:
        """Somebody does not want to, and is sent back."""
        answer = requests.post(at, data={"action": "deny"}, allow_redirects=False, timeout=_SECONDS)
        return self._back(answer)

    def _back(self, answer: requests.Response) -> str:
        assert answer.is_redirect, answer.text
        where = urlsplit(answer.headers["Location"])
        return f"{where.path}?{where.query}"


def leads_to(page: str) -> str:
    """Where the page between leads."""
    found = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', page)
    assert found, page
    return found[1].replace("&amp;", "&")


@contextmanager
def serving() -> Iterator[Provider]:
    """A provider that runs as long as the block does."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port)]
    command += ["--require-registration", "true"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(_SECONDS * 5):
            try:
                requests.get(f"{address}/jwks", timeout=1)
                break
            except requests.RequestException:
                time.sleep(0.2)
        yield Provider(address)
    finally:
        process.terminate()
        process.wait(_SECONDS)


POLICE = "Exampleshire Police"


def police(issuer: str, *, client: str, secret: Path) -> dict[str, str]:
    """The environment of an operator whose police have a provider of their own; `secret` is a file."""
    return {
        "DIMMER_OIDC": "police",
        "DIMMER_OIDC_POLICE_ISSUER": issuer,
        "DIMMER_OIDC_POLICE_CLIENT": client,
        "DIMMER_OIDC_POLICE_SECRET_FILE": str(secret),
        "DIMMER_OIDC_POLICE_AGENCY": POLICE,
    }


@contextmanager
def set_up(issuer: str, client: str, secret: str, folder: Path) -> Iterator[None]:
    """As the service is that such an operator has started."""
    from django.test import override_settings

    from dimmer.config.agency_providers import from_environment

    file = folder / "secret"
    file.write_text(secret, encoding="utf-8")
    with override_settings(
        SOCIALACCOUNT_PROVIDERS=from_environment(police(issuer, client=client, secret=file))
    ):
        yield
