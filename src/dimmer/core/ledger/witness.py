"""What a witness answers (c2sp.org/tlog-witness, add-checkpoint), as a function of what it cosigned last.

Nothing is kept here. Whoever calls `answer` must keep the head that it gives before anybody hears of it, and let nobody
else ask about that ledger in between: else a witness could cosign two histories.
"""

import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dimmer.core.ledger.checkpoint import NotACheckpoint, parse_checkpoint
from dimmer.core.ledger.note import (
    NotANote,
    Note,
    NotSigned,
    VerifierKey,
    Verify,
    check_note,
    from_base64,
    parse_note,
)
from dimmer.core.ledger.proof import Head, ProofFailed, verify_consistency
from dimmer.core.ledger.tree import root_of

LONGEST = 100_000
"""Characters of a request: 63 hashes and a note with many signatures are far fewer."""
SIZE_KIND = "text/x.tlog.size"
"""The content type of an answer that is a size."""

_OLD = re.compile(r"old (0|[1-9][0-9]{0,17})")
_SIZE = re.compile(r"(0|[1-9][0-9]{0,17})\n")
_LARGEST = 2**53 - 1  # of the whole numbers that canonical JSON has
_HASH_BYTES = 32
_MOST_HASHES = 63
_EMPTY = Head(0, root_of([]))


class NotARequest(ValueError):
    """The text is not a request in the form that the specification gives."""


@dataclass(frozen=True, slots=True)
class Request:
    """A checkpoint, the size that it is to continue, and the proof that it does. All of it unproved."""

    old: int
    path: tuple[bytes, ...]
    note: Note
    origin: str
    head: Head


@dataclass(frozen=True, slots=True)
class Answer:
    """A status of HTTP and what goes with it. `keep` is the head to keep, then to cosign.

    `is_fork` says that the ledger's own key signed two heads of one size: keep both notes, they prove it.
    """

    status: int
    words: str = ""
    size: int | None = None
    keep: Head | None = None
    is_fork: bool = False


def write_request(note: str, *, old: int, path: Sequence[bytes]) -> str:
    """Write a request to cosign a signed checkpoint."""
    lines = [f"old {old}", *(b64encode(each).decode() for each in path), "", note]
    return "\n".join(lines)


def parse_request(text: str) -> Request:
    """Read a request.

    Raises:
        NotARequest: it has not the form that the specification gives.
    """
    above, blank, written = text.partition("\n\n")
    first, *lines = above.split("\n")
    found = _OLD.fullmatch(first)
    path = tuple(map(from_base64, lines))
    if len(text) > LONGEST or not blank or found is None or len(path) > _MOST_HASHES:
        raise NotARequest("a request is an old size, a proof, an empty line and a checkpoint")
    hashes = tuple(each for each in path if each is not None and len(each) == _HASH_BYTES)
    if len(hashes) != len(path):
        raise NotARequest(f"a line of the proof is not {_HASH_BYTES} bytes in base64")
    try:
        note = parse_note(written)
        checkpoint = parse_checkpoint(note.text)
    except (NotANote, NotACheckpoint) as error:
        raise NotARequest(str(error)) from error
    return Request(int(found[1]), hashes, note, checkpoint.origin, checkpoint.head)


def answer(
    request: Request,
    *,
    logs: Mapping[str, Sequence[VerifierKey]],
    latest: Head | None,
    verify: Verify,
) -> Answer:
    """Answer a request. Never raises for any request.

    Args:
        request: what was asked.
        logs: by origin, the keys of the ledgers that are witnessed.
        latest: the head of that ledger that was cosigned last; None if none was.
        verify: tells whether an Ed25519 signature is right.
    """
    kept, new = latest or _EMPTY, request.head
    if refused := _refused(request, keys=logs.get(request.origin), verify=verify):
        return refused
    if request.old != kept.size:
        return Answer(409, size=kept.size)
    if kept.size == new.size and kept.root != new.root:
        return Answer(409, size=kept.size, is_fork=latest is not None)
    try:
        _check(request, kept)
    except ProofFailed as error:
        return Answer(422, f"The checkpoint does not continue the one cosigned last: {error}.")
    return Answer(200, keep=new)


def _refused(
    request: Request, *, keys: Sequence[VerifierKey] | None, verify: Verify
) -> Answer | None:
    """What is answered whatever was cosigned before; None where it depends on that."""
    if keys is None:
        return Answer(404, "This ledger is not witnessed here.")
    try:
        check_note(request.note, keys=keys, verify=verify)
    except NotSigned as error:
        return Answer(403, f"{error}.")
    if request.old > request.head.size:
        return Answer(400, "The old size is larger than the checkpoint.")
    return None


def _check(request: Request, kept: Head) -> None:
    if kept.size:
        verify_consistency(request.path, old=kept, new=request.head)
    elif request.path:
        raise ProofFailed("there is nothing to prove from an empty ledger")


def parse_size(text: str) -> int | None:
    """Read the size that a witness cosigned last, from its answer 409; None if it says none that facts can hold."""
    found = _SIZE.fullmatch(text)
    size = int(found[1]) if found else None
    return size if size is not None and size <= _LARGEST else None
