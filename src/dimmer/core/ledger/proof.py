"""Check proofs against heads that the verifier trusts (RFC 6962, steps as in RFC 9162)."""

from dataclasses import dataclass

from dimmer.core.ledger.tree import node_hash

_HASH_BYTES = 32


class ProofFailed(Exception):
    """The proof does not lead to the root. Treat the entry as absent and the ledger as suspect."""


@dataclass(frozen=True, slots=True)
class Head:
    """The size of a ledger, in entries, and the root over them: always from a trusted signature."""

    size: int
    root: bytes


@dataclass(frozen=True, slots=True)
class Inclusion:
    """The position of an entry (from 0) and its audit path.

    `path` holds sibling hashes from the leaf up to the root, 32 bytes each. The size of the ledger
    is not here: it must come from a head that the verifier trusts, never from the prover.
    """

    index: int
    path: tuple[bytes, ...]


def verify_inclusion(leaf: bytes, proof: Inclusion, *, head: Head) -> None:
    """Check that an entry is at that position in the ledger with that head.

    `leaf` is the entry's `leaf_hash`, which the verifier computes and never takes from the prover.
    The steps are those of RFC 9162, section 2.1.3.2.

    Raises:
        ProofFailed: it is not, or the proof is not of the right shape.
    """
    if not 0 <= proof.index < head.size:
        raise ProofFailed(f"no entry {proof.index} in a ledger of {head.size}")
    _check_widths((leaf, *proof.path))

    found, place, last = leaf, proof.index, head.size - 1
    for sibling in proof.path:
        if last == 0:
            raise ProofFailed("the path is too long")
        if place % 2 or place == last:
            found = node_hash(sibling, found)
            while place % 2 == 0 and place:  # levels at which this subtree has no sibling
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        place, last = place >> 1, last >> 1
    if last:
        raise ProofFailed("the path is too short")
    if found != head.root:
        raise ProofFailed("the path leads to another root")


def verify_consistency(path: tuple[bytes, ...], *, old: Head, new: Head) -> None:
    """Check that the ledger with the new head is the one with the old head, only longer.

    An empty ledger is part of every ledger, so a proof from one says nothing and is refused. The
    steps are those of RFC 9162, section 2.1.4.2.

    Raises:
        ProofFailed: entries were changed, removed or re-ordered, or the proof has the wrong shape.
    """
    if not 0 < old.size <= new.size:
        raise ProofFailed(f"no proof from a ledger of {old.size} to one of {new.size}")
    _check_widths(path)
    if old.size == new.size:
        if path or old.root != new.root:
            raise ProofFailed("two heads of one size must be the same, and need no path")
        return
    _climb_both(path, old, new)


def _climb_both(path: tuple[bytes, ...], old: Head, new: Head) -> None:
    place, last = old.size - 1, new.size - 1
    while place % 2:
        place, last = place >> 1, last >> 1
    # An old ledger that is one complete subtree is itself the first part (RFC 9162, 2.1.4.2).
    parts = (old.root, *path) if old.size & (old.size - 1) == 0 else path
    if not parts:
        raise ProofFailed("the path is too short")

    before = after = parts[0]
    for part in parts[1:]:
        if last == 0:
            raise ProofFailed("the path is too long")
        if place % 2 or place == last:
            before, after = node_hash(part, before), node_hash(part, after)
            while place % 2 == 0 and place:
                place, last = place >> 1, last >> 1
        else:
            after = node_hash(after, part)
        place, last = place >> 1, last >> 1
    if last:
        raise ProofFailed("the path is too short")
    if (before, after) != (old.root, new.root):
        raise ProofFailed("the path leads to other roots")


def _check_widths(path: tuple[bytes, ...]) -> None:
    if any(len(part) != _HASH_BYTES for part in path):
        raise ProofFailed(f"every hash has {_HASH_BYTES} bytes")
