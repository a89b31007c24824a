"""A copy of a ledger in a folder (C2SP tlog-tiles): its checkpoint, tiles and bundles of entries, read as files."""

import os
import zlib
from pathlib import Path

from dimmer.core.ledger import tiles

CHECKPOINT = "checkpoint"

_GZIP = b"\x1f\x8b"  # as pages hand bundles out; no entry is as long as these bytes would say
_MOST_BYTES = 20_000_000
"""More than 256 entries of two-byte lengths."""


class Copied:
    """A folder with a ledger of a size: what is begun there has the width of that size."""

    def __init__(self, folder: Path, *, size: int) -> None:
        self.folder = folder
        self._size = size

    def tile(self, level: int, index: int) -> bytes:
        """The hashes of a tile; none where there is no such file."""
        return self._read(f"tile/{level}/{self._place(index, self._size >> 8 * level)}")

    def hashes(self, index: int) -> list[bytes]:
        """The hashes of a tile of leaves; none where it has not the width that it must have."""
        found = self.tile(0, index)
        return tiles.hashes_of(found) if len(found) == self.width(index) * tiles.HASH_BYTES else []

    def leaves(self, index: int) -> list[bytes]:
        """The entries of a bundle; none where there is no such file or it is not a bundle."""
        found = self._read(f"tile/entries/{self._place(index, self._size)}")
        try:
            return tiles.parse_bundle(_unpacked(found) if found[:2] == _GZIP else found)
        except (tiles.NotATile, zlib.error):
            return []

    def width(self, index: int) -> int:
        """How many entries a bundle must have."""
        return min(tiles.WIDTH, self._size - index * tiles.WIDTH)

    def _place(self, index: int, filled: int) -> str:
        return tiles.write_place(index, min(tiles.WIDTH, max(0, filled - index * tiles.WIDTH)))

    def _read(self, path: str) -> bytes:
        # As long as it is: 10 million entries are 80,000 files, and for each a buffer of the most would be made.
        try:
            with (self.folder / path).open("rb", buffering=0) as file:
                return file.read(min(os.fstat(file.fileno()).st_size, _MOST_BYTES))
        except OSError:
            return b""


def _unpacked(packed: bytes) -> bytes:
    """What was packed, as far as a bundle can be long; NotATile where there is more, or it is cut off."""
    unpacking = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)  # gzip's form
    found = unpacking.decompress(packed, _MOST_BYTES)
    if not unpacking.eof or unpacking.unused_data:
        raise tiles.NotATile("a packed bundle ends where it says, and is no longer than a bundle")
    return found
