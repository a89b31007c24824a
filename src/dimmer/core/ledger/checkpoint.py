"""Checkpoints (c2sp.org/tlog-checkpoint): a ledger's name, size and root, signed as one note."""

import re
from base64 import b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dimmer.core.ledger.note import (
    Note,
    Sign,
    VerifierKey,
    Verify,
    check_note,
    from_base64,
    parse_note,
    sign_note,
    write_note,
)
from dimmer.core.ledger.proof import Head

_ROOT_BYTES = 32
_SIZE = re.compile(r"0|[1-9][0-9]{0,17}")  # far more entries than seconds since the earth formed
_REQUIRED_LINES = 3


class NotACheckpoint(ValueError):
    """The text is not a checkpoint's. Trust no size or root from it."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a ledger signs: who it is (`origin`, one non-empty line) and its head.

    `extensions` are further non-empty lines that the specification allows and advises against; we
    write none.
    """

    origin: str
    head: Head
    extensions: tuple[str, ...] = ()


def checkpoint_text(checkpoint: Checkpoint) -> str:
    """Write the text that is signed: three lines.

    Raises:
        NotACheckpoint: a line is empty or broken, or the root has not 32 bytes.
    """
    root = b64encode(checkpoint.head.root).decode()
    lines = (checkpoint.origin, str(checkpoint.head.size), root, *checkpoint.extensions)
    text = "".join(f"{line}\n" for line in lines)
    if parse_checkpoint(text) != checkpoint:
        raise NotACheckpoint("the origin or an extension has more than one line")
    return text


def parse_checkpoint(text: str) -> Checkpoint:
    """Read the text of a checkpoint; whether to trust it is another question.

    Raises:
        NotACheckpoint: not in the form that the specification gives.
    """
    lines = text.removesuffix("\n").split("\n")
    if not text.endswith("\n") or len(lines) < _REQUIRED_LINES or not all(lines):
        raise NotACheckpoint("a checkpoint has at least three lines, none of them empty")
    origin, size, encoded, *extensions = lines
    root = from_base64(encoded)
    if not _SIZE.fullmatch(size):
        raise NotACheckpoint("the size is a decimal number without leading zeroes")
    if root is None or len(root) != _ROOT_BYTES:
        raise NotACheckpoint(f"the root is {_ROOT_BYTES} bytes in base64")
    return Checkpoint(origin, Head(int(size), root), tuple(extensions))


def sign_checkpoint(
    head: Head, *, key: VerifierKey, sign: Sign, also: Mapping[VerifierKey, Sign] | None = None
) -> str:
    """Write the signed checkpoint of a ledger whose name (its origin) is the key's name.

    A log must never sign two checkpoints that are inconsistent; that is the caller's to keep.

    Args:
        also: further keys of that name which sign it too, each with a line of its own.
    """
    text = checkpoint_text(Checkpoint(key.name, head))
    signers = {key: sign, **(also or {})}
    notes = [sign_note(text, key=each, sign=its_own) for each, its_own in signers.items()]
    return write_note(Note(text, tuple(line for note in notes for line in note.signatures)))


def open_checkpoint(written: str, *, keys: Iterable[VerifierKey], verify: Verify) -> Checkpoint:
    """Read a signed checkpoint that a trusted key signed: the way to a head that can be trusted.

    Raises:
        NotANote: not a signed note.
        NotSigned: not signed by a trusted key.
        NotACheckpoint: signed, and not a checkpoint.
    """
    note = parse_note(written)
    check_note(note, keys=keys, verify=verify)
    return parse_checkpoint(note.text)
