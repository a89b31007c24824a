"""Whoever asks a witness for what it does not give, or sets it wrongly: it refuses, says so, and goes on."""

import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from cosigning import Running, fill, running
from dimmer.apps.ledger import queries
from dimmer.config import witnesses
from dimmer.core.ledger import write_key
from dimmer.core.ledger.cosignature import WitnessKey
from dimmer.core.ledger.witness import write_request


def test_whoever_has_been_answered_stays_no_longer(witness: Running) -> None:
    fill(3)
    head = queries.head()
    assert head is not None
    body = write_request(head.note, old=0, path=()).encode()
    where = urlsplit(witness.address)
    posts = b"POST /add-checkpoint HTTP/1.1\r\nContent-Length: "
    for request in (
        posts + b"%d\r\n\r\n%s" % (len(body), body),
        posts + b"9" * 5_000 + b"\r\n\r\n",
        b"GET /add-checkpoint HTTP/1.1\r\n\r\n",
    ):
        with socket.create_connection((where.hostname, where.port), timeout=5) as asking_it:
            asking_it.sendall(request)
            said = b""
            while more := asking_it.recv(65_536):
                said += more
        assert said.startswith(b"HTTP/1.1 ")
        assert b"\r\nConnection: close\r\n" in said


def _threads(witness: Running) -> int:
    return len(list(Path(f"/proc/{witness.process.pid}/task").iterdir()))


def test_many_who_say_nothing_are_no_more_threads_than_it_has(witness: Running) -> None:
    where = urlsplit(witness.address)
    seen = []  # all along: on a slow machine the first are let go before the last has come
    with ExitStack() as all_of_them:
        for _ in range(100):
            all_of_them.enter_context(socket.create_connection((where.hostname, where.port)))
            seen.append(_threads(witness))
        until = time.monotonic() + 2
        while time.monotonic() < until:
            seen.append(_threads(witness))
            time.sleep(0.1)
    assert 30 < max(seen) < 50
    time.sleep(1)
    assert witness.post("")[0] == 400


def test_what_is_no_request_is_refused_and_the_witness_goes_on(witness: Running) -> None:
    fill(3)
    head = queries.head()
    assert head is not None
    good = write_request(head.note, old=0, path=())

    assert witness.post("")[0] == 400
    assert witness.post(b"\xff" * 100)[0] == 400
    assert witness.post("x" * 200_000)[0] == 400
    assert witness.post(good, "/elsewhere")[0] == 404
    assert witness.post(good.replace(queries.verifier_key().name, "elsewhere.example"))[0] == 404
    assert witness.post(good.replace("\n3\n", "\n4\n"))[0] == 403
    assert witness.post(good.replace("old 0", "old 9"))[0] == 400
    assert witness.post(good)[0] == 200
    assert witness.post(good)[::2] == (409, "3\n")


def test_a_witness_keeps_its_key_to_itself_and_its_name(tmp_path: Path) -> None:
    with running(tmp_path) as found:
        first = found.vkey
    key = tmp_path / "witness/witness.key"
    with running(tmp_path) as found:
        assert found.vkey == first

    assert key.stat().st_mode & 0o077 == 0
    command = [sys.executable, "-m", "dimmer.cli", "witness", "--keys", str(tmp_path / "ledgers")]
    for more, words in (
        (
            ["--folder", str(tmp_path / "witness"), "--name", "another"],
            "is called witness.example/w",
        ),
        (["--folder", str(tmp_path / "new")], "--name NAME"),
        (["--folder", str(tmp_path / "new"), "--name", "two words"], "has no spaces"),
    ):
        done = subprocess.run([*command, *more], capture_output=True, text=True, check=False)
        assert (done.returncode, words in done.stderr) == (2, True)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("words", "is not the key of a witness"),
        ("{vkey}", "an address is expected"),
        ("{vkey} ftp://w.example", "an address is expected"),
        ("{vkey} http://w.example", "must begin with https://"),
        ("{ledger} https://w.example", "is not the key of a witness"),
        ("{strange} https://w.example", "is not in plain characters"),
    ],
)
def test_what_is_set_wrongly_is_said(witness: Running, given: str, words: str) -> None:
    strange = write_key(WitnessKey("w\u00e9.example", bytes(32)))
    ledger = write_key(queries.verifier_key())
    said = given.format(vkey=witness.vkey, ledger=ledger, strange=strange)

    with pytest.raises(witnesses.BadWitness, match=words):
        witnesses.from_environment({witnesses.VARIABLE: said})
