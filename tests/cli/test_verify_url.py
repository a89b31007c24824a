"""`dimmer verify ledger --url`: a ledger fetched from a host that may answer anything, by attack."""

import gzip
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
from click.testing import Result

from cli.test_verify_ledger import (
    KEY,
    LEAVES,
    SIZE,
    STRANGER,
    change,
    checkpoint,
    put,
    run,
    write_ledger,
)
from dimmer.cli.offline import fetched
from dimmer.core.ledger import Head, sign_checkpoint, tiles
from dimmer.core.ledger.cosignature import WitnessKey
from dimmer.core.ledger.note import write_key

Answer = Callable[[BaseHTTPRequestHandler, str], bool]
"""Answers a path in its own way, and says whether it did."""


class Serving(ThreadingHTTPServer):
    """Hands out a folder below /ledger/, and keeps what was asked and with which cookie."""

    daemon_threads = True

    def __init__(self, folder: Path, strange: Answer | None = None) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.folder, self.strange = folder, strange
        self.asked: list[str] = []
        self.cookies: set[str | None] = set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/ledger"

    def handle_error(self, *_: Any) -> None:
        """Whoever asks may go away."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else each body waits until it is said that the head is there
    server: Serving

    def do_GET(self) -> None:
        path = self.path.removeprefix("/ledger/")
        self.server.asked.append(path)
        self.server.cookies.add(self.headers.get("Cookie"))
        if self.server.strange and self.server.strange(self, path):
            return
        file = self.server.folder / path
        if file.is_file():
            send(self, file.read_bytes())
        else:
            send(self, b"", status=404)

    def log_message(self, *_: Any) -> None:
        """Nothing."""


def send(to: BaseHTTPRequestHandler, data: bytes, *, status: int = 200, **headers: str) -> None:
    to.send_response(status)
    for name, value in {"Content_Type": "application/octet-stream", **headers}.items():
        to.send_header(name.replace("_", "-"), value)
    to.send_header("Content-Length", str(len(data)))
    to.end_headers()
    to.wfile.write(data)


@contextmanager
def serving(folder: Path, strange: Answer | None = None) -> Iterator[Serving]:
    server = Serving(folder, strange)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A whole copy in a folder; nothing trusted, and no session."""
    for name in ("DIMMER_LEDGER_KEY", fetched.VARIABLE):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DIMMER_HOME", str(tmp_path / "home"))
    return write_ledger(tmp_path / "copy")


def asked(folder: Path, strange: Answer | None = None, *more: str) -> tuple[Result, Serving]:
    with serving(folder, strange) as server:
        return run("ledger", "--url", server.url, *more), server


@pytest.mark.parametrize("size", [1, 255, 256, 257, SIZE, 600 + 66_000])
def test_a_whole_ledger_is_fetched_once_and_proved(copied: Path, tmp_path: Path, size: int) -> None:
    leaves = LEAVES[:size] if size <= SIZE else [*LEAVES, *(b"%d\n" % at for at in range(66_000))]
    folder = write_ledger(tmp_path / "whole", leaves)

    done, server = asked(folder)

    assert done.exit_code == 0, done.output
    assert f"{size} entries have the root that {KEY.name} signed" in done.output
    assert sorted(server.asked) == sorted(["checkpoint", *tiles.paths_of(size)])
    assert server.cookies == {None}


def test_bundles_may_come_packed_and_older_heads_are_continued(
    copied: Path, tmp_path: Path
) -> None:
    for file in (copied / "tile/entries").rglob("*"):
        if file.is_file():
            file.write_bytes(gzip.compress(file.read_bytes()))
    (tmp_path / "old").write_text(checkpoint(LEAVES[:300]), encoding="utf-8")
    (tmp_path / "fork").write_text(checkpoint(LEAVES[1:301]), encoding="utf-8")

    done, _ = asked(copied, None, "--seen", str(tmp_path / "old"))
    forked, _ = asked(copied, None, "--seen", str(tmp_path / "fork"))
    unseen, _ = asked(copied, None, "--witness", write_key(WitnessKey("w.example", bytes(32))))

    assert (done.exit_code, "it continues" in done.output) == (0, True)
    assert (forked.exit_code, "FORK" in forked.output) == (1, True)
    assert (unseen.exit_code, "w.example has not cosigned it" in unseen.output) == (1, True)


@pytest.mark.parametrize("at", [0, 255, 256, 599])
def test_it_stops_at_the_first_entry_that_was_not_signed(copied: Path, at: int) -> None:
    change(copied, put(at, LEAVES[at - 1]))

    done, server = asked(copied)

    assert done.exit_code == 1
    assert f"✗ entry {at} is not the one that was signed. Nothing after it was fetched." in (
        done.output
    )
    assert server.asked[-1].startswith(f"tile/entries/{at // 256:03}")


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("tile/0/000", "tile/0/000 does not lead to the root"),
        ("tile/0/002.p/88", "do not lead to the root"),
        ("tile/1/000.p/2", "do not lead to the root"),
        ("tile/entries/001", "tile/entries/001 is no bundle of 256 entries"),
    ],
)
@pytest.mark.parametrize("how", ["changed", "cut off", "empty", "longer"])
def test_it_stops_at_the_first_tile_that_was_not_signed(
    copied: Path, path: str, words: str, how: str
) -> None:
    data = (copied / path).read_bytes()
    (copied / path).write_bytes(
        {"changed": b"\xff" + data[1:], "cut off": data[:-1], "empty": b"", "longer": data + data}[how]
    )  # fmt: skip

    done, server = asked(copied)

    if (how, path) == ("longer", "tile/0/000"):
        assert (done.exit_code, "sends more for tile/0/000" in done.stderr) == (2, True)
    else:
        assert done.exit_code == 1
        assert words in done.output
    later = {"tile/0/000": "tile/0/001", "tile/entries/001": "tile/entries/002.p/88"}
    assert later.get(path, "tile/0/000") not in server.asked


def test_nothing_is_fetched_of_a_head_that_no_trusted_key_signed(copied: Path) -> None:
    (copied / "checkpoint").write_text(checkpoint(LEAVES, signer=STRANGER), encoding="utf-8")

    done, server = asked(copied)

    assert (done.exit_code, "no key that you trust signed" in done.output) == (1, True)
    assert server.asked == ["checkpoint"]


def test_nothing_is_fetched_of_a_ledger_that_is_said_to_be_endless(copied: Path) -> None:
    from cli.test_verify_ledger import PRIVATE

    endless = sign_checkpoint(Head(10**17, bytes(32)), key=KEY, sign=PRIVATE.sign)
    (copied / "checkpoint").write_text(endless, encoding="utf-8")

    done, server = asked(copied)

    assert (done.exit_code, "more than are fetched" in done.stderr) == (2, True)
    assert server.asked == ["checkpoint"]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_nothing_that_sends_on_is_followed(copied: Path, status: int, tmp_path: Path) -> None:
    with serving(copied) as elsewhere:

        def sent_on(to: BaseHTTPRequestHandler, path: str) -> bool:
            is_it = path == "tile/0/000"
            if is_it:
                send(to, b"", status=status, Location=f"{elsewhere.url}/account/login/\x1b[2J")
            return is_it

        cookie = tmp_path / "cookie"
        cookie.write_text("dimmer_session=abc123\n")
        cookie.chmod(0o600)
        done, server = asked(copied, sent_on, "--cookie-file", str(cookie))

        assert done.exit_code == 2
        assert "which is not followed. The session is over" in done.stderr
        assert "\x1b" not in done.stderr
        assert "abc123" not in done.output
        assert elsewhere.asked == []
    assert server.cookies == {"dimmer_session=abc123"}
    assert server.asked[-1] == "tile/0/000"


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda to: send(to, b"", status=404), "has no checkpoint for this session"),
        (lambda to: send(to, b"", status=503), "answers 503 for checkpoint"),
        (lambda to: send(to, b"<html>", Content_Type="text/html; charset=utf-8"), "shows a page"),
        (lambda to: send(to, bytes(2_000_000)), "sends more for checkpoint"),
        (lambda to: to.wfile.write(b"SSH-2.0-OpenSSH\r\n"), "does not answer"),
        (lambda to: send(to, b"no checkpoint\n"), "is no checkpoint"),
    ],
)
def test_what_is_no_ledger_is_said_plainly(
    copied: Path, answer: Callable[[Any], None], words: str
) -> None:
    def strange(to: BaseHTTPRequestHandler, path: str) -> bool:
        answer(to)
        to.close_connection = True
        return True

    done, server = asked(copied, strange)

    assert done.exit_code == 2
    assert words in done.stderr
    assert done.stdout == ""
    assert set(server.asked) == {"checkpoint"}


@pytest.mark.parametrize("part", ["head", "body"])
def test_a_host_that_drips_or_falls_silent_is_left(
    copied: Path, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    monkeypatch.setattr(fetched, "_SECONDS", 0.5)

    def drips(to: BaseHTTPRequestHandler, path: str) -> bool:
        if path == "tile/0/001":
            if part == "body":
                to.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
            for _ in range(100):
                to.wfile.write(b"x")
                sleep(0.05)
        return path == "tile/0/001"

    began = monotonic()
    done, _ = asked(copied, drips)

    assert (done.exit_code, "does not answer" in done.stderr) == (2, True)
    assert monotonic() - began < 8


def test_a_connection_that_ends_between_two_files_is_opened_again(copied: Path) -> None:
    def closing(to: BaseHTTPRequestHandler, path: str) -> bool:
        to.close_connection = True  # without saying so
        return False

    done, server = asked(copied, closing)

    assert done.exit_code == 0, done.output
    assert len(server.asked) == 1 + len([*tiles.paths_of(SIZE)])


def test_the_session_is_taken_from_a_file_or_the_environment_only(
    copied: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cookie = tmp_path / "cookie"
    cookie.write_text("__Host-dimmer_session=from-a-file\n")
    cookie.chmod(0o644)
    seen_by_others, _ = asked(copied, None, "--cookie-file", str(cookie))
    cookie.chmod(0o600)
    monkeypatch.setenv(fetched.VARIABLE, "dimmer_session=from-the-environment")

    _, by_environment = asked(copied)
    _, by_file = asked(copied, None, "--cookie-file", str(cookie))

    assert (seen_by_others.exit_code, "others can read it" in seen_by_others.stderr) == (2, True)
    assert by_environment.cookies == {"dimmer_session=from-the-environment"}
    assert by_file.cookies == {"__Host-dimmer_session=from-a-file"}
    for wrong in (
        "",
        "no cookie",
        "a=b; c=d",
        "a=b\nX: y",
        "a=b\r\nX: y",
        "a=\u00e9",
        "a=" + "b" * 5_000,
    ):
        cookie.write_text(wrong, encoding="utf-8")
        done, server = asked(copied, None, "--cookie-file", str(cookie))
        assert (done.exit_code, server.asked) == (2, []), wrong
    assert asked(copied, None, "--cookie-file", str(tmp_path / "nowhere"))[0].exit_code == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ["--url", "http://dimmer.example/ledger"],
        ["--url", "https://amina:secret@dimmer.example/ledger"],
        ["--url", "ftp://dimmer.example/"],
        ["--url", "dimmer.example"],
        ["--url", "https:///ledger"],
        ["--url", "https://dimmer.example:99999/"],
        ["--url", "https://dimmer.example/?a=b"],
        ["--url", "https://dimmer.example/a b"],
        ["--url", "https://[::1/ledger"],
        ["--url", "https://dimmer.example/ledger", "--from", "copy"],
        ["--cookie-file", "cookie"],
        ["--url", ""],
    ],
)
def test_what_no_session_may_be_sent_to_is_bad_input(copied: Path, arguments: list[str]) -> None:
    done = run("ledger", *arguments)

    assert done.exit_code == 2
    assert done.stdout == ""


def test_a_host_that_is_not_there_is_said_plainly(copied: Path) -> None:
    with serving(copied) as server:
        url = server.url

    done = run("ledger", "--url", url)

    assert (done.exit_code, "127.0.0.1 does not answer" in done.stderr) == (2, True)
