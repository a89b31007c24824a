"""Ask about a file, in a process that ends with the answer: bounded in time, memory and what it can reach."""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from threading import Timer
from typing import Any

import dimmer
from dimmer.files.said import MOST_ANSWERED, MOST_BYTES, SECONDS, Box, Flat, Looked, Refused

_HEAD = 4
"""Bytes that say how long the JSON is that stands before the bytes of a file."""
_TOO_MUCH = (
    "The file takes too long to read, or too much memory. Save it anew from the program that it was made with, or take "
    "a part of it."
)
_BEGINS = "import sys; sys.path.insert(0, sys.argv[1]); from dimmer.files.within.child import main; main()"


def look(
    content: bytes, *, name: str, names: Sequence[str] = (), seconds: float = SECONDS
) -> Looked:
    """Say what a file shows and what it hides, and what of both leads to somebody.

    Args:
        name: the file's name, as it came.
        names: names and aliases of the people whom it may be about, to be found however they are spelt.
        seconds: how long it may take.

    Raises:
        Refused: it is of no kind that can be read, holds what cannot be looked into, or asks for too much.
    """
    answer, _ = _asked({"do": "look", "name": name, "names": [*names]}, content, seconds)
    return Looked.read(answer)


def flat(
    content: bytes,
    *,
    name: str,
    cut: Sequence[str] = (),
    boxes: Sequence[Box] = (),
    found: bool = False,
    names: Sequence[str] = (),
    seconds: float = SECONDS,
) -> Flat:
    """Make the flat copy of a file: only what its pages show, without what is cut.

    Args:
        name: the file's name, as it came.
        cut: words that go wherever they stand, in any case and however parted; a word that holds them goes whole.
        boxes: what is blacked out on pages and pictures.
        found: whether all goes that the guard finds, `names` among it.
        seconds: how long it may take.

    Raises:
        Refused: as `look`; or something that was to be cut is not there, or could not be found if it were.
    """
    asked = {
        "do": "flat",
        "name": name,
        "names": [*names],
        "cut": [*cut],
        "boxes": [asdict(each) for each in boxes],
        "found": found,
    }
    answer, copy = _asked(asked, content, seconds)
    return Flat(str(answer["kind"]), copy, int(answer["cut"]), tuple(map(str, answer["unread"])))


def drawn(
    content: bytes, *, name: str, page: int, has_lines: bool = False, seconds: float = SECONDS
) -> bytes:
    """One page of a PDF, or a picture, as PNG to be looked at on a screen.

    Args:
        name: the file's name, as it came.
        page: which of its pages, from 1.
        has_lines: whether lines lie over it, ten hundredths apart, by which a box can be said.

    Raises:
        Refused: as `look`; or it has no pages, or no such one.
    """
    asked = {"do": "draw", "name": name, "names": [], "page": page, "has_lines": has_lines}
    _, picture = _asked(asked, content, seconds)
    return picture


def _asked(asked: dict[str, Any], content: bytes, seconds: float) -> tuple[dict[str, Any], bytes]:
    if len(content) > MOST_BYTES:
        raise Refused(
            f"The file is larger than {MOST_BYTES >> 20} megabytes. Take out what is not needed."
        )
    head = json.dumps(asked).encode()
    root = Path(dimmer.__path__[0]).parent
    # -I: nothing from the environment, nor from the folder that it is started in
    with subprocess.Popen(  # noqa: S603  (our own code)
        [sys.executable, "-I", "-c", _BEGINS, str(root)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
        cwd="/",
    ) as child:
        late = Timer(seconds, child.kill)
        late.start()
        try:
            said = _told(child, len(head).to_bytes(_HEAD) + head + content)
        finally:
            late.cancel()
            child.kill()
    size = int.from_bytes(said[:_HEAD])
    answer = said[_HEAD : _HEAD + size]
    if not size or len(answer) < size:
        raise Refused(_TOO_MUCH)
    row: dict[str, Any] = json.loads(answer)
    if "refused" in row:
        raise Refused(row["refused"])
    copy = said[_HEAD + size :]
    if len(copy) != row["bytes"]:  # it was ended while it spoke
        raise Refused(_TOO_MUCH)
    return row, copy


def _told(child: subprocess.Popen[bytes], asked: bytes) -> bytes:
    """What it answers; it reads all that it is asked before it says anything."""
    if child.stdin is None or child.stdout is None:
        return b""
    try:
        child.stdin.write(asked)
        child.stdin.close()
    except BrokenPipeError:
        return b""
    return child.stdout.read(MOST_ANSWERED + 1)
