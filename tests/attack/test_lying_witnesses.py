"""Witnesses that lie, drip, send elsewhere or say what nobody can read: the next one is asked all the same."""

import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.test import override_settings

from attack.victim import disconnect
from cosigning import Running, fill, running
from dimmer.apps.ledger import queries
from dimmer.apps.ledger.models import Cosignature, Fork
from dimmer.apps.receipts.jobs import ask_witnesses
from dimmer.config import witnesses
from dimmer.core.ledger import parse_note, write_key
from dimmer.core.ledger.cosignature import WitnessKey, cosign
from dimmer.core.ledger.note import write_signature
from dimmer.database import url
from dimmer.web import post
from stage import NOW

PRIVATE = Ed25519PrivateKey.generate()
LIAR = WitnessKey("liar.example/w", PRIVATE.public_key().public_bytes_raw())
WORDS = "words-of-theirs"


def answer(status: str, body: str | bytes = b"", *headers: str) -> bytes:
    """An answer of HTTP that says how long it is."""
    data = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(data)}", *headers, "", ""]
    return "\r\n".join(lines).encode() + data


class Liar:
    """Somebody at an address who answers each request with the same bytes, all at once or one by one."""

    def __init__(self, said: bytes | Callable[[], bytes], *, pause: float = 0) -> None:
        self.said, self.pause, self.asked = said, pause, 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def end(self) -> None:
        self._socket.close()

    def _serve(self) -> None:
        while True:
            try:
                browser, _ = self._socket.accept()
            except OSError:
                return
            self.asked += 1
            threading.Thread(target=self._say, args=[browser], daemon=True).start()

    def _say(self, browser: socket.socket) -> None:
        said = self.said() if callable(self.said) else self.said
        size = 1 if self.pause else 65_536
        with browser:
            try:
                browser.settimeout(5)
                browser.recv(200_000)
                for at in range(0, len(said), size):
                    browser.sendall(said[at : at + size])
                    time.sleep(self.pause)
                browser.shutdown(socket.SHUT_WR)
                browser.makefile("rb").read()  # what is not read would cut the answer short
            except OSError:
                return


@contextmanager
def lying(said: bytes | Callable[[], bytes], *, pause: float = 0) -> Iterator[Liar]:
    """A liar who is gone at the end."""
    found = Liar(said, pause=pause)
    try:
        yield found
    finally:
        found.end()


def given(*pairs: tuple[str, str]) -> str:
    return " ".join(f"{key} {address}" for key, address in pairs)


@contextmanager
def asking(liar: Liar, *more: Running) -> Iterator[None]:
    """The ledger here is set to ask the liar first, then others."""
    pairs = [(write_key(LIAR), liar.address), *((each.vkey, each.address) for each in more)]
    found = witnesses.from_environment({witnesses.VARIABLE: given(*pairs)})
    with override_settings(WITNESSES=found):
        yield


@pytest.fixture
def honest(database: str, tmp_path: Path) -> Iterator[Running]:
    """A witness that does as it should, and is asked second."""
    with running(tmp_path) as found:
        yield found


CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
LIES = {
    "elsewhere, in no address": answer("302 Found", "", "Location: http://[half/"),
    "elsewhere, in no ASCII": answer("302 Found", "", "Location: http://\xe4\xff/"),
    "elsewhere, in another scheme": answer("301 Gone", "", "Location: file:///etc/passwd"),
    "a chunk of no size": f"{CHUNKED}{WORDS}\r\n".encode(),
    "a chunk of less than nothing": f"{CHUNKED}-1\r\n".encode() + b"x" * 200_000,
    "a length of less than nothing": b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nwords-of-theirs",
    "a length of many digits": b"HTTP/1.1 200 OK\r\nContent-Length: " + b"9" * 9_000 + b"\r\n\r\n",
    "a size that facts cannot hold": answer("409 Conflict", f"{10**17}\n"),
    "a size that no number is": answer("409 Conflict", f"{'9' * 900}\n"),
    "a conflict without a size": answer("409 Conflict", WORDS),
    "bad with nothing to prove": answer("422 Bad", WORDS),
    "no HTTP": b"\x00\xff\r\n\r\n",
    "half an answer": b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\nwords-of-theirs",
    "nothing": b"",
    "an error in their words": answer("500 No", f"{WORDS}\n\x1b[2J" + "x" * 50_000),
    "their words as a cosignature": answer("200 OK", f"{WORDS}\n"),
    "their words as the reason": answer(f"500 {WORDS}"),
}


@pytest.mark.parametrize("lie", LIES)
def test_after_a_witness_that_lies_the_next_is_asked(
    honest: Running, caplog: pytest.LogCaptureFixture, lie: str
) -> None:
    fill(3)
    with lying(LIES[lie]) as liar, asking(liar, honest), caplog.at_level(logging.DEBUG):
        assert ask_witnesses(NOW) == 1

        assert liar.asked == 1
    assert list(Cosignature.objects.values_list("witness", flat=True)) == [honest.vkey]
    assert Fork.objects.count() == 0
    told = [each.getMessage() for each in caplog.records if each.name == "dimmer.witnesses"]
    assert len(told) == 1
    assert LIAR.name in told[0]
    assert WORDS not in caplog.text
    assert "\x1b" not in caplog.text


def test_what_a_row_of_the_ledger_cannot_bear_ends_one_turn_only(
    honest: Running, database: str, caplog: pytest.LogCaptureFixture
) -> None:
    """A size within the ledger, of which a tile is gone here: the proof cannot be made."""
    fill(600)
    disconnect()
    with psycopg.connect(url.superuser(database=database)) as owner:
        owner.execute("set session_replication_role = replica; delete from ledger_tile")
    with lying(answer("409 Conflict", "300\n")) as liar, asking(liar, honest):
        assert ask_witnesses(NOW) == 1

    assert "asking a witness failed: liar.example/w IndexError" in caplog.text


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "307 Kept", "308 Kept"])
def test_a_witness_that_sends_elsewhere_is_not_followed(database: str, status: str) -> None:
    fill(3)
    with (
        lying(answer("200 OK", WORDS)) as inner,
        lying(answer(status, "", f"Location: {inner.address}/secrets")) as liar,
        asking(liar),
    ):
        assert ask_witnesses(NOW) == 0

        assert (liar.asked, inner.asked) == (1, 0)


@pytest.mark.parametrize(
    "said",
    [
        b"HTTP/1.1 200 OK\r\n" + b"X-More: 1\r\n" * 90,
        CHUNKED.encode() + b"1\r\nx\r\n" * 200,
        b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 1_000,
    ],
    ids=["head", "chunks", "body"],
)
def test_a_witness_that_drips_has_its_time_and_no_more(
    honest: Running, monkeypatch: pytest.MonkeyPatch, said: bytes
) -> None:
    monkeypatch.setattr(post, "SECONDS", 1.0)
    fill(3)
    with lying(said, pause=0.05) as liar, asking(liar, honest):
        began = time.monotonic()

        assert ask_witnesses(NOW) == 1

        assert time.monotonic() - began < 5


@pytest.mark.parametrize("head", [CHUNKED + "-1\r\n", "HTTP/1.1 500 No\r\n\r\n"])
def test_no_more_is_read_than_was_asked_for(head: str) -> None:
    with lying(head.encode() + b"x" * 5_000_000) as liar:
        assert len(post.post(liar.address, "", most=1_000)[1]) <= 1_000


def test_a_cosignature_of_another_text_is_not_kept(database: str) -> None:
    """The answer ends our note and begins another text, which is the one that is signed."""
    fill(3)
    head = queries.head()
    assert head is not None
    longer = head.note + "and more\n"
    line = write_signature(cosign(longer, key=LIAR, sign=PRIVATE.sign, at=int(time.time())))
    right = cosign(parse_note(head.note).text, key=LIAR, sign=PRIVATE.sign, at=int(time.time()))

    for said in (f"and more\n\n{line}", line, "", "\n", write_signature(right)[:-1]):
        with lying(answer("200 OK", said)) as liar, asking(liar):
            assert ask_witnesses(NOW) == 0
    assert Cosignature.objects.count() == 0

    with lying(answer("200 OK", write_signature(right))) as liar, asking(liar):
        assert ask_witnesses(NOW) == 1


def test_work_stops_at_once_though_a_witness_drips(database: str) -> None:
    fill(3)
    with lying(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 10_000, pause=0.1) as liar:
        work = subprocess.Popen(
            [sys.executable, "-m", "dimmer.cli", "work"],
            env={
                **os.environ,
                "DIMMER_DATABASE_SERVICE_URL": url.service(database=database),
                "DIMMER_DATABASE_OWNER_URL": url.owner(database=database),
                "DIMMER_DATABASE_BACKUP_URL": url.backup(database=database),
                witnesses.VARIABLE: given((write_key(LIAR), liar.address)),
            },
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        until = time.monotonic() + 40
        while not liar.asked and work.poll() is None and time.monotonic() < until:
            time.sleep(0.1)
        began = time.monotonic()
        work.send_signal(signal.SIGTERM)
        _, said = work.communicate(timeout=30)

    assert liar.asked, said
    assert time.monotonic() - began < 5
