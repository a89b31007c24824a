"""A copy of a ledger in a folder, of many entries, every one with a random id and commitment; made quickly."""

import os
from binascii import b2a_base64
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from dimmer.cli.offline.apart import processors, shared_out
from dimmer.core import ledger
from dimmer.core.ledger import tiles
from dimmer.core.ledger.entry import parse_leaf

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
        made = entries(index * tiles.WIDTH, width)
        hashes = ledger.leaf_hashes(made)
        place = tiles.write_place(index, width)
        _put(self._folder / "tile/entries" / place, tiles.write_bundle(made))
        _put(self._folder / "tile/0" / place, b"".join(hashes))
        return ledger.root_of(hashes) if width == tiles.WIDTH else b"".join(hashes)


def entries(first: int, count: int) -> list[bytes]:
    """Entries as the ledger hashes them: kinds take turns, times ascend, ids and commitments are random.

    Written by hand, since ten million are to be made; one of them is read again as an entry.
    """
    made, drawn = list[bytes](), os.urandom(48 * count)
    for at in range(count):
        number, part = first + at, drawn[48 * at : 48 * at + 48]
        seconds, small = divmod(number * 1_234_567, 1_000_000)
        moment = f"{_FROM + timedelta(seconds=seconds):%Y-%m-%dT%H:%M:%S}.{small:06}Z"
        own = part[:16].hex()
        own = f"{own[:8]}-{own[8:12]}-4{own[13:16]}-a{own[17:20]}-{own[20:]}"
        commitment = b2a_base64(part[16:], newline=False).decode()
        kind = _KINDS[number % len(_KINDS)]
        made.append(f"dimmer-entry/1\n{kind}\n{moment}\n{own}\n{commitment}\n".encode())
    assert ledger.leaf_of(parse_leaf(made[-1])) == made[-1]
    return made


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
            _put(
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
    _put(
        folder / "checkpoint",
        ledger.sign_checkpoint(head, key=key, sign=signing.sign).encode(),
    )
    return ledger.write_key(key)


def _put(file: Path, data: bytes) -> None:
    """Write a file, and what folders it needs."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
