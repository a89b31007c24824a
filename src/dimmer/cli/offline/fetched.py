"""A ledger fetched over HTTP (C2SP tlog-tiles): each part is proved as it comes, and the first that is wrong ends it.

Rules of this file:

- Nothing is taken but from the one host that was named: no answer that leads elsewhere is followed.
- The session goes to that host alone, and is taken from a file or the environment: a command line is seen by others.
- Every answer has an end, in length and in time.
"""

import os
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from pathlib import Path
from socket import SHUT_RDWR, socket
from typing import Self
from urllib.parse import SplitResult, urlsplit

import click

from dimmer.cli.offline.copied import Copied
from dimmer.cli.offline.trusted import BadInput, plain, read
from dimmer.core import ledger
from dimmer.core.ledger import tiles

VARIABLE = "DIMMER_LEDGER_COOKIE"

_SECONDS = 20.0
"""How long one answer may take, however it drips."""
_MOST_BYTES = {"checkpoint": 100_000, "tile": tiles.FULL, "entries": 2_000_000}
"""Of an answer: a bundle's entries are 200 bytes each, and far below this."""
_MOST_ENTRIES = 100_000_000
"""Whoever signs may sign any size. So many entries are some 20 GB."""
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}
_COOKIE = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}=[!#-+\x2d-:<-\[\]-~]{1,4000}")
_PATH = re.compile(r"[!-~]*")
_SENDS_ON = range(300, 400)
_LONG = 10_000
"""Entries from which on a bar shows how far it is."""


class Wrong(Exception):
    """What came is not what was signed. The message says which part."""


class Host:
    """One host, asked for files below one address, over one connection while it lasts."""

    def __init__(self, url: str, *, cookie_file: str | None) -> None:
        self._where = _checked(url)
        self._headers = {"Accept-Encoding": "identity", "User-Agent": "dimmer-verify"}
        if cookie := _cookie(cookie_file):
            self._headers["Cookie"] = cookie
        self._open: HTTPConnection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._shut()

    def take(self, path: str, *, into: Path) -> None:
        """Fetch one file into a folder, below its own name.

        Raises:
            BadInput: it is not to be had.
        """
        data = self._get(path)
        file = into / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)

    def _get(self, path: str) -> bytes:
        is_again = self._open is not None
        try:
            return self._ask(path)
        except (OSError, HTTPException) as error:
            self._shut()
            if not is_again:  # else the connection was merely too old
                raise self._bad(f"does not answer ({type(error).__name__})") from error
        try:
            return self._ask(path)
        except (OSError, HTTPException) as error:
            raise self._bad(f"does not answer ({type(error).__name__})") from error

    def _ask(self, path: str) -> bytes:
        kind = "entries" if path.startswith("tile/entries/") else path.partition("/")[0]
        if self._open is None:
            secured = self._where.scheme == "https"
            connection = HTTPSConnection if secured else HTTPConnection
            self._open = connection(self._where.netloc, timeout=_SECONDS)
        if self._open.sock is None:
            self._open.connect()
        with _until(self._open.sock):
            self._open.request(
                "GET", f"{self._where.path.rstrip('/')}/{path}", headers=self._headers
            )
            with self._open.getresponse() as answer:  # shut then: free for the next
                self._look_at(answer, path)
                data, most = b"", _MOST_BYTES[kind]
                while len(data) <= most and (more := answer.read1(most + 1 - len(data))):
                    data += more
                is_cut_off = bool(answer.length)
        if len(data) > most:
            raise self._bad(f"sends more for {path} than that can be")
        if is_cut_off:
            raise HTTPException("cut off")
        return data

    def _look_at(self, answer: HTTPResponse, path: str) -> None:
        if answer.status in _SENDS_ON:
            to = plain(answer.headers.get("Location", "nowhere"))[:200]
            raise self._bad(
                f"sends on to {to}, which is not followed. The session is over, or there is none: sign in anew as an\n"
                "auditor, an information governance lead or the board, and give that session"
            )
        if answer.status == HTTPStatus.NOT_FOUND:
            raise self._bad(
                f"has no {path} for this session: the ledger is empty, or whoever's session it is may not read it"
            )
        if answer.status != HTTPStatus.OK:
            raise self._bad(f"answers {answer.status} for {path}")
        if answer.headers.get_content_type() == "text/html":
            raise self._bad(f"shows a page in the place of {path}: perhaps one to sign in")

    def _bad(self, words: str) -> BadInput:
        self._shut()
        return BadInput(f"{self._where.hostname} {words}.")

    def _shut(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None


@contextmanager
def _until(through: socket) -> Iterator[None]:
    """End what comes through a socket after its time, also where it comes a byte at a time."""
    is_over = threading.Event()

    def end() -> None:
        is_over.set()
        with suppress(OSError):  # it is shut already
            through.shutdown(SHUT_RDWR)

    ending = threading.Timer(_SECONDS, end)
    ending.daemon = True
    ending.start()
    try:
        yield
        if is_over.is_set():
            raise TimeoutError
    finally:
        ending.cancel()


def fetch_parts(host: Host, folder: Path, head: ledger.Head) -> None:
    """Fetch every tile and bundle of a head that was signed; each is proved by what came before it.

    Raises:
        Wrong: one is not what was signed. What comes after it is not asked for.
        BadInput: one is not to be had.
    """
    copy, size = Copied(folder, size=head.size), head.size
    if size > _MOST_ENTRIES:
        raise BadInput(f"The ledger has {size} entries: more than are fetched.")
    is_whole = True
    for level, filled in enumerate(_levels(size)):
        index, width = divmod(filled, tiles.WIDTH)
        if width:
            host.take(f"tile/{level}/{tiles.write_place(index, width)}", into=folder)
            is_whole &= len(copy.tile(level, index)) == width * tiles.HASH_BYTES
    try:
        root = ledger.root_at(size, lookup=tiles.lookup_in(copy.tile)) if is_whole else b""
    except (IndexError, tiles.NotATile):
        root = b""
    if root != head.root:
        raise Wrong("the tiles that are begun do not lead to the root that was signed")
    for level, filled in reversed([*enumerate(_levels(size))]):
        _full_tiles(host, folder, copy, level=level, filled=filled)


def _full_tiles(host: Host, folder: Path, copy: Copied, *, level: int, filled: int) -> None:
    """The full tiles of a level, each proved by the one above it; below the lowest, the entries."""
    hidden = level > 0 or filled < _LONG
    with click.progressbar(length=filled, label="Fetching", hidden=hidden) as bar:
        above: list[bytes] = []
        for index in range(-(-filled // tiles.WIDTH)):
            width = min(tiles.WIDTH, filled - index * tiles.WIDTH)
            if not index % tiles.WIDTH:
                above = tiles.hashes_of(copy.tile(level + 1, index // tiles.WIDTH))
            if width == tiles.WIDTH:
                path = f"tile/{level}/{tiles.write_place(index)}"
                host.take(path, into=folder)
                hashes = tiles.hashes_of(copy.tile(level, index))
                if len(hashes) != width or ledger.root_of(hashes) != above[index % tiles.WIDTH]:
                    raise Wrong(f"{path} does not lead to the root that was signed")
            if level == 0:
                _bundle(host, folder, copy, index=index, width=width)
                bar.update(width)


def _bundle(host: Host, folder: Path, copy: Copied, *, index: int, width: int) -> None:
    path = f"tile/entries/{tiles.write_place(index, width)}"
    host.take(path, into=folder)
    found = [ledger.leaf_hash(leaf) for leaf in copy.leaves(index)]
    signed = copy.hashes(index)
    if found == signed:
        return
    if len(found) != width:
        raise Wrong(f"{path} is no bundle of {width} entries")
    at = next(at for at, (one, other) in enumerate(zip(found, signed, strict=True)) if one != other)
    raise Wrong(f"entry {index * tiles.WIDTH + at} is not the one that was signed")


def _levels(size: int) -> list[int]:
    """How many hashes there are at each level of tiles."""
    levels = []
    while size:
        levels.append(size)
        size >>= 8
    return levels


def _checked(url: str) -> SplitResult:
    """The address, taken apart.

    Raises:
        BadInput: it is none that a session may be sent to.
    """
    try:
        where = urlsplit(url)
        port = where.port
    except ValueError as error:
        raise BadInput(f"--url: no address ({error}).") from error
    is_whole = where.hostname and port != 0 and not where.query and not where.fragment
    if where.scheme not in ("http", "https") or not is_whole or not _PATH.fullmatch(url):
        raise BadInput("--url: an address like https://dimmer.example/ledger is expected.")
    if where.username is not None or where.password is not None:
        raise BadInput("--url: no name or password in the address: others see a command line.")
    if where.scheme == "http" and where.hostname not in _LOOPBACK:
        raise BadInput("--url: it must begin with https://")
    return where


def _cookie(file: str | None) -> str:
    """The session, as the browser that signed in has it; nothing where none was given.

    Raises:
        BadInput: the file cannot be read, others can read it, or it holds no cookie.
    """
    if file is None:
        given, said = os.environ.get(VARIABLE, ""), VARIABLE
        if not given:
            return ""
    else:
        said = "--cookie-file"
        try:
            given = read(file).decode("ascii").strip()
        except UnicodeDecodeError as error:
            raise BadInput(f"{said}: there is no cookie in it.") from error
        if os.name == "posix" and Path(file).stat().st_mode & 0o077:
            raise BadInput(f"{said}: others can read it. Make it yours alone first: chmod 600")
    if not _COOKIE.fullmatch(given):
        raise BadInput(f"{said}: a cookie is written name=value, as the browser has it.")
    return given
