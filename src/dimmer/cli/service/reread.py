"""Read entries out of the database again and hash them, a portion of places at a time, wherever that is done."""

from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from struct import unpack
from typing import Any, cast

import psycopg

from dimmer.core import ledger
from dimmer.core.ledger import tiles

PORTION = 16 * tiles.WIDTH
"""Places that are read for one answer: whole tiles."""
ALONE = 400_000
"""Entries up to which another process takes longer to begin than they take to be read."""

_FAR = 2 * PORTION
# Leaves are told apart again by their first line, of which every leaf has one and so, by their count, none has two.
_FIRST = b"dimmer-entry/1\n"
# `queries.LEAF`, but for one letter. The time as the server writes it by itself takes a third of what `to_char` does,
# and has a blank where the leaf has T; no kind that was ever signed has either.
_LEAF = """
    'dimmer-entry/1' || chr(10) || kind || chr(10) || case
        when at <> at::timestamptz(5) then at::timestamp::text
        when at <> at::timestamptz(0) then rpad(at::timestamp::text, 26, '0')
        else at::timestamp::text || '.000000'
    end || 'Z' || chr(10) || id || chr(10) || encode(commitment, 'base64') || chr(10)
"""
_AS_WRITTEN = "set local timezone to 'UTC'; set local datestyle to 'ISO'"
# Places and numbers go nearly side by side: both tables are read along their numbers and merged. An entry whose number
# is far from that of its neighbours, since it found its place much later, is looked up by itself.
_ROWS = f"""
    select read.places, read.leaves, kept.hashes
    from generate_series(%(first)s::bigint, %(last)s::bigint, %(step)s::bigint) as below,
    lateral (
        select min(number) as lowest, max(number) as highest, min(number) filter (where index = below) as number
        from ledger_leaf where index >= below and index < below + {PORTION}
    ) as span,
    lateral (
        select greatest(lowest, number - {_FAR}) as low, least(highest, number + {PORTION + _FAR}) as high
    ) as near,
    lateral (
        select string_agg(int8send(index), ''::bytea) as places, string_agg({_LEAF}, '') as leaves from (
            select * from (
                select l.index, e.* from ledger_entry e join ledger_leaf l using (number)
                where e.number between near.low and near.high and l.number between near.low and near.high
                offset 0
            ) as merged where index >= below and index < below + {PORTION}
            union all
            select l.index, e.* from ledger_leaf l, lateral (
                select * from ledger_entry where number = l.number offset 0
            ) as e
            where l.index >= below and l.index < below + {PORTION}
                and (l.number < near.low or l.number > near.high)
        ) as entry
    ) as read,
    lateral (
        select string_agg(hashes, ''::bytea order by index) filter (where length(hashes) = {tiles.FULL}) as hashes
        from ledger_tile
        where level = 0 and index >= below / {tiles.WIDTH} and index < (below + {PORTION}) / {tiles.WIDTH}
    ) as kept
"""  # noqa: S608  (constants)


class Differs(Exception):
    """Entries are not those that were signed: they have another root, or are not there."""


@dataclass(frozen=True, slots=True)
class Reread:
    """What a portion of places gave.

    Args:
        parts: of each tile of leaves the hash of its whole subtree, where it is full, and its leaf hashes, where they
            were asked for.
        count: entries, from the first place on without a gap.
        more: whether there are others, after a gap, or in a place that is taken.
        is_kept: whether the tiles that are kept for proofs are those of the entries.
    """

    parts: list[tuple[bytes, bytes]]
    count: int
    more: bool
    is_kept: bool


@dataclass(frozen=True, slots=True)
class Entries:
    """The entries of a ledger of a size.

    Args:
        wanted: tiles whose leaf hashes are asked for, since a head lies within them.
        where: how to connect, and the snapshot to read: for other processes.
    """

    size: int
    wanted: frozenset[int]
    where: tuple[str, str] = ("", "")

    @property
    def portions(self) -> range:
        """The first place of each portion."""
        return range(0, self.size, PORTION)

    def __call__(self, portions: range) -> Iterator[Reread]:
        """Read and hash portions on a connection of their own, which sees what the one sees that began."""
        address, snapshot = self.where
        with psycopg.connect(address) as connection:
            connection.execute("set transaction isolation level repeatable read")
            connection.execute(f"set transaction snapshot '{snapshot}'".encode())
            yield from self.read(portions, connection)

    def read(self, portions: range, connection: psycopg.Connection[Any]) -> Iterator[Reread]:
        """Read and hash portions, one after the other.

        Raises:
            Differs: an entry reads as more than one.
        """
        if not portions:
            return
        of = {"first": portions.start, "last": portions[-1], "step": portions.step}
        with connection.cursor() as rows:
            rows.execute(_AS_WRITTEN)
            # closed at once, whatever is found: what is half read keeps the connection from everything else
            found = cast("Generator[Any]", rows.stream(_ROWS, of, binary=True, size=1))
            with closing(found):
                for first, row in zip(portions, found, strict=True):
                    yield self._hashed(first, *row)

    def _hashed(
        self, first: int, packed: bytes | None, text: str | None, kept: bytes | None
    ) -> Reread:
        places: tuple[int, ...] = unpack(f">{len(packed or b'') // 8}q", packed or b"")
        leaves = (text or "").encode().replace(b" ", b"T").split(_FIRST)[1:]
        if len(leaves) != len(places):
            raise Differs(f"there is more than one entry in a place, from {first} on")
        if places != tuple(range(first, first + len(places))):
            placed = sorted(zip(places, leaves, strict=True))
            within = 0
            while within < len(placed) and placed[within][0] == first + within:
                within += 1
            leaves = [leaf for _, leaf in placed[:within]]
        hashes = ledger.leaf_hashes(leaves, beginning=_FIRST)
        full = (min(first + PORTION, self.size) - first) // tiles.WIDTH
        joined = b"".join(hashes[: full * tiles.WIDTH])
        return Reread(
            [
                self._part(first + at, hashes[at : at + tiles.WIDTH])
                for at in range(0, len(hashes), tiles.WIDTH)
            ],
            len(hashes),
            len(hashes) < len(places),
            joined == (kept or b""),
        )

    def _part(self, first: int, hashes: list[bytes]) -> tuple[bytes, bytes]:
        is_full = len(hashes) == tiles.WIDTH
        is_asked_for = not is_full or first // tiles.WIDTH in self.wanted
        return ledger.root_of(hashes) if is_full else b"", b"".join(hashes) if is_asked_for else b""
