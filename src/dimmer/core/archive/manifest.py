"""The manifest of an archive: what was asked, what is in it, a digest of each file; and the statement that is signed.

Rules of this file:

- A manifest has one written form (RFC 8785). What is read is written again and must be the same bytes.
- It holds no name of a person and no sentence: whoever finds the file reads it.
- The statement can be taken for nothing else that the ledger's key signs: a checkpoint has a third line.
- Written down in docs/reference/archive-format.md; a change there is a new version here.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from hashlib import sha256
from itertools import starmap
from typing import Any

ARCHIVE_VERSION = "dimmer-archive/1"

_NAME = re.compile(r"(?:[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*/)?[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*")
_DIGEST = re.compile(r"[0-9a-f]{64}")


class NotAManifest(ValueError):
    """This is not a manifest in its one written form. It proves nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What an archive says of itself.

    Args:
        archive: its id, a UUID; the ledger's entry that it was made names it too.
        at: when it was made, as entries of the ledger write a moment.
        ledger: the origin of the ledger.
        about: what was asked for: the kind of thing and its id.
        by: the agency and the role of whoever made it.
        asker: a code of who asked.
        counts: how many entries of each kind are in it.
        holds: how many of each kind of thing are in the sealed part.
        files: by name the SHA-256 of each file, but of the manifest and its signature.
    """

    archive: str
    at: str
    ledger: str
    about: Mapping[str, str]
    by: Mapping[str, str]
    asker: str
    counts: Mapping[str, int]
    holds: Mapping[str, int]
    files: Mapping[str, str]


_TEXTS = ("archive", "at", "ledger", "asker")
_FIELDS = frozenset(field.name for field in fields(Manifest))


def canonical(value: Any) -> bytes:
    """Canonical JSON (RFC 8785), for values without fractions whose keys are ASCII."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def write_manifest(manifest: Manifest) -> bytes:
    """Write a manifest.

    Raises:
        NotAManifest: it could not be read again.
    """
    written = canonical({"version": ARCHIVE_VERSION, **asdict(manifest)})
    parse_manifest(written)
    return written


def parse_manifest(written: bytes) -> Manifest:
    """Read a manifest. Whatever it accepts, `write_manifest` writes again byte for byte.

    Raises:
        NotAManifest: it is something else, or written in another way.
    """
    try:
        read = json.loads(written)
        again = canonical(read)
    except (ValueError, RecursionError) as error:
        raise NotAManifest("a manifest is a JSON object") from error
    if not isinstance(read, dict) or read.pop("version", None) != ARCHIVE_VERSION:
        raise NotAManifest(f"not a manifest of {ARCHIVE_VERSION}")
    if again != written or read.keys() != _FIELDS:
        raise NotAManifest("not in the one written form of a manifest")
    if not all(isinstance(read[name], str) for name in _TEXTS):
        raise NotAManifest(f"not a text: one of {', '.join(_TEXTS)}")
    if not (_is_of(read["about"], str) and _is_of(read["by"], str)):
        raise NotAManifest("about and by are texts by name")
    if not (_is_of(read["counts"], int) and _is_of(read["holds"], int)):
        raise NotAManifest("counts and holds are whole numbers by name")
    if not (_is_of(read["files"], str) and all(starmap(_is_listed, read["files"].items()))):
        raise NotAManifest("a file has a plain name, and a SHA-256 in hexadecimal")
    return Manifest(**read)


def statement_of(manifest: bytes) -> str:
    """The text that the ledger's key signs: two lines."""
    return f"{ARCHIVE_VERSION}\nmanifest sha256:{sha256(manifest).hexdigest()}\n"


def listed(files: Mapping[str, bytes]) -> dict[str, str]:
    """The SHA-256 of each file by its name, as a manifest has it."""
    return {name: sha256(data).hexdigest() for name, data in files.items()}


def _is_of(value: Any, kind: type) -> bool:
    return isinstance(value, dict) and all(type(each) is kind for each in value.values())


def _is_listed(name: str, digest: str) -> bool:
    return is_name(name) and _DIGEST.fullmatch(digest) is not None


def is_name(name: str) -> bool:
    """Whether a file may have this name: it leads nowhere but into its own folder."""
    return _NAME.fullmatch(name) is not None
