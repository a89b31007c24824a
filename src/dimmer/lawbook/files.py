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


@cache
def tables() -> Tables:
    """What stands in each file, by the file's name, for reading only.

    Raises:
        BadLawbook: a file is no TOML.
    """
    found = {}
    for name, entry in _entries():
        try:
            found[name] = tomllib.loads(entry.read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as error:
            raise BadLawbook(f"{name}: {error}") from None
    return found


def digest() -> str:
    """SHA-256 over every file's name and bytes."""
    found = sha256()
    for name, entry in _entries():
        found.update(name.encode() + b"\0" + entry.read_bytes() + b"\0")
    return found.hexdigest()


def _entries() -> Iterator[tuple[str, Traversable]]:
    """Every file, in the order in which rules are read."""
    for folder in ("", *RULES):
        entries = sorted(_ROOT.joinpath(folder).iterdir(), key=lambda entry: entry.name)
        for entry in entries:
            if entry.name.endswith(".toml"):
                yield (f"{folder}/{entry.name}" if folder else entry.name), entry
