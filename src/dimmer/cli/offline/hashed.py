"""Hash the bundles of a copy, and compare them with its tiles of leaves: a portion at a time, wherever that is done."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from dimmer.cli.offline.copied import Copied
from dimmer.core import ledger
from dimmer.core.ledger import tiles

PORTION = 64
"""Tiles that are hashed for one answer."""
ALONE = 200_000
"""Entries up to which another process takes longer to begin than they take to be hashed."""


@dataclass(slots=True)
class Hashed:
    """What a portion of bundles gave.

    Args:
        parts: of each bundle the hash of its whole subtree, where it is full, and its leaf hashes, where they were
            asked for.
        strange: tiles of leaves that are missing, or are not what the entries give.
        short: bundles with more or fewer entries than they must have.
        count: entries.
    """

    parts: list[tuple[bytes, bytes]] = field(default_factory=list)
    strange: list[int] = field(default_factory=list)
    short: list[int] = field(default_factory=list)
    count: int = 0


@dataclass(frozen=True, slots=True)
class Bundles:
    """The bundles of a copy in a folder, of so many entries.

    Args:
        wanted: bundles whose leaf hashes are asked for, since a head lies within them.
    """

    folder: Path
    size: int
    wanted: frozenset[int]

    @property
    def portions(self) -> range:
        """The first bundle of each portion."""
        return range(0, -(-self.size // tiles.WIDTH), PORTION)

    def __call__(self, portions: range) -> Iterator[Hashed]:
        """Read and hash portions, one after the other."""
        copy = Copied(self.folder, size=self.size)
        for first in portions:
            until = min(first + PORTION, -(-self.size // tiles.WIDTH))
            yield self._hashed(copy, range(first, until))

    def _hashed(self, copy: Copied, bundles: range) -> Hashed:
        found = Hashed()
        for index in bundles:
            hashes = ledger.leaf_hashes(copy.leaves(index))
            joined = b"".join(hashes)
            found.count += len(hashes)
            if len(hashes) != copy.width(index):
                found.short.append(index)
            if joined != copy.tile(0, index):
                found.strange.append(index)
            root = ledger.root_of(hashes) if len(hashes) == tiles.WIDTH else b""
            found.parts.append((root, joined if index in self.wanted else b""))
        return found
