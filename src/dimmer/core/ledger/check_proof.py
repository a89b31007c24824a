"""Check a proof of one entry (c2sp.org/tlog-proof): named checks, as of a receipt, and the entry that is proved."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from dimmer.core.ledger.check import Check, signed_checks, witness_check
from dimmer.core.ledger.checkpoint import Checkpoint, NotACheckpoint, parse_checkpoint
from dimmer.core.ledger.cosignature import WitnessKey
from dimmer.core.ledger.note import (
    NotANote,
    Note,
    Signature,
    VerifierKey,
    Verify,
    parse_note,
)
from dimmer.core.ledger.proof import ProofFailed, verify_inclusion
from dimmer.core.ledger.tlog_proof import NotAProof, TlogProof, parse_proof
from dimmer.core.ledger.tree import leaf_hash


@dataclass(frozen=True, slots=True)
class Proof:
    """A proof that was read, and the checkpoint in it, all of it unproved."""

    read: TlogProof
    note: Note
    checkpoint: Checkpoint


def parse_whole(text: str) -> Proof:
    """Read a proof and its checkpoint.

    Raises:
        NotAProof: it has not the form that the specifications give.
    """
    read = parse_proof(text)
    try:
        note = parse_note(read.checkpoint)
        return Proof(read, note, parse_checkpoint(note.text))
    except (NotANote, NotACheckpoint) as error:
        raise NotAProof(f"what stands below it is no checkpoint: {error}") from error


def check_proof_text(
    text: str,
    *,
    entry: bytes | None,
    trusted: Iterable[VerifierKey],
    verify: Verify,
    witnesses: Iterable[WitnessKey] = (),
) -> tuple[Check, ...]:
    """Check the text of a file: form, key, signature, entry, inclusion, and each witness. Never raises for any text.

    Args:
        entry: the bytes that the ledger is to hold; None where they are what the proof itself brings, which
            nobody signed and which the path alone proves.
        trusted: keys of ledgers, from somewhere else than the proof: a key counts for the ledger of its own name.
        verify: tells whether an Ed25519 signature is right.
        witnesses: keys of those who must have cosigned the checkpoint.
    """
    try:
        proof = parse_whole(text)
    except NotAProof as error:
        words = f"This is not a proof as C2SP tlog-proof writes it: {error}."
        return (Check("form", False, words),)
    its_own = [key for key in trusted if key.name == proof.checkpoint.origin]
    signature = _own(proof.note, its_own)
    return (
        Check("form", True, "The file is a proof as C2SP tlog-proof writes it."),
        *signed_checks(proof.read.checkpoint, signature, trusted=its_own, verify=verify),
        *_included(proof, proof.read.extra if entry is None else entry),
        *(witness_check(proof.read.checkpoint, key, verify=verify) for key in witnesses),
    )


def _own(note: Note, keys: Collection[VerifierKey]) -> Signature:
    """The signature of a trusted key where there is one, in whichever place; otherwise the first."""
    known = {(key.name, key.key_id) for key in keys}
    return next(
        (each for each in note.signatures if (each.name, each.key_id) in known), note.signatures[0]
    )


def _included(proof: Proof, entry: bytes) -> tuple[Check, ...]:
    if not entry:
        words = "The proof does not bring the entry, and you gave none: nothing can be looked for."
        return (Check("entry", False, words), Check("inclusion", False, "Not checked."))
    there = Check("entry", True, "There is an entry to look for.")
    inclusion, head = proof.read.inclusion, proof.checkpoint.head
    try:
        verify_inclusion(leaf_hash(entry), inclusion, head=head)
    except ProofFailed as failed:
        words = f"That entry is not at place {inclusion.index} of the ledger: {failed}."
        return (there, Check("inclusion", False, words))
    words = f"That entry is at place {inclusion.index} of a ledger of {head.size} entries."
    return (there, Check("inclusion", True, words))
