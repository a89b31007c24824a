"""`dimmer verify ledger`: read every entry again and compare with what was signed."""

from collections.abc import Generator
from contextlib import closing
from hashlib import sha256
from itertools import chain

import click

from dimmer.cli.service import begin
from dimmer.core import ledger
from dimmer.database import url
from dimmer.database.home import chosen
from dimmer.database.place import is_made
from dimmer.keyring import signing

_PORTION = 1_024
# The five lines of ledger.leaf_of, written by the server: a tenth of the time that Python takes for them. Told
# apart again by their first line, of which every leaf has one and so, by their count, none has two.
_FIRST = "dimmer-entry/1\n"
_LEAF = """
    'dimmer-entry/1' || chr(10) || e.kind || chr(10)
    || to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || chr(10)
    || e.id || chr(10) || encode(e.commitment, 'base64') || chr(10)
"""
_ROWS = f"""
    select min(l.index), max(l.index), count(*), string_agg({_LEAF}, '' order by l.index)
    from ledger_leaf l join ledger_entry e on e.id = l.entry_id
    group by l.index / {_PORTION} order by l.index / {_PORTION}
"""  # noqa: S608  (constants)


class Broken(Exception):
    """The ledger is not what was signed. Treat it as suspect."""


def verify_ledger() -> int:
    """Check the whole ledger; print what was found; return the exit status (0 whole, 1 broken, 2 there is none)."""
    if url.is_embedded() and not is_made():
        click.echo(
            f"There is no ledger in {chosen()}. If Dimmer lives in another folder, name it:\n"
            "  DIMMER_HOME=FOLDER dimmer verify ledger",
            err=True,
        )
        return 2
    begin()
    from django.db import transaction

    click.echo(f"The ledger of {chosen() if url.is_embedded() else 'the database that is set'}:")
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
    with closing(_leaf_hashes(size)) as portions:  # else the transaction would wait for it to end
        leaves = chain.from_iterable(portions)
        roots = ledger.roots_at([head.size for head in heads], leaves=leaves)
        for head, root in zip(heads, roots, strict=True):  # so each continues the one before
            if root != head.root:
                raise Broken(
                    f"its first {head.size} entries have the root {root.hex()}, "
                    f"and {head.root.hex()} was signed"
                )
        if next(leaves, None):
            raise Broken(f"there are entries after the {size} that were signed")
    if heads and ledger.root_at(size, lookup=queries.stored_node) != heads[-1].root:
        raise Broken("the hashes kept for proofs do not lead to the root that was signed")
    return size, len(heads)


def _leaf_hashes(size: int) -> Generator[list[bytes]]:
    """The hashes of the leaves in their order, some at a time, with a progress bar where it takes long."""
    from django.db import connection

    place = 0
    bar = click.progressbar(length=size, label="Reading", hidden=size < 10 * _PORTION)
    with bar, connection.connection.cursor() as rows:
        for first, last, count, text in rows.stream(_ROWS, binary=True, size=8):
            leaves = text.encode().split(_FIRST.encode())[1:]
            if (first, last, len(leaves)) != (place, place + count - 1, count):
                raise Broken(f"there is a gap, or more than one entry in a place, from {place} on")
            prefix = b"\x00" + _FIRST.encode()
            yield [sha256(prefix + leaf).digest() for leaf in leaves]
            place += count
            bar.update(count)
