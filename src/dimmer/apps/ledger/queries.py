"""Reads of the ledger: its size, its head, its nodes, and an entry with its proof."""

import json
from collections.abc import Callable, Iterator
from uuid import UUID

from django.conf import settings

from dimmer.apps.ledger.models import Checkpoint, Entry, Leaf, Node, SealedFacts
from dimmer.core import ledger
from dimmer.keyring import signing


class NotYetPlaced(Exception):
    """The sequencer has not taken the entry into the tree: run it, then ask again."""


def place_of(entry: UUID) -> str:
    """What the sealed facts of an entry are bound to."""
    return f"ledger:{entry}"


def size() -> int:
    """How many entries the tree holds."""
    last = Leaf.objects.order_by("-index").values_list("index", flat=True).first()
    return 0 if last is None else last + 1


def leaf_bytes(row: Entry) -> bytes:
    """The bytes that the tree hashes for an entry."""
    return ledger.leaf_of(
        ledger.Entry(kind=row.kind, at=row.at, id=row.pk, commitment=bytes(row.commitment))
    )


def stored_node(place: ledger.Coordinate) -> bytes:
    """The hash of one complete subtree."""
    level, index = place
    return bytes(Node.objects.values_list("hash", flat=True).get(level=level, index=index))


def verifier_key() -> ledger.VerifierKey:
    """The public key that the partnership publishes, with the ledger's name."""
    return ledger.VerifierKey(name=settings.LEDGER_ORIGIN, public_key=signing.public_key())


def head() -> Checkpoint | None:
    """The newest signed checkpoint."""
    return Checkpoint.objects.order_by("-size").first()


def notes() -> list[str]:
    """Every signed checkpoint, oldest first."""
    return list(Checkpoint.objects.order_by("size").values_list("note", flat=True))


def opened(
    entry: UUID, *, checkpoint: Checkpoint, unseal: Callable[[bytes, str], bytes]
) -> ledger.Opened:
    """An entry with its facts, its salt and its proof against a checkpoint.

    Raises:
        NotYetPlaced: the tree of that checkpoint does not hold it.
    """
    leaf = (
        Leaf.objects.filter(entry=entry, index__lt=checkpoint.size).select_related("entry").first()
    )
    if leaf is None:
        raise NotYetPlaced
    sealed = SealedFacts.objects.values_list("sealed", flat=True).get(entry=entry)
    facts = json.loads(unseal(bytes(sealed), place_of(entry)))
    row = leaf.entry
    return ledger.Opened(
        entry=ledger.Entry(kind=row.kind, at=row.at, id=row.pk, commitment=bytes(row.commitment)),
        salt=bytes.fromhex(facts["salt"]),
        facts=facts["facts"].encode(),
        inclusion=ledger.Inclusion(
            leaf.index, ledger.inclusion_proof(leaf.index, size=checkpoint.size, lookup=stored_node)
        ),
    )


def entries_of(record: UUID) -> list[Entry]:
    """Every act entered for a record, in time."""
    rows = Entry.objects.filter(sealedfacts__record=record)
    return list(rows.select_related("sealedfacts").order_by("at", "id"))


def all_entries() -> Iterator[tuple[int, Entry]]:
    """Every placed entry by its place, read in portions."""
    for leaf in Leaf.objects.select_related("entry").order_by("index").iterator(chunk_size=5_000):
        yield leaf.index, leaf.entry
