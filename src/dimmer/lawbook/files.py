"""The lawbook's files as plain tables, and the digest of their text."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from dimmer.core.law.table import BadLawbook

Tables = Mapping[str, Mapping[str, Any]]
RULES = ("statutes", "common_law", "guidance")
"""The folders that hold rules."""
_ROOT = files("dimmer.lawbook")
_END = b"\0"


@cache
def tables() -> Tables:
    """What stands in each file of this edition, by the file's name, for reading only.

    Raises:
        BadLawbook: a file is no TOML.
    """
    return tables_of(text())


def tables_of(edition: bytes) -> Tables:
    """What stands in each file of an edition's text.

    Raises:
        BadLawbook: it is no text of an edition, or a file in it is no TOML.
    """
    *parts, rest = edition.split(_END)
    if rest or not parts or len(parts) % 2:
        raise BadLawbook("this is not the text of an edition")
    found = {}
    for name, held in zip(parts[::2], parts[1::2], strict=True):
        try:
            found[name.decode()] = tomllib.loads(held.decode())
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise BadLawbook(f"{name.decode(errors='replace')}: {error}") from None
    return found


def text(folder: Traversable = _ROOT) -> bytes:
    """The text of an edition: every file's name and bytes, each with a zero byte after it, which TOML never has."""
    return b"".join(
        name.encode() + _END + entry.read_bytes() + _END for name, entry in _entries(folder)
    )


def digest_of(edition: bytes) -> str:
    """SHA-256 of an edition's text."""
    return sha256(edition).hexdigest()


def _entries(root: Traversable) -> Iterator[tuple[str, Traversable]]:
    """Every file, in the order in which rules are read."""
    for folder in ("", *RULES):
        there = root.joinpath(folder) if folder else root
        entries = sorted(there.iterdir(), key=lambda entry: entry.name) if there.is_dir() else []
        for entry in entries:
            if entry.name.endswith(".toml"):
                yield (f"{folder}/{entry.name}" if folder else entry.name), entry
