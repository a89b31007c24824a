"""A witness as a process of its own, and the ledger here set to ask it."""

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

from django.db import connection
from django.test import override_settings

from dimmer.apps.ledger import actions, queries
from dimmer.config import witnesses
from dimmer.core.ledger import write_key
from stage import NOW

_MORE = """
    insert into ledger_entry (id, kind, at, commitment)
    select gen_random_uuid(), 'bench.filled', %s, sha256(i::text::bytea) from generate_series(1, %s) i
"""


def fill(count: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_MORE, [NOW, count])
    actions.sequence()


class Running:
    """A witness that runs."""

    def __init__(self, folder: Path, port: int = 0) -> None:
        keys = folder / "ledgers"
        known = map(write_key, queries.verifier_keys())
        keys.write_text("\n".join(["# ours", *known, ""]))
        command = [
            *(
                sys.executable,
                "-m",
                "dimmer.cli",
                "witness",
                "--keys",
                str(keys),
                "--port",
                str(port),
            ),
            *("--folder", str(folder / "witness"), "--name", "witness.example/w"),
        ]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        self.vkey = self.process.stdout.readline().strip()
        said = re.search(r"http://\S+?(?=/add-checkpoint)", self.process.stdout.readline())
        assert said is not None
        self.address = said[0]

    def post(self, body: str | bytes, path: str = "/add-checkpoint") -> tuple[int, str, str]:
        browser = HTTPConnection(urlsplit(self.address).netloc, timeout=10)
        try:
            browser.request("POST", path, body.encode() if isinstance(body, str) else body)
            answer = browser.getresponse()
            return answer.status, answer.headers["Content-Type"], answer.read().decode()
        finally:
            browser.close()

    def end(self, how: signal.Signals = signal.SIGKILL) -> str:
        self.process.send_signal(how)
        _, said = self.process.communicate(timeout=20)
        return said


@contextmanager
def running(folder: Path, port: int = 0) -> Iterator[Running]:
    """A witness that is ended at the end."""
    found = Running(folder, port)
    try:
        yield found
    finally:
        if found.process.poll() is None:
            found.end()


@contextmanager
def asking(*found: Running) -> Iterator[None]:
    """The ledger here is set to ask these."""
    given = " ".join(f"{each.vkey} {each.address}" for each in found)
    with override_settings(WITNESSES=witnesses.from_environment({witnesses.VARIABLE: given})):
        yield
