"""An agency's identity provider as a process of its own on loopback, with whom it knows and what it says of them."""

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
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
