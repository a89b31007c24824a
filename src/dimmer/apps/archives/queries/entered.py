"""The entries of a concern with their proofs, each with its facts where the reader's team may open them."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from dimmer.apps.archives.queries.span import Span
from dimmer.apps.ledger.models import Checkpoint, SealedFacts
from dimmer.apps.ledger.queries import carried, place_of, proved
from dimmer.apps.vault.queries import RecordKey
from dimmer.core import ledger
from dimmer.core.ledger import Opened
from dimmer.core.ledger.tlog_proof import TlogProof, write_proof


@dataclass(frozen=True, slots=True)
class Entered:
    """One entry: the bytes that the tree hashes, its proof as text; facts and salt where they were opened."""

    id: UUID
    index: int
    kind: str
    leaf: bytes
    proof: str
    opened: Opened | None


def entries_shown(
    keys: Iterable[RecordKey], *, also: Sequence[UUID], within: Span | None = None
) -> set[UUID]:
    """The ids of the entries that `entered_of` gives."""
    rows = _rows({key.record for key in keys}, also, within)
    return {*rows.values_list("pk", flat=True), *also}


def _rows(
    records: Iterable[UUID], also: Sequence[UUID], within: Span | None
) -> QuerySet[SealedFacts]:
    rows = SealedFacts.objects.filter(record__in=records)
    if within is None:
        return rows
    then = Q(entry__at__gte=within.since, entry__at__lt=within.until)
    return rows.filter(then | Q(pk__in=also))


def entered_of(
    keys: Iterable[RecordKey],
    *,
    also: Sequence[UUID],
    checkpoint: Checkpoint,
    within: Span | None = None,
) -> list[Entered]:
    """The entries of records that the reader opens, and some others without their facts, in the ledger's order.

    Args:
        within: of the entries of those records these alone, and `also`.

    Raises:
        NotYetPlaced: the tree of that checkpoint does not hold all of them.
    """
    by_record = {key.record: key for key in keys}
    rows = _rows(by_record, also, within)
    sealed = {row.pk: (by_record[row.record], bytes(row.sealed)) for row in rows}
    note = carried(checkpoint)
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
        made.append(Entered(pk, place.index, row.kind, ledger.leaf_of(entry), proof, opened))
    return sorted(made, key=lambda each: each.index)
