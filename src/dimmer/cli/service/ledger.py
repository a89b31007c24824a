"""`dimmer verify ledger`: read every entry again and compare with what was signed."""

from collections.abc import Generator, Sequence
from contextlib import closing
from hashlib import sha256
from itertools import chain, groupby
from struct import unpack
from typing import TYPE_CHECKING

import click

from dimmer.cli.service import begin
from dimmer.core import ledger
from dimmer.core.ledger import tiles
from dimmer.core.ledger.faults import HashesChanged, forked, name_faults, shorter
from dimmer.database import url
from dimmer.database.home import chosen
from dimmer.database.place import is_made
from dimmer.keyring import signing

if TYPE_CHECKING:
    from dimmer.apps.ledger.models import Tile

_PORTION = 1_024
# Leaves are told apart again by their first line, of which every leaf has one and so, by their count, none has two.
_FIRST = b"dimmer-entry/1\n"
# By numbers, whose order is nearly that of the places: sorted by place, nothing could be hashed until all were read.
_ROWS = """
    select p.* from generate_series(0, (select max(number) from ledger_leaf), {portion}) as below, lateral (
        select string_agg(int8send(l.index), ''::bytea) as places, string_agg({leaf}, '') as leaves
        from ledger_entry e join ledger_leaf l using (number)
        where e.number >= below and e.number < below + {portion}
            and l.number >= below and l.number < below + {portion}
    ) p where p.places is not null
"""


class Broken(Exception):
    """The ledger is not what was signed. Treat it as suspect. Each argument is one thing that is wrong."""

    def __str__(self) -> str:
        return "; ".join(map(str, self.args))


class Differs(Exception):
    """Entries are not those that were signed: they have another root, or are not there."""


Seen = tuple[str, ledger.Head]
"""A head that somebody kept elsewhere, and what it is called."""


def verify_ledger(*, seen: Sequence[str] = (), keys: Sequence[ledger.VerifierKey] = ()) -> int:
    """Check the whole ledger; print what was found; return the exit status (0 whole, 1 broken, 2 there is none).

    Args:
        seen: signed checkpoints that somebody kept elsewhere, as text.
        keys: keys to trust; the deployment's own where there are none.
    """
    if url.is_embedded() and not is_made():
        click.echo(
            f"There is no ledger in {chosen()}. If Dimmer lives in another folder, name it:\n"
            "  DIMMER_HOME=FOLDER dimmer verify ledger",
            err=True,
        )
        return 2
    begin()
    from django.db import transaction

    from dimmer.apps.ledger import queries

    try:
        kept = [_opened(text, [*keys, *queries.verifier_keys()]) for text in seen]
    except (ledger.NotSigned, ledger.NotACheckpoint, ledger.NotANote) as why:
        click.echo(f"What you kept cannot be compared: {why}", err=True)
        return 2
    click.echo(f"The ledger of {chosen() if url.is_embedded() else 'the database that is set'}:")
    try:
        with transaction.atomic():
            size, heads = verified(seen=kept, keys=keys)
    except (Broken, ledger.NotSigned, ledger.NotACheckpoint, ledger.NotANote) as why:
        what, *more = why.args
        click.echo(f"✗ the ledger is not whole: {what}", err=True)
        for each in more:
            click.echo(f"✗ {each}", err=True)
        return 1
    click.echo(f"✓ {size} entries, without gaps, have the root that was signed")
    click.echo(f"✓ {heads} signed checkpoints, each a continuation of the one before")
    for name, _ in kept:
        click.echo(f"✓ it continues {name}")
    return 0


def _opened(text: str, trusted: Sequence[ledger.VerifierKey]) -> Seen:
    head = ledger.open_checkpoint(text, keys=trusted, verify=signing.verify).head
    return f"the checkpoint of {head.size} entries that you kept", head


def verified(
    *, seen: Sequence[Seen] = (), keys: Sequence[ledger.VerifierKey] = ()
) -> tuple[int, int]:
    """How many entries and signed heads there are, when all is whole. Call it at the start of a transaction.

    The newest head binds all before it, so earlier ones may be signed with a key that is trusted no longer.

    Raises:
        Broken: entries, places or hashes are not what was signed, or not what was seen.
        NotSigned: somebody else signed a head.
    """
    from django.db import connection, transaction

    from dimmer.apps.ledger import queries

    with connection.cursor() as cursor:  # what is placed meanwhile belongs to a later head
        cursor.execute("set transaction isolation level repeatable read")
    known = [*keys, *queries.verifier_keys()]
    notes = queries.notes()
    heads = [ledger.open_checkpoint(note, keys=known, verify=signing.verify).head for note in notes]
    for note in notes[-1:]:
        _must_be_todays(note, list(keys) or [queries.verifier_key()])
    head = heads[-1] if heads else ledger.Head(0, ledger.root_of([]))
    if longer := [shorter(head, *each) for each in seen if each[1].size > head.size]:
        raise Broken(*longer)
    digests: list[bytes] = []
    try:
        with (
            transaction.atomic()
        ):  # to end reading on the way: what was begun is let go, and the snapshot kept
            _compare(heads, digests, seen)
    except (Differs, IndexError) as why:  # IndexError: fewer entries than were signed
        raise Broken(str(why), *_named(head)) from None
    if _first_strange(digests) is not None or not _tiles_lead_to(head):
        raise Broken("the hashes kept for proofs are not those of the entries")
    return head.size, len(heads)


def _must_be_todays(note: str, trusted: Sequence[ledger.VerifierKey]) -> None:
    try:
        ledger.open_checkpoint(note, keys=trusted, verify=signing.verify)
    except ledger.NotSigned as why:
        raise Broken(f"its newest head was signed with an earlier key, or another: {why}") from why


def _compare(heads: Sequence[ledger.Head], digests: list[bytes], seen: Sequence[Seen]) -> None:
    """Hash every entry, and compare with each head that was signed: so each continues the one before."""
    size = heads[-1].size if heads else 0
    expected = sorted(
        [("", head) for head in heads] + list(seen), key=lambda each: (each[1].size, each[0])
    )
    forks, good = [], 0
    with closing(
        _leaf_hashes(size, digests)
    ) as portions:  # else the transaction would wait for it to end
        leaves = chain.from_iterable(portions)
        roots = ledger.roots_at([head.size for _, head in expected], leaves=leaves)
        for (name, head), root in zip(expected, roots, strict=True):
            if root == head.root:
                good = head.size
            elif name:
                forks.append(forked(name, head))
            else:
                raise Differs(
                    f"its first {head.size} entries have the root {root.hex()}, and {head.root.hex()} was signed:"
                    f" something is wrong from entry {good} to {head.size - 1}"
                )
        if next(leaves, None):
            raise Broken(f"there are entries after the {size} that were signed")
    if forks:
        raise Broken(*forks)


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


def _named(head: ledger.Head) -> list[str]:
    """Which entries are not those that were signed, in words."""
    from dimmer.apps.ledger import queries

    def found(index: int) -> list[bytes]:
        first = index * tiles.WIDTH
        return queries.leaves(first, until=min(first + tiles.WIDTH, head.size))

    try:
        return name_faults(head, kept=queries.kept_hashes, found=found)
    except HashesChanged:
        return ["the hashes kept beside the entries were changed too: they cannot tell which it is"]


def _first_strange(digests: list[bytes]) -> int | None:
    """The first tile of leaves that is full and is not the hashes that were found."""
    from dimmer.apps.ledger import queries

    kept = dict(queries.digests_of_leaves())
    return next((at for at, digest in enumerate(digests) if kept.get(at) != digest), None)


def _leaf_hashes(size: int, digests: list[bytes]) -> Generator[list[bytes]]:
    """The hashes of the leaves in their order, some at a time, with a progress bar where it takes long.

    Into `digests` goes the SHA-256 of each 256 of them, to compare with the tiles.
    """
    place, early = 0, dict[int, bytes]()
    tile = b""
    bar = click.progressbar(length=size, label="Reading", hidden=size < 10 * _PORTION)
    with bar, closing(_portions()) as portions:
        for places, hashes in portions:
            if early or places != range(place, place + len(places)):
                early |= zip(places, hashes, strict=True)
                hashes = []  # noqa: PLW2901
                while place + len(hashes) in early:
                    hashes.append(early.pop(place + len(hashes)))
            tile += b"".join(hashes)
            while len(tile) >= tiles.FULL:
                digests.append(sha256(tile[: tiles.FULL]).digest())
                tile = tile[tiles.FULL :]
            yield hashes
            place += len(hashes)
            bar.update(len(hashes))
    if early:
        raise Differs(f"there is a gap, or more than one entry in a place, from {place} on")


def _portions() -> Generator[tuple[Sequence[int], list[bytes]]]:
    """Places and leaf hashes, in the order of numbers."""
    from django.db import connection

    from dimmer.apps.ledger import queries

    sql, prefix = _ROWS.format(leaf=queries.LEAF, portion=_PORTION), b"\x00" + _FIRST
    with connection.connection.cursor() as rows:
        for packed, text in rows.stream(sql, binary=True, size=8):
            places = unpack(f">{len(packed) // 8}q", packed)
            leaves = text.encode().split(_FIRST)[1:]
            if len(leaves) != len(places):
                raise Differs(f"there is more than one entry in a place, from {places[0]} on")
            first = range(places[0], places[0] + len(places))
            yield (
                (first if places == tuple(first) else places),
                [sha256(prefix + leaf).digest() for leaf in leaves],
            )
