"""The ledger's mathematics and formats: what can be checked years later without trusting anyone.

Here are the tree (RFC 6962), its proofs, signed checkpoints (C2SP), entries and receipts, as pure
functions over bytes. Not here: the table that keeps entries, the signing key, the clock.
"""

from dimmer.core.ledger.check import Check, check_receipt, check_text
from dimmer.core.ledger.checkpoint import (
    Checkpoint,
    NotACheckpoint,
    open_checkpoint,
    parse_checkpoint,
    sign_checkpoint,
)
from dimmer.core.ledger.entry import SALT_BYTES, Entry, NotAnEntry, commitment_of, leaf_of
from dimmer.core.ledger.facts import Fact, NotFacts, parse_facts, write_facts, write_moment
from dimmer.core.ledger.note import (
    NotAKey,
    NotANote,
    NotSigned,
    VerifierKey,
    parse_key,
    parse_note,
    write_key,
)
from dimmer.core.ledger.opened import Opened
from dimmer.core.ledger.proof import (
    Head,
    Inclusion,
    ProofFailed,
    verify_consistency,
    verify_inclusion,
)
from dimmer.core.ledger.receipt import NotAReceipt, Receipt, parse_receipt, write_receipt
from dimmer.core.ledger.tree import (
    Coordinate,
    Lookup,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    leaf_hashes,
    root_at,
    root_of,
    roots_at,
)

__all__ = [
    "SALT_BYTES",
    "Check",
    "Checkpoint",
    "Coordinate",
    "Entry",
    "Fact",
    "Head",
    "Inclusion",
    "Lookup",
    "NotACheckpoint",
    "NotAKey",
    "NotANote",
    "NotAReceipt",
    "NotAnEntry",
    "NotFacts",
    "NotSigned",
    "Opened",
    "ProofFailed",
    "Receipt",
    "VerifierKey",
    "check_receipt",
    "check_text",
    "commitment_of",
    "consistency_proof",
    "inclusion_proof",
    "leaf_hash",
    "leaf_hashes",
    "leaf_of",
    "open_checkpoint",
    "parse_checkpoint",
    "parse_facts",
    "parse_key",
    "parse_note",
    "parse_receipt",
    "root_at",
    "root_of",
    "roots_at",
    "sign_checkpoint",
    "verify_consistency",
    "verify_inclusion",
    "write_facts",
    "write_key",
    "write_moment",
    "write_receipt",
]
