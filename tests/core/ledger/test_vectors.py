"""Published proofs (transparency-dev/merkle), good and broken, from ../shared where it is."""

import json
from base64 import b64decode
from typing import Any

import pytest

from dimmer.core.ledger import Head, Inclusion, ProofFailed, verify_consistency, verify_inclusion
from pack import PACK

PUBLISHED = PACK / "vectors" / "rfc6962"


def vectors(folder: str) -> list[Any]:
    return [
        pytest.param(
            json.loads(path.read_text(encoding="utf-8")), id=str(path.relative_to(PUBLISHED))
        )
        for path in sorted((PUBLISHED / folder).rglob("*.json"))
    ]


def hashes(vector: dict[str, Any]) -> tuple[bytes, ...]:
    return tuple(b64decode(each) for each in vector["proof"] or [])


@pytest.mark.parametrize("vector", vectors("inclusion"))
def test_a_published_inclusion_proof_passes_or_fails_as_published(vector: dict[str, Any]) -> None:
    head = Head(vector["treeSize"], b64decode(vector["root"]))
    proof = Inclusion(vector["leafIdx"], hashes(vector))
    leaf = b64decode(vector["leafHash"])

    if vector["wantErr"]:
        with pytest.raises(ProofFailed):
            verify_inclusion(leaf, proof, head=head)
    else:
        verify_inclusion(leaf, proof, head=head)


@pytest.mark.parametrize("vector", vectors("consistency"))
def test_a_published_consistency_proof_passes_or_fails_as_published(
    vector: dict[str, Any],
) -> None:
    old = Head(vector["size1"], b64decode(vector["root1"]))
    new = Head(vector["size2"], b64decode(vector["root2"]))

    if vector["wantErr"]:
        with pytest.raises(ProofFailed):
            verify_consistency(hashes(vector), old=old, new=new)
    else:
        verify_consistency(hashes(vector), old=old, new=new)
