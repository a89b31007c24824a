"""Tiles (c2sp.org/tlog-tiles): the hashes of the tree in runs of 256 at every eighth level, entries in bundles.

Rules of this file:

- A tile at (level, index) holds nodes of level 8 * level of the tree, from node 256 * index on, 32 bytes each.
- Only a full tile never changes, so only full ones are kept; what is begun of the next is read from below it.
- Nothing is kept here: `Read` gives the bytes of a tile, as far as it is filled.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from dimmer.core.ledger.tree import (
    Coordinate,
    Lookup,
    grow,
    join,
    pairs,
    root_at,
    root_of,
    roots_at,
)

WIDTH = 256
HASH_BYTES = 32
FULL = WIDTH * HASH_BYTES
"""Bytes of a full tile."""

Read = Callable[[int, int], bytes]  # (level, index) -> the tile's hashes, as many as there are

_HEIGHT = 8
_LENGTH_BYTES = 2
_PLACE = re.compile(r"((?:x[0-9]{3}/)*)([0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?")
_GROUP = 1_000  # a path names an index by three digits at a time


class NotATile(ValueError):
    """There is no tile or bundle of that name, or these are not its bytes."""


@dataclass(frozen=True, slots=True)
class Full:
    """A tile that is full and will never change; `root` is the hash of its whole subtree."""

    level: int
    index: int
    hashes: bytes
    root: bytes


@dataclass(frozen=True, slots=True)
class Grown:
    """What an append did to a tree: its new size and root, and the tiles it filled, lower levels first."""

    size: int
    root: bytes
    full: tuple[Full, ...]


def append(leaves: Sequence[bytes], *, size: int, read: Read) -> Grown:
    """Append leaf hashes to a tree of `size`; `read` is asked for the last tile of each level once."""
    fresh, begun, full, level = list(leaves), {}, [], 0
    grown = size + len(leaves)
    while grown >> _HEIGHT * level:
        index, within = divmod(size >> _HEIGHT * level, WIDTH)
        hashes = (read(level, index) if within else b"") + b"".join(fresh)
        ends = range(FULL, len(hashes) + 1, FULL)
        made = [hashes[end - FULL : end] for end in ends]
        fresh = [root_of(hashes_in(tile)) for tile in made]
        full += [
            Full(level, index + at, tile, root)
            for at, (tile, root) in enumerate(zip(made, fresh, strict=True))
        ]
        begun[level, index + len(made)] = hashes[len(made) * FULL :]
        level += 1
    root = root_at(grown, lookup=lookup_in(lambda *place: begun[place]))
    return Grown(grown, root, tuple(full))


def roots_over(sizes: Iterable[int], *, of: Iterable[tuple[bytes, bytes]]) -> Iterator[bytes]:
    """Give the root at each of the sizes, which ascend, reading tiles of leaves once and keeping log n of their roots.

    Args:
        of: of each tile in turn the hash of its whole subtree, where it is full, and its hashes, which may be left
            out where no size lies within it.

    Raises:
        IndexError: there are fewer leaves than a tree of that size has.
    """
    stack: list[tuple[int, bytes]] = []
    remaining, begun, seen = iter(of), list[tuple[bytes, bytes]](), 0
    for index, within in groupby(sizes, key=lambda size: size // WIDTH):
        while seen < index:
            root, hashes = begun.pop() if begun else next(remaining, (b"", b""))
            if not root:
                raise _fewer(index * WIDTH, seen, hashes)
            grow(stack, [root])
            seen += 1
        whole = [found for _, found in stack]
        rests = [size % WIDTH for size in within]
        if any(rests):
            begun = [next(remaining, (b"", b""))]
        hashes = begun[0][1] if begun else b""
        there = [rest for rest in rests if rest * HASH_BYTES <= len(hashes)]
        for rest, root in zip(there, roots_at(there, leaves=hashes_of(hashes)), strict=True):
            yield join([*whole, root] if rest else whole)
        if there != rests:
            raise _fewer(index * WIDTH + rests[len(there)], seen, hashes)


def _fewer(size: int, seen: int, hashes: bytes) -> IndexError:
    there = seen * WIDTH + len(hashes) // HASH_BYTES
    return IndexError(f"no tree of {size}: there are {there} leaves")


def lookup_in(read: Read) -> Lookup:
    """Look nodes up in tiles, each of which is read once: what proofs and roots are made from.

    The look-up raises IndexError where the tile does not hold the node yet.
    """
    tiles: dict[Coordinate, list[list[bytes]]] = {}

    def lookup(node: Coordinate) -> bytes:
        level, within = divmod(node[0], _HEIGHT)
        index, at = divmod(node[1], WIDTH >> within)
        if (level, index) not in tiles:
            tiles[level, index] = _levels(hashes_in(read(level, index)))
        levels = tiles[level, index]
        if within >= len(levels) or at >= len(levels[within]):
            raise IndexError(f"the node {node} is not complete")
        return levels[within][at]

    return lookup


def _levels(hashes: list[bytes]) -> list[list[bytes]]:
    """The hashes of a tile, and above them those of every complete subtree below the next tile's level."""
    levels = [hashes]
    while len(levels) < _HEIGHT:
        levels.append(pairs(levels[-1]))
    return levels


def hashes_in(tile: bytes) -> list[bytes]:
    """The hashes of a tile.

    Raises:
        NotATile: no whole number of hashes, or more than a tile has.
    """
    if len(tile) % HASH_BYTES or len(tile) > FULL:
        raise NotATile(f"a tile has at most {WIDTH} hashes of {HASH_BYTES} bytes")
    return hashes_of(tile)


def hashes_of(tiles: bytes) -> list[bytes]:
    """The hashes of tiles one after the other, of 32 bytes each but perhaps the last."""
    return [tiles[at : at + HASH_BYTES] for at in range(0, len(tiles), HASH_BYTES)]


def paths_of(size: int) -> Iterator[str]:
    """Name every tile and bundle of a tree of that size, the begun ones by their width."""
    level = 0
    while filled := size >> _HEIGHT * level:
        for index in range(-(-filled // WIDTH)):
            width = min(WIDTH, filled - index * WIDTH)
            yield f"tile/{level}/{write_place(index, width)}"
            if not level:
                yield f"tile/entries/{write_place(index, width)}"
        level += 1


def write_place(index: int, width: int = WIDTH) -> str:
    """Write the last part of a path: `x001/x234/067`, or `x001/x234/067.p/5` for a tile that is begun."""
    groups = [f"{index % _GROUP:03}"]
    while index := index // _GROUP:
        groups.insert(0, f"x{index % _GROUP:03}")
    return "/".join(groups) + ("" if width == WIDTH else f".p/{width}")


def parse_place(text: str) -> tuple[int, int]:
    """Read the last part of a path: index and width.

    Raises:
        NotATile: written in another way than `write_place` does.
    """
    found = _PLACE.fullmatch(text)
    if found is None:
        raise NotATile("a tile is named by three digits at a time, all but the last after an x")
    index = int(found[1].replace("x", "").replace("/", "") + found[2])
    width = int(found[3] or WIDTH)
    if width > WIDTH or write_place(index, width) != text:
        raise NotATile("an index has no group of zeroes before it, a width is less than 256")
    return index, width


def write_bundle(entries: Iterable[bytes]) -> bytes:
    """Write entries, each after its length in two bytes; at most 256 make a bundle."""
    return b"".join(len(each).to_bytes(_LENGTH_BYTES) + each for each in entries)


def parse_bundle(bundle: bytes) -> list[bytes]:
    """Read the entries of a bundle.

    Raises:
        NotATile: an entry is cut off, or there are more than a bundle has.
    """
    entries, at, end = list[bytes](), 0, len(bundle)
    try:
        while at < end:
            start = at + _LENGTH_BYTES
            at = start + (bundle[at] << 8) + bundle[at + 1]
            entries.append(bundle[start:at])
    except IndexError:  # there is one byte of a length
        at = end + 1
    if at > end:
        raise NotATile("an entry is cut off")
    if len(entries) > WIDTH:
        raise NotATile(f"a bundle has at most {WIDTH} entries")
    return entries
