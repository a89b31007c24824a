"""`dimmer verify ledger`: read every entry again and compare with what was signed."""

from collections import deque
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import chain, groupby
from operator import itemgetter

import click
from psycopg.conninfo import make_conninfo

from dimmer.cli.offline.apart import Ended, processors, shared_out
from dimmer.cli.service import begin
from dimmer.cli.service.reread import ALONE, Differs, Entries, Reread
from dimmer.core import ledger
from dimmer.core.ledger import tiles
from dimmer.core.ledger.faults import HashesChanged, forked, name_faults, shorter
from dimmer.database import url
from dimmer.database.home import chosen
from dimmer.database.place import is_made
from dimmer.keyring import signing

_LONG = 10_000
"""Entries from which on a bar shows how far it is."""
_BEYOND = "select exists (select from ledger_leaf where index >= %s or index < 0)"


class Broken(Exception):
    """The ledger is not what was signed. Treat it as suspect. Each argument is one thing that is wrong."""

    def __str__(self) -> str:
        return "; ".join(map(str, self.args))


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
    except Ended as died:
        click.echo(f"It cannot be checked: {died}.", err=True)
        return 2
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
    # Before the block below: from within one, what is seen cannot be given to others.
    reading = _Reading(_snapshot() if head.size >= ALONE and processors() > 1 else None)
    try:
        # To end reading on the way: what was begun is let go, and the snapshot kept.
        with transaction.atomic():
            _compare(heads, reading, seen)
    except (Differs, IndexError) as why:  # IndexError: fewer entries than were signed
        raise Broken(str(why), *_named(head)) from None
    if not reading.is_kept or not _tiles_lead_to(head, reading.roots):
        raise Broken("the hashes kept for proofs are not those of the entries")
    return head.size, len(heads)


def _must_be_todays(note: str, trusted: Sequence[ledger.VerifierKey]) -> None:
    try:
        ledger.open_checkpoint(note, keys=trusted, verify=signing.verify)
    except ledger.NotSigned as why:
        raise Broken(f"its newest head was signed with an earlier key, or another: {why}") from why


def _snapshot() -> str:
    """What this transaction sees, by the name that others ask for it by."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select pg_export_snapshot()")
        name: str = cursor.fetchone()[0]
    return name


def _compare(heads: Sequence[ledger.Head], reading: "_Reading", seen: Sequence[Seen]) -> None:
    """Hash every entry, and compare with each head that was signed: so each continues the one before."""
    from django.db import connection

    size = heads[-1].size if heads else 0
    expected = sorted(
        [("", head) for head in heads] + list(seen), key=lambda each: (each[1].size, each[0])
    )
    forks, good = [], 0
    sizes = [head.size for _, head in expected]
    with closing(reading.parts(size, sizes)) as parts:  # else the transaction waits for its end
        roots = tiles.roots_over(sizes, of=parts)
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
        deque(parts, maxlen=0)
    with connection.cursor() as cursor:
        cursor.execute(_BEYOND, [size])
        if cursor.fetchone()[0]:
            raise Broken(f"there are entries after the {size} that were signed")
    if forks:
        raise Broken(*forks)


def _tiles_lead_to(head: ledger.Head, of_leaves: list[bytes]) -> bool:
    """Whether the tiles above the lowest, whose hashes were compared with the leaves, lead to the head.

    Args:
        of_leaves: the roots of the lowest, as the entries give them.
    """
    from dimmer.apps.ledger import queries

    kept = {level: list(rows) for level, rows in groupby(queries.tiles_above(), key=itemgetter(0))}
    below: list[bytes] = []
    for level in range(max(kept, default=0) + 1):
        rows = kept.get(level, [])
        roots = [root for _, _, root in rows]
        if len(rows) != head.size // tiles.WIDTH ** (level + 1):
            return False
        if level:
            hashes = [tiles.hashes_in(of) for _, of, _ in rows]
            if [*chain(*hashes)] != below[: len(rows) * tiles.WIDTH]:
                return False
        if roots != ([ledger.root_of(each) for each in hashes] if level else of_leaves):
            return False
        below = roots
    try:
        return ledger.root_at(head.size, lookup=tiles.lookup_in(queries.tile)) == head.root
    except IndexError:
        return False


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


class _Reading:
    """Reads every entry again, in as many processes as help; holds what was found on the way.

    Args:
        snapshot: for other processes, so that they see what this one sees; None where it reads by itself.
    """

    def __init__(self, snapshot: str | None) -> None:
        self._snapshot = snapshot
        self.roots: list[bytes] = []
        self.is_kept = True

    def parts(self, size: int, sizes: Sequence[int]) -> Generator[tuple[bytes, bytes]]:
        """Of each tile of leaves its root, where it is full, and its hashes where one of the sizes lies within it.

        Raises:
            Differs: there is a gap, or more than one entry in a place.
        """
        entries = Entries(size, frozenset(each // tiles.WIDTH for each in sizes))
        bar = click.progressbar(length=size, label="Reading", hidden=size < _LONG)
        count = 0
        with bar, closing(self._portions(entries)) as portions:
            for first, found in zip(entries.portions, portions, strict=True):
                if found.more or (found.count and count != first):
                    at = count + found.count if count == first else count
                    raise Differs(
                        f"there is a gap, or more than one entry in a place, from {at} on"
                    )
                yield from found.parts
                count += found.count
                self.is_kept &= found.is_kept
                self.roots += [root for root, _ in found.parts if root]
                bar.update(found.count)

    def _portions(self, entries: Entries) -> Generator[Reread]:
        from django.db import connection

        here = connection.connection
        if self._snapshot is None:
            yield from entries.read(entries.portions, here)
            return
        asked = here.info.get_parameters() | {"password": here.info.password}
        elsewhere = replace(entries, where=(make_conninfo(**asked), self._snapshot))
        with closing(shared_out(elsewhere, elsewhere.portions, processes=processors())) as portions:
            yield from portions
