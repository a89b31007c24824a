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
from dimmer.apps.ledger.models import Checkpoint
from dimmer.core import ledger
from dimmer.core.ledger import tiles
from dimmer.database.turns import sequence_alone
from dimmer.keyring import signing

_BATCH = 5_000
LOOK_BACK = 10_000
"""How many numbers below the greatest that has a place may still belong to an act under way. It is found later
where more were entered meanwhile: when the worker begins, and each hour, all entries are gone through."""
# Every page that opens something enters it: one statement, where the tables' own would be two.
_ENTER = """
    with entry as (
        insert into ledger_entry (id, kind, at, commitment)
        values (%(id)s, %(kind)s, %(at)s, %(commitment)s)
    )
    insert into sealed_facts (entry_id, record, sealed) values (%(id)s, %(record)s, %(sealed)s)
"""
_DESTROY = """
    with gone as (delete from sealed_facts where record = %s returning entry_id)
    insert into ledger_facts_destroyed (entry_id) select entry_id from gone order by entry_id
"""

# The sequencer runs beside everybody who waits for a place: columns at once, where Django would make rows of each.
_PLACED = """
    select coalesce((select max(index) + 1 from ledger_leaf), 0), coalesce((select max(number) from ledger_leaf), 0)
"""
_WAITING = f"""
    select e.number, {queries.LEAF} from ledger_entry e
    where e.number > %(below)s
        and not exists (select from ledger_leaf l where l.number = e.number and l.number > %(below)s)
    order by e.number limit {_BATCH}
"""  # noqa: S608  (constants)
_PLACE = """
    insert into ledger_leaf (index, number)
    select %s + place - 1, number from unnest(%s::bigint[]) with ordinality as placed (number, place)
"""
_KEEP = """
    insert into ledger_tile (level, index, hashes, root)
    select * from unnest(%s::smallint[], %s::bigint[], %s::bytea[], %s::bytea[])
"""
_COLUMNS = ("level", "index", "hashes", "root")


class NoAct(Exception):
    """Outside the transaction of an act: nothing was entered, and nothing destroyed."""


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


def destroy(record: UUID) -> int:
    """Destroy the facts and salts of a record's entries, for good; return how many. The tree stays whole.

    What an entry then tells is its kind, its time, its random id, and that its facts were destroyed. Call it
    inside the transaction of the act that disposes of the record. Done twice, it changes nothing.

    Raises:
        NoAct: there is no transaction, so facts could be gone without the act.
    """
    if not connection.in_atomic_block:
        raise NoAct
    with connection.cursor() as cursor:
        cursor.execute(_DESTROY, [record])
        destroyed: int = cursor.rowcount
    return destroyed


def sequence(*, wholly: bool = False, also: signing.Signer | None = None) -> int:
    """Give places to entries that have none, in the order of their numbers, and sign the new head; return how many.

    Safe to run at once with others (they take turns) and twice (a place is given once). An act that is
    not yet committed is not seen, and takes its place in a later round.

    Args:
        wholly: go through all entries, also those below where an act may still be under way.
        also: who signs the new head beside the key of today.
    """
    taken, full = 0, True
    while full:  # a batch that is not full leaves nothing behind, but what is committed meanwhile
        batch = _sequence_batch(wholly=wholly, also=also)
        taken, full = taken + batch, batch == _BATCH
    return taken


@transaction.atomic
def _sequence_batch(*, wholly: bool, also: signing.Signer | None) -> int:
    sequence_alone(connection)
    with connection.cursor() as cursor:
        cursor.execute(_PLACED)
        size, newest = cursor.fetchone()
        cursor.execute(_WAITING, {"below": 0 if wholly else newest - LOOK_BACK})
        waiting = cursor.fetchall()
        if not waiting:
            return 0
        numbers, leaves = zip(*waiting, strict=True)
        hashes = [ledger.leaf_hash(leaf.encode()) for leaf in leaves]
        grown = tiles.append(hashes, size=size, read=queries.tile)
        cursor.execute(_PLACE, [size, list(numbers)])
        if grown.full:
            columns = ([getattr(each, name) for each in grown.full] for name in _COLUMNS)
            cursor.execute(_KEEP, list(columns))
    begun = hashes[-(grown.size % tiles.WIDTH) :] if grown.size % tiles.WIDTH else []
    _sign(ledger.Head(grown.size, grown.root), begun=b"".join(begun), also=also)
    return len(waiting)


def _sign(head: ledger.Head, *, begun: bytes, also: signing.Signer | None) -> None:
    further = {queries.key_of(also.public_key()): also.sign} if also else {}
    note = ledger.sign_checkpoint(head, key=queries.verifier_key(), sign=signing.sign, also=further)
    Checkpoint.objects.create(size=head.size, note=note, begun=begun)
