"""Proofs in the form of c2sp.org/tlog-proof: the specification's example, what is true, and what is not."""

from base64 import b64encode
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dimmer.core.ledger import (
    Head,
    Inclusion,
    NotACheckpoint,
    NotANote,
    NotSigned,
    ProofFailed,
    VerifierKey,
    inclusion_proof,
    leaf_hash,
    root_of,
    sign_checkpoint,
)
from dimmer.core.ledger.tlog_proof import (
    PROOF_VERSION,
    NotAProof,
    TlogProof,
    check_proof,
    parse_proof,
    write_proof,
)
from trees import nodes_of

# the specification's own example, whose signatures it cuts short
EXAMPLE = """c2sp.org/tlog-proof@v1
extra YWdlLXYxLjIuMS1kYXJ3aW4tYXJtNjQudGFyLmd6
index 73894
gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=
B95lDa8R83lS8n0eG+o0buTxRKQTYFi//1U8anccXmA=
EKNzoDWG8LGC0Yp9o+sv3qllpMP9uHQ9B20KNL+Q1zs=
RoopEkOdqkYqMB4MJXrbt/hMjOxsVn0IrWjpz1ZMMes=
AHCioX9nLjsrse6YhjRRmk1WUEirVOLLRoOQ6vfO5vk=

example.com/fancylog
109482
sFodV/vSp5O8n9a8QpW6PRY97tfOSW5bsc2Xl/EQi08=

\N{EM DASH} example.com/fancylog hI2DJw==
"""
ENTRIES = [f"entry {number}".encode() for number in range(11)]
NODES = nodes_of([leaf_hash(entry) for entry in ENTRIES])
HEAD = Head(len(ENTRIES), root_of([leaf_hash(entry) for entry in ENTRIES]))
KEY = VerifierKey("exampleshire.example/ledger", sha256(b"the partnership").digest())


def _signature(public: bytes, message: bytes) -> bytes:
    return sha256(public + message).digest() * 2


def _verify(public: bytes, signature: bytes, message: bytes) -> bool:
    return signature == _signature(public, message)


NOTE = sign_checkpoint(HEAD, key=KEY, sign=lambda message: _signature(KEY.public_key, message))


def _proof(index: int, extra: bytes = b"") -> TlogProof:
    path = inclusion_proof(index, size=HEAD.size, lookup=NODES.__getitem__)
    return TlogProof(Inclusion(index, path), NOTE, extra)


def test_the_specifications_example_is_read_and_written_again() -> None:
    read = parse_proof(EXAMPLE)

    assert read.extra == b"age-v1.2.1-darwin-arm64.tar.gz"
    assert (read.inclusion.index, len(read.inclusion.path)) == (73_894, 5)
    assert read.checkpoint.startswith("example.com/fancylog\n109482\n")
    assert write_proof(read) == EXAMPLE


@given(st.integers(0, len(ENTRIES) - 1), st.binary(max_size=60))
def test_every_entry_is_proved_and_no_other_in_its_place(index: int, extra: bytes) -> None:
    proof = parse_proof(write_proof(_proof(index, extra)))

    assert proof == _proof(index, extra)
    assert check_proof(proof, ENTRIES[index], keys=[KEY], verify=_verify) == HEAD
    with pytest.raises(ProofFailed):
        check_proof(proof, ENTRIES[index - 1], keys=[KEY], verify=_verify)


def test_the_only_entry_of_a_ledger_needs_no_path() -> None:
    head = Head(1, leaf_hash(b"one"))
    note = sign_checkpoint(head, key=KEY, sign=lambda message: _signature(KEY.public_key, message))
    text = write_proof(TlogProof(Inclusion(0, ()), note))

    assert text.startswith(f"{PROOF_VERSION}\nindex 0\n\n{KEY.name}\n1\n")
    assert check_proof(parse_proof(text), b"one", keys=[KEY], verify=_verify) == head


@given(st.data())
def test_a_proof_with_any_character_changed_never_proves(data: st.DataObject) -> None:
    text = write_proof(_proof(5))
    at = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.characters().filter(lambda character: character != text[at]))
    changed = text[:at] + other + text[at + 1 :]

    with pytest.raises((NotAProof, NotANote, NotACheckpoint, NotSigned, ProofFailed)):
        check_proof(parse_proof(changed), ENTRIES[5], keys=[KEY], verify=_verify)


@pytest.mark.parametrize(
    "text",
    [
        *("", PROOF_VERSION, f"{PROOF_VERSION}\n\n{NOTE}", f"{PROOF_VERSION}\nindex 1\n\n"),
        f"c2sp.org/tlog-proof@v2\nindex 1\n\n{NOTE}",
        f"{PROOF_VERSION}\nindex 01\n\n{NOTE}",
        f"{PROOF_VERSION}\nindex -1\n\n{NOTE}",
        f"{PROOF_VERSION}\nindex\n\n{NOTE}",
        f"{PROOF_VERSION}\nextra \nindex 1\n\n{NOTE}",
        f"{PROOF_VERSION}\nextra !\nindex 1\n\n{NOTE}",
        f"{PROOF_VERSION}\nindex 1\nextra eA==\n\n{NOTE}",
        f"{PROOF_VERSION}\nindex 1\n{b64encode(bytes(31)).decode()}\n\n{NOTE}",
        f"{PROOF_VERSION}\nindex 1\n" + 64 * f"{b64encode(bytes(32)).decode()}\n" + f"\n{NOTE}",
        f"{PROOF_VERSION}\nindex 1\r\n\n{NOTE}",
        f"{PROOF_VERSION}\nindex 1\n\n{'x' * 1_000_000}",
    ],
)
def test_nothing_else_is_a_proof(text: str) -> None:
    with pytest.raises(NotAProof):
        parse_proof(text)
