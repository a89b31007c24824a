"""Entering an act, and taking entries into the tree.

Entering writes a row in the transaction of the act, so neither stands without the other. The sequencer
gives places later, in batches: a head locked for each act would halve the rate of commits.
"""

import os
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction

from dimmer.apps.ledger import queries
from dimmer.apps.ledger.models import Checkpoint, Entry
from dimmer.core import ledger
from dimmer.keyring import signing

_SEQUENCER = 0x44494D4D  # the advisory lock that makes sequencers take turns
_BATCH = 5_000
# Every page that opens something enters it: one statement, where the three tables' own would be three.
_ENTER = """
    with entry as (
        insert into ledger_entry (id, kind, at, commitment)
        values (%(id)s, %(kind)s, %(at)s, %(commitment)s)
    ), facts as (
        insert into sealed_facts (entry_id, record, sealed) values (%(id)s, %(record)s, %(sealed)s)
    )
    insert into unsequenced_entry (entry_id, at) values (%(id)s, %(at)s)
"""

# The sequencer runs beside everybody who waits for a place: columns at once, where Django would make rows of each.
_PLACE = """
    insert into ledger_leaf (index, entry_id)
    select %s + place - 1, entry from unnest(%s::uuid[]) with ordinality as placed (entry, place)
"""
_KEEP = """
    insert into ledger_node (level, index, hash)
    select * from unnest(%s::smallint[], %s::bigint[], %s::bytea[])
"""
_TAKE = "delete from unsequenced_entry where entry_id = any(%s::uuid[])"


class NoAct(Exception):
    """Entered outside the transaction of an act: nothing was entered."""


def append(
    *,
    kind: str,
    at: datetime,
    facts: Mapping[str, ledger.Fact],
    record: UUID,
    seal: Callable[[Any, str], bytes],
) -> UUID:
    """Enter an act; return the entry's random id. Call it inside the transaction of the act.

    Raises:
        NoAct: there is no transaction, so the entry could stand without the act.

    Args:
        kind: what was done, for example `disclosure.made`; kinds are never reused.
        at: when (aware).
        facts: ids, digests, pseudonyms and counts; they are sealed beside the entry, never in it.
        record: the record whose key seals the facts.
        seal: that record's sealing function (`RecordKey.seal`).
    """
    if not connection.in_atomic_block:
        raise NoAct
    salt, canonical = os.urandom(ledger.SALT_BYTES), ledger.write_facts(facts)
    entry = ledger.Entry(
        kind=kind, at=at, id=uuid4(), commitment=ledger.commitment_of(salt, canonical)
    )
    sealed = seal({"salt": salt.hex(), "facts": canonical.decode()}, queries.place_of(entry.id))
    with connection.cursor() as cursor:
        cursor.execute(
            _ENTER,
            {
                "id": entry.id,
                "kind": kind,
                "at": at,
                "commitment": entry.commitment,
                "record": record,
                "sealed": sealed,
            },
        )
    return entry.id


def sequence() -> int:
    """Give places to entries that have none, and sign the new head; return how many.

    Safe to run at once with others (they take turns) and twice (a place is given once). An act that is
    not yet committed is not seen, and takes its place in a later round.
    """
    taken = 0
    while batch := _sequence_batch():
        taken += batch
    return taken


@transaction.atomic
def _sequence_batch() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [_SEQUENCER])
    rows = list(Entry.objects.filter(unsequenced__isnull=False).order_by("at", "id")[:_BATCH])
    if not rows:
        return 0
    size = queries.size()
    hashes = [ledger.leaf_hash(queries.leaf_bytes(row)) for row in rows]
    nodes = ledger.nodes_completed_by(hashes, size=size, lookup=queries.stored_node)
    placed = [row.pk for row in rows]
    levels, indices = zip(*nodes, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(_PLACE, [size, placed])
        cursor.execute(_KEEP, [list(levels), list(indices), list(nodes.values())])
        cursor.execute(_TAKE, [placed])
    _sign(size + len(rows), {**nodes})
    return len(rows)


def _sign(size: int, fresh: Mapping[ledger.Coordinate, bytes]) -> None:
    def lookup(place: ledger.Coordinate) -> bytes:
        return fresh[place] if place in fresh else queries.stored_node(place)

    root = ledger.root_at(size, lookup=lookup)
    note = ledger.sign_checkpoint(
        ledger.Head(size, root), key=queries.verifier_key(), sign=signing.sign
    )
    Checkpoint.objects.create(size=size, note=note)
