"""Proofs as others write them (c2sp.org/tlog-proof): one entry's place and path, and the checkpoint, as text.

Such a proof says nothing of what the entry is: whoever checks it brings the bytes of the entry.
"""

import re
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass

from dimmer.core.ledger.checkpoint import open_checkpoint
from dimmer.core.ledger.note import VerifierKey, Verify, from_base64
from dimmer.core.ledger.proof import Head, Inclusion, verify_inclusion
from dimmer.core.ledger.tree import leaf_hash

PROOF_VERSION = "c2sp.org/tlog-proof@v1"
LONGEST = 1_000_000  # characters

_HASH_BYTES = 32
_LONGEST_PATH = 63  # a tree of 2 ** 63 entries
_INDEX = re.compile(r"index (0|[1-9][0-9]{0,17})")
_EXTRA = "extra "


class NotAProof(ValueError):
    """The text is not a proof in the form that the specification gives. It proves nothing."""


@dataclass(frozen=True, slots=True)
class TlogProof:
    """What a proof says, all of it unproved until it is checked.

    `checkpoint` is the signed note, verbatim. `extra` is whatever the writer put beside it; nobody signed it.
    """

    inclusion: Inclusion
    checkpoint: str
    extra: bytes = b""


def write_proof(proof: TlogProof) -> str:
    """Write a proof; files of it are named `.tlog-proof`."""
    lines = [PROOF_VERSION]
    if proof.extra:
        lines.append(f"{_EXTRA}{b64encode(proof.extra).decode()}")
    lines.append(f"index {proof.inclusion.index}")
    lines += [b64encode(each).decode() for each in proof.inclusion.path]
    return "\n".join([*lines, "", proof.checkpoint])


def parse_proof(text: str) -> TlogProof:
    """Read a proof, its checkpoint unread. `write_proof` writes it again character for character.

    Raises:
        NotAProof: it has not the form that the specification gives.
    """
    if len(text) > LONGEST:
        raise NotAProof(f"longer than any proof: more than {LONGEST} characters")
    above, blank, checkpoint = text.partition("\n\n")
    version, *lines = above.split("\n")
    if version != PROOF_VERSION or not blank or not checkpoint:
        raise NotAProof(
            f"a proof begins with {PROOF_VERSION}, and has a checkpoint after an empty line"
        )
    extra = b""
    if lines and lines[0].startswith(_EXTRA):
        extra = from_base64(lines.pop(0).removeprefix(_EXTRA)) or b""
        if not extra:
            raise NotAProof("what is beside it is not empty, and in base64")
    found = _INDEX.fullmatch(lines.pop(0)) if lines else None
    if found is None:
        raise NotAProof("there is no index")
    path = tuple(map(from_base64, lines))
    if len(path) > _LONGEST_PATH:
        raise NotAProof(f"no tree is higher than {_LONGEST_PATH}")
    hashes = tuple(each for each in path if each is not None and len(each) == _HASH_BYTES)
    if len(hashes) != len(path):
        raise NotAProof(f"a line of the path is not {_HASH_BYTES} bytes in base64")
    return TlogProof(Inclusion(int(found[1]), hashes), checkpoint, extra)


def check_proof(
    proof: TlogProof, entry: bytes, *, keys: Iterable[VerifierKey], verify: Verify
) -> Head:
    """Check that the entry, whose bytes the verifier has, is where the proof says; give the signed head.

    Raises:
        NotANote: what should be a checkpoint is none.
        NotSigned: no trusted key signed the checkpoint.
        NotACheckpoint: signed, and not a checkpoint.
        ProofFailed: the entry is not there.
    """
    head = open_checkpoint(proof.checkpoint, keys=keys, verify=verify).head
    verify_inclusion(leaf_hash(entry), proof.inclusion, head=head)
    return head
