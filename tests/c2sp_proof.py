"""Proofs of one entry, verified and written as c2sp.org/tlog-proof and RFC 6962 say: another hand than Dimmer's.

Written from the specifications; it imports nothing of Dimmer.
"""

import base64
import hashlib
import re

import c2sp_note
from c2sp_note import Wrong


def verify(proof: bytes, record: bytes | None, log: str, *witnesses: str) -> tuple[int, int, bytes]:
    """Index, size and the record of a proof that this log signed, and each of these witnesses cosigned.

    The record is what the verifier has; None where it is what the application put into `extra`.
    """
    lines = iter(proof.split(b"\n"))
    if next(lines) != b"c2sp.org/tlog-proof@v1":
        raise Wrong("first line")
    line, extra = next(lines), b""
    if line.startswith(b"extra "):
        extra = base64.b64decode(line[6:], validate=True)
        line = next(lines)
    found = re.fullmatch(rb"index (0|[1-9][0-9]*)", line)
    if found is None:
        raise Wrong("index")
    path = []
    for line in lines:
        if not line:
            break
        path.append(base64.b64decode(line, validate=True))
        if len(path[-1]) != 32:
            raise Wrong("hash")
    checkpoint = b"\n".join(lines)
    _, size, root, _ = c2sp_note.verify(checkpoint, log)
    for each in witnesses:
        c2sp_note.verify(checkpoint, each)
    leaf = extra if record is None else record
    if root_from(leaf_of(leaf), int(found[1]), size, path) != root:
        raise Wrong("root")
    return int(found[1]), size, leaf


def write(index: int, records: list[bytes], checkpoint: bytes, extra: bytes = b"") -> bytes:
    """The proof that a record is in a log of these, whose signed checkpoint this is."""
    lines = [b"c2sp.org/tlog-proof@v1"]
    if extra:
        lines.append(b"extra " + base64.b64encode(extra))
    lines.append(b"index %d" % index)
    lines += [base64.b64encode(each) for each in path_to(index, records)]
    return b"\n".join(lines) + b"\n\n" + checkpoint


def leaf_of(record: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + record).digest()


def node_of(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(records: list[bytes]) -> bytes:
    """The tree's hash, as the section defines it."""
    if len(records) == 1:
        return leaf_of(records[0])
    half = _half(len(records))
    return node_of(root_of(records[:half]), root_of(records[half:]))


def path_to(index: int, records: list[bytes]) -> list[bytes]:
    """The audit path, as the section defines it: the leaf's sibling first."""
    if len(records) == 1:
        return []
    half = _half(len(records))
    if index < half:
        return [*path_to(index, records[:half]), root_of(records[half:])]
    return [*path_to(index - half, records[half:]), root_of(records[:half])]


def root_from(leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes:
    """The root that a path leads to, by the same definition backwards."""
    if not 0 <= index < size:
        raise Wrong("index beyond the tree")
    if size == 1:
        if path:
            raise Wrong("path too long")
        return leaf
    if not path:
        raise Wrong("path too short")
    half = _half(size)
    if index < half:
        return node_of(root_from(leaf, index, half, path[:-1]), path[-1])
    return node_of(path[-1], root_from(leaf, index - half, size - half, path[:-1]))


def _half(size: int) -> int:
    """The largest power of two that is smaller."""
    return 1 << ((size - 1).bit_length() - 1)
