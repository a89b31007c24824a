"""The limited process: takes one question and one file, answers, and ends. Nothing it opens outlives it."""

import importlib
import json
import os
import resource
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from dimmer.core.locators import find
from dimmer.files.said import MOST_TEXT, SECONDS, Box, Found, Hidden, Hides, Looked, Refused
from dimmer.files.within.kinds import kind_of
from dimmer.files.within.reading import Reading

_MEMORY = 2**30
"""Bytes of addresses, libraries among them."""
_HEAD = 4
_READERS = {
    "docx": "word",
    "xlsx": "workbook",
    "pdf": "pages",
    "png": "picture",
    "jpeg": "picture",
    "txt": "plain",
}
_DAMAGED = "The file is damaged, or not what it says it is. Save it anew from the program that it was made with."


def main() -> None:
    """Answer once. Whatever goes wrong in a reader is the file's doing, and said as that."""
    said = sys.stdin.buffer.read()
    _limit()
    size = int.from_bytes(said[:_HEAD])
    asked = json.loads(said[_HEAD : _HEAD + size])
    try:
        answer, copy = _answer(asked, said[_HEAD + size :])
    except Refused as refused:
        answer, copy = {"refused": str(refused)}, b""
    except MemoryError:
        answer, copy = {"refused": "The file asks for too much memory. Take a part of it."}, b""
    except Exception:  # noqa: BLE001  (a hostile file may raise anything; nothing of it is told)
        answer, copy = {"refused": _DAMAGED}, b""
    head = json.dumps({**answer, "bytes": len(copy)}).encode()
    sys.stdout.buffer.write(len(head).to_bytes(_HEAD) + head + copy)
    sys.stdout.buffer.flush()
    os._exit(0)  # no library tidies up: it could hang


def _limit() -> None:
    """Before a byte of the file is looked at."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(5)  # pages are served first


def _shut() -> None:
    """Once the reader is loaded: no file, connection or program can be opened any more, as each needs a number."""
    open_now = 3
    resource.setrlimit(resource.RLIMIT_NOFILE, (open_now, open_now))


def _answer(asked: dict[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
    name, names = str(asked["name"]), [str(each) for each in asked["names"]]
    kind = kind_of(content, name=name)
    reader: Any = importlib.import_module(f"dimmer.files.within.{_READERS[kind]}")
    _shut()
    if asked["do"] == "look":
        return _looked(reader.read(content), kind=kind, name=name, names=names).written(), b""
    if asked["do"] == "draw":
        if not hasattr(reader, "drawn"):
            raise Refused("This kind of file has no pages to look at.")
        return {}, reader.drawn(content, page=int(asked["page"]), has_lines=asked["has_lines"])
    boxes = [Box(**each) for each in asked["boxes"]]
    words = [str(each) for each in asked["cut"]]
    found = _sought(names) if asked["found"] else None
    made: tuple[str, bytes, int, tuple[str, ...]] = reader.flat(
        content, cut=words, boxes=boxes, found=found
    )
    return {"kind": made[0], "cut": made[2], "unread": made[3]}, made[1]


def _looked(reading: Reading, *, kind: str, name: str, names: Sequence[str]) -> Looked:
    hidden = [
        Hidden(Hides.FILE_NAME, "name of the file", PurePosixPath(name).stem),
        *reading.hidden,
    ]
    if len(reading.text) + sum(len(each.words) for each in hidden) > MOST_TEXT:
        raise Refused("The file holds too much text to look through at once. Take a part of it.")
    sought = _sought(names)
    seen = tuple(replace(each, found=sought(each.words)) for each in hidden)
    return Looked(kind, reading.pages, reading.text, sought(reading.text), seen)


def _sought(names: Sequence[str]) -> Any:
    def sought(text: str) -> tuple[Found, ...]:
        return tuple(
            Found(each.start, each.end, each.kind.value) for each in find(text, names=names)
        )

    return sought
