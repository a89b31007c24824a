"""A copy of a ledger in a folder, of many entries, every one with a random id and commitment; made quickly."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from dimmer.cli.offline.apart import processors, shared_out
from dimmer.core import ledger
from dimmer.core.ledger import tiles
from dimmer.core.ledger.note import write_key

_NAME = "bench.example/ledger"
_FROM = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
_KINDS = ("disclosure.made", "record.opened", "pack.opened", "consent.given")
_PORTION = 64


class Written:
    """Writes bundles and tiles of leaves; gives the root of each full one."""

    def __init__(self, folder: Path, size: int) -> None:
        self._folder = folder
        self._size = size

    def __call__(self, portions: range) -> Iterator[list[bytes]]:
        """Write portions, one after the other."""
        for first in portions:
            until = min(first + _PORTION, -(-self._size // tiles.WIDTH))
            yield [self._write(index) for index in range(first, until)]

    def _write(self, index: int) -> bytes:
        width = min(tiles.WIDTH, self._size - index * tiles.WIDTH)
        entries = [_entry(index * tiles.WIDTH + at) for at in range(width)]
        hashes = ledger.leaf_hashes(entries)
        place = tiles.write_place(index, width)
        put(self._folder / "tile/entries" / place, tiles.write_bundle(entries))
        put(self._folder / "tile/0" / place, b"".join(hashes))
        return ledger.root_of(hashes) if width == tiles.WIDTH else b"".join(hashes)


def _entry(number: int) -> bytes:
    drawn = os.urandom(48)
    return ledger.leaf_of(
        ledger.Entry(
            kind=_KINDS[drawn[0] % len(_KINDS)],
            at=_FROM + timedelta(microseconds=number * 1_234_567),
            id=UUID(bytes=drawn[:16], version=4),
            commitment=drawn[16:],
        )
    )


def write(folder: Path, *, size: int) -> str:
    """Write such a copy into a folder; return the key that signed it."""
    portions = range(0, -(-size // tiles.WIDTH), _PORTION)
    made = shared_out(Written(folder, size), portions, processes=processors())
    roots = [root for each in made for root in each]
    begun = {0: roots.pop()} if size % tiles.WIDTH else {}
    level = 1
    while filled := size >> 8 * level:
        above = []
        for at in range(0, filled, tiles.WIDTH):
            part = roots[at : at + tiles.WIDTH]
            put(
                folder / f"tile/{level}" / tiles.write_place(at // tiles.WIDTH, len(part)),
                b"".join(part),
            )
            if len(part) == tiles.WIDTH:
                above.append(ledger.root_of(part))
            else:
                begun[level] = b"".join(part)
        level, roots = level + 1, above
    head = ledger.Head(size, ledger.root_at(size, lookup=tiles.lookup_in(lambda up, _: begun[up])))
    signing = Ed25519PrivateKey.generate()
    key = ledger.VerifierKey(_NAME, signing.public_key().public_bytes_raw())
    put(
        folder / "checkpoint",
        ledger.sign_checkpoint(head, key=key, sign=signing.sign).encode(),
    )
    return write_key(key)


def put(file: Path, data: bytes) -> None:
    """Write a file, and what folders it needs."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
