"""`dimmer ledger copy`: the ledger as files, for `dimmer verify ledger --from` and any tool for tlog-tiles."""

import sys
from pathlib import Path

import click

from dimmer.cli.offline.whole import write_whole
from dimmer.cli.service import begin
from dimmer.core import ledger as tree
from dimmer.core.ledger import tiles
from dimmer.database.prepare import prepare
from dimmer.keyring import signing

_CHECKPOINT = "checkpoint"
_LONG = 10_000
"""Entries from which on a bar shows how far it is."""


@click.group
def ledger() -> None:
    """Take the ledger away."""


@ledger.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def copy(*, folder: Path) -> None:
    """Write the ledger into FOLDER: signed checkpoint, tiles and entries, as C2SP tlog-tiles lays them out.

    It holds kinds, times, random ids and commitments, and no person. Into a folder with an earlier copy comes what
    is new; where the ledger does not continue that copy, nothing is written. Exit status: 1 it does not, 2 there
    is no ledger.
    """
    prepare()
    begin()
    from django.db import connection, transaction

    from dimmer.apps.ledger import queries

    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("set transaction isolation level repeatable read")
        head = queries.head()
        if head is None:
            click.echo("There is no entry yet that was signed.", err=True)
            sys.exit(2)
        if why := _not_continued(folder / _CHECKPOINT, head.size):
            click.echo(f"✗ {why}. Nothing was written.", err=True)
            sys.exit(1)
        _write_parts(folder, head.size)
    write_whole(folder / _CHECKPOINT, queries.published(head).encode())
    click.echo(f"{head.size} entries are in {folder}.")


def _not_continued(file: Path, size: int) -> str | None:
    """Why the ledger is not the one of which there is a copy, only longer; None if it is, or there is no copy."""
    from dimmer.apps.ledger import queries

    if not file.exists():
        return None
    try:
        kept = tree.open_checkpoint(
            file.read_text(encoding="utf-8"), keys=queries.verifier_keys(), verify=signing.verify
        ).head
    except (ValueError, tree.NotSigned) as strange:
        return f"{file} is not a checkpoint of this ledger ({strange})"
    if kept.size > size:
        return (
            f"The copy has {kept.size} entries and the ledger {size}: an older backup was restored"
        )
    if tree.root_at(kept.size, lookup=tiles.lookup_in(queries.tile)) != kept.root:
        return f"A FORK: the ledger's first {kept.size} entries are not those of the copy"
    return None


def _write_parts(folder: Path, size: int) -> None:
    with click.progressbar(length=size, label="Copying", hidden=size < _LONG) as bar:
        for path in tiles.paths_of(size):
            *_, kind, place = path.split("/", maxsplit=2)
            index, width = tiles.parse_place(place)
            file = folder / path
            if not (width == tiles.WIDTH and file.exists()):
                file.parent.mkdir(parents=True, exist_ok=True)
                write_whole(file, _content(kind, index, width))
            if kind == "entries":
                bar.update(width)


def _content(kind: str, index: int, width: int) -> bytes:
    from dimmer.apps.ledger import queries

    if kind != "entries":
        return queries.tile(int(kind), index)[: width * tiles.HASH_BYTES]
    first = index * tiles.WIDTH
    return tiles.write_bundle(queries.leaves(first, until=first + width))
