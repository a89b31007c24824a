"""The tree of RFC 6962 over stored nodes: appends, roots and proofs.

Rules of this file:

- Only complete subtrees are nodes, so a node, once written, never changes.
- A node stands at (level, index) and covers 1 << level leaves, from leaf index << level on.
- Nothing is kept here. Nodes are looked up where the caller keeps them.
"""

from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from itertools import islice

Coordinate = tuple[int, int]  # (level, index), both from 0
Lookup = Callable[[Coordinate], bytes]  # the 32 bytes at a coordinate: a dict's __getitem__ will do

# RFC 6962 section 2.1: without the two prefixes a node could be passed off as a leaf.
_LEAF = b"\x00"
_NODE = b"\x01"

_BATCH = 1 << 10  # leaves folded at a time: enough to be quick, few enough to stay in the cache


def leaf_hash(entry: bytes) -> bytes:
    """Hash an entry as a leaf: 32 bytes (RFC 6962, section 2.1)."""
    return sha256(_LEAF + entry).digest()


def leaf_hashes(entries: Iterable[bytes], *, beginning: bytes = b"") -> list[bytes]:
    """Hash entries as leaves, one after the other; `beginning` are bytes that each of them begins with."""
    # leaf_hash written out, as in `pairs`
    first = _LEAF + beginning
    return [sha256(first + entry).digest() for entry in entries]


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two subtrees, 32 bytes each, into the one above them (RFC 6962, section 2.1)."""
    return sha256(_NODE + left + right).digest()


def root_of(leaves: Iterable[bytes]) -> bytes:
    """Give the root over leaf hashes, reading them once and keeping no more than log n of them."""
    stack: list[tuple[int, bytes]] = []
    remaining = iter(leaves)
    while batch := list(islice(remaining, _BATCH)):
        grow(stack, batch)
    return join([found for _, found in stack])


def roots_at(sizes: Iterable[int], *, leaves: Iterable[bytes]) -> Iterator[bytes]:
    """Give the root at each of the sizes, which ascend, reading leaf hashes once and keeping log n of them.

    Raises:
        IndexError: there are fewer leaves than a tree of that size has.
    """
    stack: list[tuple[int, bytes]] = []
    remaining, seen = iter(leaves), 0
    for size in sizes:
        while seen < size:
            # no further than to where the next complete subtree ends, so that what joins is side by side
            batch = list(islice(remaining, min(seen & -seen or _BATCH, _BATCH, size - seen)))
            if not batch:
                raise IndexError(f"no tree of {size}: there are {seen} leaves")
            grow(stack, batch)
            seen += len(batch)
        yield join([found for _, found in stack])


def root_at(size: int, *, lookup: Lookup) -> bytes:
    """Give the root over the first `size` leaves. An empty tree has the hash of nothing."""
    return join([lookup(node) for node in _nodes_between(0, size)])


def inclusion_proof(index: int, *, size: int, lookup: Lookup) -> tuple[bytes, ...]:
    """Give the audit path of a leaf, from its sibling up (RFC 6962, section 2.1.1): at most 2 log n look-ups.

    Raises:
        IndexError: no such leaf in a tree of that size.
    """
    return _hashes_of(_audit_path(index, size), lookup)


def consistency_proof(old: int, *, new: int, lookup: Lookup) -> tuple[bytes, ...]:
    """Prove that the first `old` leaves of a tree of `new` were not touched (section 2.1.2): at most 2 log n look-ups.

    Raises:
        IndexError: `old` is 0 (an empty tree is part of any) or more than `new`.
    """
    return _hashes_of(_growth(old, new), lookup)


def _audit_path(index: int, size: int) -> list[tuple[int, int]]:
    if not 0 <= index < size:
        raise IndexError(f"no leaf {index} in a tree of {size}")
    start, end, siblings = 0, size, []
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            siblings.append((middle, end))
            end = middle
        else:
            siblings.append((start, middle))
            start = middle
    return siblings[::-1]


def _growth(old: int, new: int) -> list[tuple[int, int]]:
    if not 0 < old <= new:
        raise IndexError(f"no tree of {old} to prove within a tree of {new}")
    start, end, parts = 0, new, []
    while end != old:
        middle = start + _split(end - start)
        if old <= middle:
            parts.append((middle, end))
            end = middle
        else:
            parts.append((start, middle))
            start = middle
    if start > 0:  # otherwise the verifier knows this part already: it is the old root
        parts.append((start, end))
    return parts[::-1]


def _split(width: int) -> int:
    """Give the largest power of two below `width`: where RFC 6962 divides a tree."""
    return 1 << (width - 1).bit_length() - 1


def _nodes_between(start: int, end: int) -> list[Coordinate]:
    nodes = []
    for level in range((end - start).bit_length() - 1, -1, -1):
        if (end - start) >> level & 1:
            nodes.append((level, start >> level))
            start += 1 << level
    return nodes


def _hashes_of(ranges: list[tuple[int, int]], lookup: Lookup) -> tuple[bytes, ...]:
    return tuple(join([lookup(node) for node in _nodes_between(*each)]) for each in ranges)


def join(subtrees: list[bytes]) -> bytes:
    """Hash complete subtrees, of which each is smaller than the one before it, into the root above them."""
    if not subtrees:
        return sha256(b"").digest()
    *rest, joined = subtrees
    for left in reversed(rest):
        joined = node_hash(left, joined)
    return joined


def grow(stack: list[tuple[int, bytes]], batch: list[bytes]) -> None:
    """Add leaves to the complete subtrees on the stack: as many as end where a subtree of that many may end."""
    for level, found in _subtrees_of(batch):
        while stack and stack[-1][0] == level:
            found = node_hash(stack.pop()[1], found)  # noqa: PLW2901 - it grows as it climbs
            level += 1  # noqa: PLW2901 - the same
        stack.append((level, found))


def _subtrees_of(hashes: list[bytes]) -> list[tuple[int, bytes]]:
    level, found = 0, []
    while hashes:
        if len(hashes) % 2:
            found.append((level, hashes[-1]))
        level, hashes = level + 1, pairs(hashes)
    return found[::-1]


def pairs(hashes: list[bytes]) -> list[bytes]:
    """Hash each two into the one above them; one that is left over has none."""
    # node_hash written out: a call for each would cost a third of the speed.
    each = iter(hashes)
    pairs = zip(each, each, strict=False)
    return [sha256(_NODE + left + right).digest() for left, right in pairs]
