"""The entries of a concern with their proofs, each with its facts where the reader's team may open them."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from dimmer.apps.ledger.models import Checkpoint, SealedFacts
from dimmer.apps.ledger.queries import place_of, proved, published
from dimmer.apps.vault.queries import RecordKey
from dimmer.core import ledger
from dimmer.core.ledger import Opened
from dimmer.core.ledger.tlog_proof import TlogProof, write_proof


@dataclass(frozen=True, slots=True)
class Entered:
    """One entry: the bytes that the tree hashes, its proof as text; facts and salt where they were opened."""

    index: int
    kind: str
    leaf: bytes
    proof: str
    opened: Opened | None


def entries_shown(keys: Iterable[RecordKey], *, also: Iterable[UUID]) -> set[UUID]:
    """The ids of the entries that `entered_of` gives."""
    records = [key.record for key in keys]
    return {*SealedFacts.objects.filter(record__in=records).values_list("pk", flat=True), *also}


def entered_of(
    keys: Iterable[RecordKey], *, also: Iterable[UUID], checkpoint: Checkpoint
) -> list[Entered]:
    """The entries of records that the reader opens, and some others without their facts, in the ledger's order.

    Raises:
        NotYetPlaced: the tree of that checkpoint does not hold all of them.
    """
    by_record = {key.record: key for key in keys}
    rows = SealedFacts.objects.filter(record__in=by_record)
    sealed = {row.pk: (by_record[row.record], bytes(row.sealed)) for row in rows}
    note = published(checkpoint)
    made = []
    for pk, (row, place) in proved({*sealed, *also}, checkpoint=checkpoint).items():
        entry = ledger.Entry(kind=row.kind, at=row.at, id=pk, commitment=bytes(row.commitment))
        opened = None
        if pk in sealed:
            key, what = sealed[pk]
            said = json.loads(key.unseal(what, place_of(pk)))
            facts, salt = said["facts"].encode(), bytes.fromhex(said["salt"])
            opened = Opened(entry=entry, salt=salt, facts=facts, inclusion=place)
        proof = write_proof(TlogProof(place, note))
        made.append(Entered(place.index, row.kind, ledger.leaf_of(entry), proof, opened))
    return sorted(made, key=lambda each: each.index)
