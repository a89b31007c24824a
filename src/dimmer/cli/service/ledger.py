"""`dimmer verify ledger`: read every entry again and compare with what was signed."""

from collections.abc import Generator
from contextlib import closing
from hashlib import sha256
from itertools import chain, groupby
from typing import TYPE_CHECKING

import click

from dimmer.cli.service import begin
from dimmer.core import ledger
from dimmer.core.ledger import tiles
from dimmer.keyring import signing

if TYPE_CHECKING:
    from dimmer.apps.ledger.models import Tile

_PORTION = 1_024
_TILES = _PORTION // tiles.WIDTH
# Leaves are told apart again by their first line, of which every leaf has one and so, by their count, none has two.
_FIRST = "dimmer-entry/1\n"
_ROWS = """
    select p.first, p.last, p.count, p.text, (
        select string_agg(t.hashes, ''::bytea order by t.index) from ledger_tile t
        where t.level = 0 and t.index >= {tiles} * p.portion and t.index < {tiles} * (p.portion + 1)
    ) from (
        select l.index / {portion} as portion, min(l.index) as first, max(l.index) as last, count(*),
            string_agg({leaf}, '' order by l.index) as text
        from ledger_leaf l join ledger_entry e using (number)
        group by 1 order by 1
    ) p
"""
_OTHER_TILES = "the hashes kept for proofs are not those of the entries"


class Broken(Exception):
    """The ledger is not what was signed. Treat it as suspect."""


def verify_ledger() -> int:
    """Check the whole ledger; print what was found; return the exit status (0 whole, 1 broken)."""
    begin()
    from django.db import transaction

    try:
        with transaction.atomic():
            size, heads = verified()
    except (
        Broken,
        IndexError,  # fewer entries than were signed
        ledger.NotSigned,
        ledger.NotACheckpoint,
        ledger.NotANote,
    ) as why:
        click.echo(f"✗ the ledger is not whole: {why}", err=True)
        return 1
    click.echo(f"✓ {size} entries, without gaps, have the root that was signed")
    click.echo(f"✓ {heads} signed checkpoints, each a continuation of the one before")
    return 0


def verified() -> tuple[int, int]:
    """How many entries and signed heads there are, when all is whole. Call it at the start of a transaction.

    Raises:
        Broken: entries, places or hashes are not what was signed.
        IndexError: entries are missing at the end.
        NotSigned: somebody else signed a head.
    """
    from django.db import connection

    from dimmer.apps.ledger import queries

    with connection.cursor() as cursor:  # what is placed meanwhile belongs to a later head
        cursor.execute("set transaction isolation level repeatable read")
    key = queries.verifier_key()
    heads = [
        ledger.open_checkpoint(note, keys=[key], verify=signing.verify).head
        for note in queries.notes()
    ]
    size = heads[-1].size if heads else 0
    strange: list[int] = []
    with closing(
        _leaf_hashes(size, strange)
    ) as portions:  # else the transaction would wait for it to end
        leaves = chain.from_iterable(portions)
        roots = ledger.roots_at([head.size for head in heads], leaves=leaves)
        for head, root in zip(heads, roots, strict=True):  # so each continues the one before
            if root != head.root:
                raise Broken(
                    f"its first {head.size} entries have the root {root.hex()}, "
                    f"and {head.root.hex()} was signed"
                    + (f"; the first that differs is entry {strange[0]}" if strange else "")
                )
        if next(leaves, None):
            raise Broken(f"there are entries after the {size} that were signed")
    if strange or not _tiles_lead_to(heads[-1] if heads else ledger.Head(0, ledger.root_of([]))):
        raise Broken(_OTHER_TILES)
    return size, len(heads)


def _tiles_lead_to(head: ledger.Head) -> bool:
    """Whether the tiles above the lowest, whose hashes were compared with the leaves, lead to the head."""
    from dimmer.apps.ledger import queries

    kept = {level: list(rows) for level, rows in groupby(queries.tiles_above(), key=_level)}
    below: list[bytes] = []
    for level in range(max(kept, default=0) + 1):
        rows = kept.get(level, [])
        roots = [bytes(row.root) for row in rows]
        if len(rows) != head.size // tiles.WIDTH ** (level + 1):
            return False
        if level:
            hashes = [tiles.hashes_in(bytes(row.hashes)) for row in rows]
            if [*chain(*hashes)] != below[: len(rows) * tiles.WIDTH]:
                return False
            if roots != [ledger.root_of(each) for each in hashes]:
                return False
        below = roots
    try:
        return ledger.root_at(head.size, lookup=tiles.lookup_in(queries.tile)) == head.root
    except IndexError:
        return False


def _level(row: "Tile") -> int:
    return row.level


def _leaf_hashes(size: int, strange: list[int]) -> Generator[list[bytes]]:
    """The hashes of the leaves in their order, some at a time, with a progress bar where it takes long.

    Into `strange` go the places whose hash is not the one that their full tile has.
    """
    from django.db import connection

    from dimmer.apps.ledger import queries

    place, prefix = 0, b"\x00" + _FIRST.encode()
    sql = _ROWS.format(leaf=queries.LEAF, portion=_PORTION, tiles=_TILES)
    bar = click.progressbar(length=size, label="Reading", hidden=size < 10 * _PORTION)
    with bar, connection.connection.cursor() as rows:
        for first, last, count, text, kept in rows.stream(sql, binary=True, size=8):
            leaves = text.encode().split(_FIRST.encode())[1:]
            if (first, last, len(leaves)) != (place, place + count - 1, count):
                raise Broken(f"there is a gap, or more than one entry in a place, from {place} on")
            hashes = [sha256(prefix + leaf).digest() for leaf in leaves]
            if (kept or b"") != b"".join(hashes[: count // tiles.WIDTH * tiles.WIDTH]):
                pairs = zip(hashes, tiles.hashes_of(kept or b""), strict=False)
                strange += [
                    place + at for at, (leaf, tile) in enumerate(pairs) if leaf != tile
                ] or [place]
            yield hashes
            place += count
            bar.update(count)
