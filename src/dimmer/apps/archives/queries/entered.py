"""The entries of a concern with their proofs, each with its facts where the reader's team may open them."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from dimmer.apps.ledger.models import Checkpoint, Entry
from dimmer.apps.ledger.queries import entries_of, opened, proof_of, published
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


def entered_of(
    keys: Iterable[RecordKey], *, also: Iterable[UUID], checkpoint: Checkpoint
) -> list[Entered]:
    """The entries of records that the reader opens, and some others without their facts, in the ledger's order.

    Raises:
        NotYetPlaced: the tree of that checkpoint does not hold all of them.
    """
    note = published(checkpoint)
    found = {
        row.pk: _entered(row, opened(row.pk, checkpoint=checkpoint, unseal=key.unseal), note)
        for key in keys
        for row in entries_of(key.record)
    }
    for row in Entry.objects.filter(pk__in=[each for each in also if each not in found]):
        found[row.pk] = _entered(row, proof_of(row.pk, checkpoint=checkpoint), note)
    return sorted(found.values(), key=lambda each: each.index)


def _entered(row: Entry, proved: Opened | TlogProof, note: str) -> Entered:
    entry = ledger.Entry(kind=row.kind, at=row.at, id=row.pk, commitment=bytes(row.commitment))
    return Entered(
        proved.inclusion.index,
        row.kind,
        ledger.leaf_of(entry),
        write_proof(TlogProof(proved.inclusion, note)),
        proved if isinstance(proved, Opened) else None,
    )
