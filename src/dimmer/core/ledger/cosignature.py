"""Cosignatures (c2sp.org/tlog-cosignature, Ed25519): somebody else says which head of a ledger they saw, and when.

A witness that has cosigned a head never cosigns one that does not continue it. Who finds its cosignature on a
checkpoint knows that nobody whom the witness serves was shown another history.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from dimmer.core.ledger.note import (
    Note,
    NotSigned,
    Sign,
    Signature,
    VerifierKey,
    Verify,
    parse_key_of,
)

_TIME_BYTES = 8
_SIGNATURE_BYTES = 64
_LATEST = 2**63 - 1  # the specification's
_NAME = re.compile(r"[!-*,-~]{1,200}")  # printable ASCII without space and plus


@dataclass(frozen=True, slots=True)
class WitnessKey(VerifierKey):
    """The public key of a witness: another kind, so that neither can be taken for the key of a ledger."""

    kind: ClassVar[bytes] = b"\x04"  # the specification's byte for cosignature/v1


def parse_witness_key(text: str) -> WitnessKey:
    """Read the key of a witness, `name+id+key`.

    Raises:
        NotAKey: not of that form, or another kind of key.
    """
    return parse_key_of(text, WitnessKey)


def cosign(text: str, *, key: WitnessKey, sign: Sign, at: int) -> Signature:
    """Cosign the text of a checkpoint, its last newline included; `at` in seconds since 1970."""
    signed = sign(cosigned(text, at=at))
    return Signature(key.name, key.key_id, at.to_bytes(_TIME_BYTES) + signed)


def cosigned(text: str, *, at: int) -> bytes:
    """What a cosignature signs: a line that tells it from a ledger's signature, the time, the checkpoint."""
    return f"cosignature/v1\ntime {at}\n{text}".encode()


def time_of(signature: Signature) -> int | None:
    """When a witness says that it cosigned, in seconds since 1970; None where this is no cosignature."""
    at = int.from_bytes(signature.signature[:_TIME_BYTES])
    is_whole = len(signature.signature) == _TIME_BYTES + _SIGNATURE_BYTES
    return at if is_whole and at <= _LATEST else None


def is_witness_name(name: str, *, origin: str) -> bool:
    """Say whether receipts have room for a witness of this name: plain characters, and not the ledger's own name."""
    return name != origin and bool(_NAME.fullmatch(name))


def in_order(signatures: Iterable[Signature]) -> tuple[Signature, ...]:
    """Cosignatures in the one order in which they are written, each witness once: by name, then by key id."""
    by_witness = {(each.name.encode(), each.key_id): each for each in signatures}
    return tuple(by_witness[witness] for witness in sorted(by_witness))


def witnessed(
    note: Note, *, keys: Iterable[WitnessKey], verify: Verify
) -> Mapping[WitnessKey, Signature]:
    """The cosignatures of those witnesses on a checkpoint; those of others are passed over.

    Raises:
        NotSigned: a cosignature under the name and key id of one of them is wrong.
    """
    known = {(key.name, key.key_id): key for key in keys}
    found = {}
    for each in note.signatures:
        if key := known.get((each.name, each.key_id)):
            at = time_of(each)
            message = cosigned(note.text, at=at or 0)
            if at is None or not verify(key.public_key, each.signature[_TIME_BYTES:], message):
                raise NotSigned(f"the cosignature of {key.name}+{key.key_id.hex()} is wrong")
            found[key] = each
    return found
