"""`dimmer witness`: cosign checkpoints of other ledgers (C2SP tlog-witness); a tiny service without Django or database.

What it cosigned last of each ledger is a file in its folder, written through to the disk before anybody hears of it.
"""

import fcntl
import re
import socket
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import click
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from dimmer.cli.offline.trusted import BadInput, ed25519_verifies, home, keys_in
from dimmer.cli.offline.whole import write_whole
from dimmer.core.ledger import Head, NotAKey, VerifierKey, parse_checkpoint, parse_note, write_key
from dimmer.core.ledger.cosignature import WitnessKey, cosign
from dimmer.core.ledger.note import write_note, write_signature
from dimmer.core.ledger.witness import (
    LONGEST,
    SIZE_KIND,
    Answer,
    NotARequest,
    Request,
    answer,
    parse_request,
)

_KEY_FILE = "witness.key"
_PATH = "/add-checkpoint"
_PLAIN = "text/plain; charset=utf-8"
_SECONDS = 10
"""How long whoever asks may be silent."""
_LENGTH = re.compile(r"[0-9]{1,6}", re.ASCII)
_AT_ONCE = 32
"""How many are listened to at once: whoever comes then is not answered, and asks again."""


_Asked = socket.socket | tuple[bytes, socket.socket]  # as socketserver has it


class Keeping:
    """What a witness keeps: its key, and of each ledger the checkpoint that it cosigned last."""

    def __init__(self, folder: Path, *, name: str | None) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._folder = folder
        self.key, self._private = self._own_key(name)

    def ask(self, text: str, *, logs: Mapping[str, Sequence[VerifierKey]]) -> tuple[Answer, str]:
        """Answer a request; give the body too. When this returns, what was cosigned is on the disk."""
        try:
            request = parse_request(text)
        except NotARequest as error:
            return Answer(400, f"{error}."), f"{error}.\n"
        with self._alone():
            latest = self._latest(request.origin)
            found = answer(request, logs=logs, latest=latest, verify=ed25519_verifies)
            if found.is_fork:
                self._keep_fork(request)
            if found.keep is None:
                return found, f"{found.size}\n" if found.size is not None else f"{found.words}\n"
            write_whole(self._file(request.origin), write_note(request.note).encode())
        made = cosign(request.note.text, key=self.key, sign=self._private.sign, at=int(time.time()))
        return found, write_signature(made)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One at a time, whichever thread or process: what is looked at is what is written over."""
        with (self._folder / "lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _latest(self, origin: str) -> Head | None:
        file = self._file(origin)
        if not file.exists():
            return None
        return parse_checkpoint(parse_note(file.read_text(encoding="utf-8")).text).head

    def _keep_fork(self, request: Request) -> None:
        """Two heads of one size that one key signed: the two notes prove it to anybody.

        The one that was cosigned is kept again, under a name of its own: the next head takes the place of the first.
        """
        cosigned = self._file(request.origin).read_text(encoding="utf-8")
        root = parse_checkpoint(parse_note(cosigned).text).head.root
        proofs = {root: cosigned, request.head.root: write_note(request.note)}
        files = []
        for each, text in proofs.items():
            file = self._file(request.origin).with_suffix(f".fork-{each.hex()[:16]}")
            if not file.exists():
                write_whole(file, text.encode())
            files.append(str(file))
        click.echo(
            f"A FORK of {request.origin}: it signed two histories of {request.head.size} entries. "
            f"{' and '.join(files)} prove it.",
            err=True,
        )

    def _file(self, origin: str) -> Path:
        return self._folder / f"{sha256(origin.encode()).hexdigest()}.checkpoint"

    def _own_key(self, name: str | None) -> tuple[WitnessKey, Ed25519PrivateKey]:
        """The witness's key; made the first time, when it is given its name."""
        file = self._folder / _KEY_FILE
        with self._alone():
            if not file.exists():
                if name is None:
                    raise BadInput(
                        "A new witness needs a name that is its own, as an address without https: --name NAME"
                    )
                self._write_key(file, name)
        found, _, seed = file.read_text(encoding="utf-8").strip().partition("\n")
        if name not in (None, found):
            raise BadInput(f"This witness is called {found}. Another name needs another --folder.")
        try:
            private = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seed))
        except ValueError as error:
            raise BadInput(f"{file} is not the key of a witness.") from error
        return WitnessKey(found, private.public_key().public_bytes_raw()), private

    def _write_key(self, file: Path, name: str) -> None:
        private = Ed25519PrivateKey.generate()
        try:
            WitnessKey(name, private.public_key().public_bytes_raw())
        except NotAKey as error:
            raise BadInput(f"--name: {error}.") from error
        write_whole(file, f"{name}\n{private.private_bytes_raw().hex()}\n".encode(), mode=0o600)


@click.command()
@click.option(
    "--keys",
    required=True,
    metavar="FILE",
    help="The keys of the ledgers to witness, as their partnerships publish them, a line each.",
)
@click.option("--port", type=click.IntRange(0, 65_535), default=8_700, show_default=True)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="Put a proxy with HTTPS before any other.",
)
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where its key and what it cosigned are kept. Otherwise `witness` in DIMMER_HOME.",
)
@click.option(
    "--name", help="Its name, the first time: an address that is yours, without https://."
)
def witness(*, keys: str, port: int, host: str, folder: Path | None, name: str | None) -> None:
    """Cosign the checkpoints of other ledgers, and never one that does not continue what was cosigned before.

    It sees sizes and hashes, and no entry. It prints its own key, which those whom it serves need. Keep its folder: a
    witness that has forgotten cosigns anything once.
    """
    logs: dict[str, list[VerifierKey]] = {}
    for key in keys_in(keys, said="--keys"):
        logs.setdefault(key.name, []).append(key)
    keeping = Keeping(folder or home() / "witness", name=name)
    with _Server((host, port), _handler(keeping, logs)) as server:
        click.echo(write_key(keeping.key))
        click.echo(f"Witness of {', '.join(logs)} at http://{host}:{server.server_port}{_PATH}")
        sys.stdout.flush()
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            click.echo("Stopped.", err=True)


class _Server(ThreadingHTTPServer):
    """A server with a thread for each who asks, and only so many."""

    request_queue_size = 128  # whoever is one too many is told at once, not left to ring again

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        self._free = threading.BoundedSemaphore(_AT_ONCE)
        super().__init__(address, handler)

    def process_request(self, request: _Asked, client_address: Any) -> None:
        if not self._free.acquire(blocking=False):
            self.shutdown_request(request)
            return
        try:
            super().process_request(request, client_address)
        except BaseException:  # there is no thread for it
            self._free.release()
            raise

    def process_request_thread(self, request: _Asked, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()


def _handler(
    keeping: Keeping, logs: Mapping[str, Sequence[VerifierKey]]
) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = _SECONDS

        def do_POST(self) -> None:
            length = self.headers.get("Content-Length", "")
            if self.path != _PATH:
                self._say(404, "There is nothing here.\n")
            elif not (_LENGTH.fullmatch(length) and int(length) <= LONGEST):
                self._say(400, f"A request says its length, at most {LONGEST} bytes.\n")
            else:
                text = self.rfile.read(int(length)).decode(errors="replace")
                found, body = keeping.ask(text, logs=logs)
                kind = SIZE_KIND if found.size is not None else _PLAIN
                self._say(found.status, body, kind=kind)

        def do_GET(self) -> None:
            self._say(405, "POST to /add-checkpoint.\n")

        def _say(self, status: int, body: str, *, kind: str = _PLAIN) -> None:
            data = body.encode()
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            self.send_header("Connection", "close")  # and the server closes: nobody stays
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            """Who asks is nobody's business."""

    return Handler
