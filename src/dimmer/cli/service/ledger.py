"""`dimmer verify ledger`: read every entry again and compare with what was signed."""

from collections.abc import Iterator

import click

from dimmer.cli.service import begin
from dimmer.core import ledger
from dimmer.keyring import signing

_PORTION = 10_000
# The five lines of ledger.leaf_of, written by the server: a tenth of the time that Python takes for them.
_LEAF = """
    convert_to(
        'dimmer-entry/1' || chr(10) || e.kind || chr(10)
        || to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || chr(10)
        || e.id || chr(10) || encode(e.commitment, 'base64') || chr(10),
        'UTF8'
    )
"""
_ROWS = f"select l.index, {_LEAF} from ledger_leaf l join ledger_entry e on e.id = l.entry_id order by l.index"  # noqa: S608  (constants)


class Broken(Exception):
    """The ledger is not what was signed. Treat it as suspect."""


def verify_ledger() -> int:
    """Check the whole ledger; print what was found; return the exit status (0 whole, 1 broken)."""
    begin()
    from django.db import transaction

    try:
        with transaction.atomic():
            size, heads = _verify()
    except (
        Broken,
        ledger.ProofFailed,
        ledger.NotSigned,
        ledger.NotACheckpoint,
        ledger.NotANote,
    ) as why:
        click.echo(f"✗ the ledger is not whole: {why}", err=True)
        return 1
    click.echo(f"✓ {size} entries, without gaps, have the root that was signed")
    click.echo(f"✓ {heads} signed checkpoints, each a continuation of the one before")
    return 0


def _verify() -> tuple[int, int]:
    from dimmer.apps.ledger import queries

    newest = queries.head()
    if newest is None:
        return 0, 0
    key = queries.verifier_key()
    signed = ledger.open_checkpoint(newest.note, keys=[key], verify=signing.verify)
    if (root := ledger.root_of(_leaf_hashes(signed.head.size))) != signed.head.root:
        raise Broken(
            f"its entries have the root {root.hex()}, and {signed.head.root.hex()} was signed"
        )
    count = 0
    for note in queries.notes():
        earlier = ledger.open_checkpoint(note, keys=[key], verify=signing.verify).head
        path = ledger.consistency_proof(
            earlier.size, new=signed.head.size, lookup=queries.stored_node
        )
        ledger.verify_consistency(path, old=earlier, new=signed.head)
        count += 1
    return signed.head.size, count


def _leaf_hashes(size: int) -> Iterator[bytes]:
    """The hash of every leaf in its order, with a progress bar where it takes long."""
    from django.db import connection

    connection.ensure_connection()
    bar = click.progressbar(length=size, label="Reading", hidden=size < _PORTION)
    with bar, connection.connection.cursor("ledger") as rows:
        rows.itersize = _PORTION
        rows.execute(_ROWS)
        for expected, (index, leaf) in enumerate(rows):
            if index != expected:
                raise Broken(f"there is no entry {expected}")
            if expected >= size:
                raise Broken(f"there are entries after the {size} that were signed")
            yield ledger.leaf_hash(leaf)
            if not index % _PORTION:
                bar.update(_PORTION)
