"""The tree: published constants, few look-ups."""

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dimmer.core.ledger.tree import (
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    root_at,
    root_of,
    roots_at,
)
from trees import nodes_of

# The eight entries that implementations of RFC 6962 share, with the roots at sizes 0 to 8.
ENTRIES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def leaves(count: int) -> list[bytes]:
    return [leaf_hash(str(number).encode()) for number in range(count)]


def stored(count: int) -> dict[tuple[int, int], bytes]:
    return nodes_of(leaves(count))


@pytest.mark.parametrize("size", range(9))
def test_the_root_of_the_published_entries_is_the_published_root(size: int) -> None:
    hashes = [leaf_hash(entry) for entry in ENTRIES[:size]]

    assert root_of(hashes).hex() == ROOTS[size]


@pytest.mark.parametrize("size", [*range(70), 1023, 1024, 1025, 2047, 2048, 3000, 4097])
def test_the_root_from_stored_nodes_is_the_root_over_all_leaves(size: int) -> None:
    assert root_at(size, lookup=stored(size).__getitem__) == root_of(leaves(size))


def test_old_roots_can_still_be_had_from_the_nodes_of_a_longer_ledger() -> None:
    nodes = stored(300)

    assert all(
        root_at(size, lookup=nodes.__getitem__) == root_of(leaves(size)) for size in range(301)
    )


@given(st.integers(1, 1 << 40), st.data())
def test_a_proof_looks_up_no_more_than_twice_the_height_of_the_tree(
    size: int, data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, size - 1))
    old = data.draw(st.integers(1, size))
    height = size.bit_length()
    asked: list[tuple[int, int]] = []

    def lookup(node: tuple[int, int]) -> bytes:
        level, place = node
        assert (place + 1) << level <= size, "no complete subtree"
        asked.append(node)
        return bytes(32)

    for ask, most in (
        (partial(root_at, size), height),
        (partial(inclusion_proof, index, size=size), 2 * height),
        (partial(consistency_proof, old, new=size), 2 * height),
    ):
        asked.clear()
        ask(lookup=lookup)
        assert len(asked) == len(set(asked)) <= most


def test_a_proof_of_nothing_is_refused() -> None:
    with pytest.raises(IndexError):
        inclusion_proof(3, size=3, lookup=stored(0).__getitem__)
    with pytest.raises(IndexError):
        consistency_proof(0, new=3, lookup=stored(0).__getitem__)
    with pytest.raises(IndexError):
        consistency_proof(4, new=3, lookup=stored(0).__getitem__)


@given(st.lists(st.integers(0, 5_000), max_size=12))
def test_roots_on_the_way_are_the_roots_of_each_beginning(sizes: list[int]) -> None:
    whole = leaves(max(sizes, default=0))

    found = list(roots_at(sorted(sizes), leaves=iter(whole)))

    assert found == [root_of(whole[:size]) for size in sorted(sizes)]


def test_there_is_no_root_beyond_the_last_leaf() -> None:
    roots = roots_at([2, 3, 4], leaves=leaves(3))

    assert [next(roots), next(roots)] == [root_of(leaves(2)), root_of(leaves(3))]
    with pytest.raises(IndexError):
        next(roots)
