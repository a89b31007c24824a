"""Proofs: every entry provable, none in another's place, history only ever longer."""

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dimmer.core.ledger.proof import (
    Head,
    Inclusion,
    ProofFailed,
    verify_consistency,
    verify_inclusion,
)
from dimmer.core.ledger.tree import (
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    root_at,
)
from trees import nodes_of

LARGEST = 66
LEAVES = [leaf_hash(str(number).encode()) for number in range(LARGEST)]
NODES = nodes_of(LEAVES)

sizes = st.integers(2, LARGEST)


@cache
def head_of(size: int) -> Head:
    return Head(size, root_at(size, lookup=NODES.__getitem__))


def prove(index: int, size: int) -> Inclusion:
    return Inclusion(index, inclusion_proof(index, size=size, lookup=NODES.__getitem__))


def prove_growth(old: int, new: int) -> tuple[bytes, ...]:
    return consistency_proof(old, new=new, lookup=NODES.__getitem__)


@pytest.mark.parametrize("size", range(1, LARGEST + 1))
def test_every_entry_of_every_ledger_can_be_proved(size: int) -> None:
    for index in range(size):
        verify_inclusion(LEAVES[index], prove(index, size), head=head_of(size))


@given(sizes, st.data())
def test_no_entry_can_take_the_place_of_another(size: int, data: st.DataObject) -> None:
    index, other = data.draw(
        st.lists(st.integers(0, size - 1), min_size=2, max_size=2, unique=True)
    )
    proof = prove(index, size)

    with pytest.raises(ProofFailed):
        verify_inclusion(LEAVES[other], proof, head=head_of(size))
    with pytest.raises(ProofFailed):
        verify_inclusion(LEAVES[index], replace(proof, index=other), head=head_of(size))


@given(sizes, st.data())
def test_no_proof_fits_a_ledger_of_another_size(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    other = data.draw(sizes.filter(lambda other: other != size))

    with pytest.raises(ProofFailed):
        verify_inclusion(LEAVES[index], prove(index, size), head=head_of(other))


@given(sizes, st.data())
def test_a_path_with_a_hash_added_removed_or_changed_never_passes(
    size: int, data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, size - 1))
    path = prove(index, size).path
    at = data.draw(st.integers(0, len(path) - 1))
    any_hash = data.draw(st.binary(min_size=32, max_size=32))

    broken = [
        path[:at] + path[at + 1 :],
        (*path[:at], any_hash, *path[at:]),
        (*path[:at], path[at][:-1], *path[at + 1 :]),
        (*path[:at], path[at] + b"\x00", *path[at + 1 :]),
        (*path[:at], bytes([path[at][0] ^ 1]) + path[at][1:], *path[at + 1 :]),
    ]

    for each in broken:
        with pytest.raises(ProofFailed):
            verify_inclusion(LEAVES[index], Inclusion(index, each), head=head_of(size))


@pytest.mark.parametrize("new", range(1, LARGEST + 1))
def test_every_ledger_is_proved_to_continue_every_earlier_one(new: int) -> None:
    for old in range(1, new + 1):
        verify_consistency(prove_growth(old, new), old=head_of(old), new=head_of(new))


@given(sizes, st.data())
def test_a_ledger_with_another_past_never_passes_as_the_same(new: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, new - 1))
    changed = data.draw(st.integers(0, old - 1))
    leaves = [*LEAVES[:changed], leaf_hash(b"another"), *LEAVES[changed + 1 : new]]
    forked = nodes_of(leaves)
    fork = Head(new, root_at(new, lookup=forked.__getitem__))

    for path in (
        prove_growth(old, new),
        consistency_proof(old, new=new, lookup=forked.__getitem__),
    ):
        with pytest.raises(ProofFailed):
            verify_consistency(path, old=head_of(old), new=fork)


@given(sizes, st.data())
def test_a_consistency_path_added_to_or_cut_never_passes(new: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, new - 1))
    path = prove_growth(old, new)
    any_hash = data.draw(st.binary(min_size=32, max_size=32))

    for broken in (path[:-1], path[1:], (*path, any_hash), (any_hash, *path), ()):
        with pytest.raises(ProofFailed):
            verify_consistency(broken, old=head_of(old), new=head_of(new))


def test_a_ledger_never_shrinks() -> None:
    with pytest.raises(ProofFailed):
        verify_consistency((), old=head_of(5), new=head_of(4))


@given(
    st.integers(-2, 1 << 64),
    st.integers(-2, 1 << 64),
    st.lists(st.binary(max_size=40), max_size=70),
    st.binary(max_size=40),
)
def test_no_proof_made_up_from_nothing_passes_or_hangs(
    first: int, second: int, path: list[bytes], root: bytes
) -> None:
    with pytest.raises(ProofFailed):
        verify_inclusion(LEAVES[0], Inclusion(first, tuple(path)), head=Head(second, root))
    with pytest.raises(ProofFailed):
        verify_consistency(tuple(path), old=Head(first, root), new=Head(second, root + b"\x00"))
