"""Entries at fault are named, and none else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dimmer.core.ledger import Head, leaf_hash, root_of
from dimmer.core.ledger.faults import HashesChanged, compare, name_faults

LEAVES = [b"v\nkind\n2026-01-%02dT00:00:00.000000Z\nid\nc\n" % (1 + day) for day in range(12)]
SIGNED = list(enumerate(map(leaf_hash, LEAVES)))
HEAD = Head(len(LEAVES), root_of(map(leaf_hash, LEAVES)))


def places(found: list[bytes]) -> list[int]:
    return [place for place, _ in compare(SIGNED, found)]


def test_nothing_is_wrong_with_what_was_signed() -> None:
    assert places(LEAVES) == []
    assert (
        name_faults(HEAD, kept=lambda _: [each for _, each in SIGNED], found=lambda _: LEAVES) == []
    )


@given(st.sets(st.integers(0, 11)))
def test_whatever_is_removed_is_named(gone: set[int]) -> None:
    found = [leaf for place, leaf in enumerate(LEAVES) if place not in gone]

    assert places(found) == sorted(gone)
    assert {words for _, words in compare(SIGNED, found)} <= {"is missing"}


@given(st.sets(st.integers(0, 11)))
def test_whatever_is_changed_is_named(changed: set[int]) -> None:
    found = [leaf + b"x" if place in changed else leaf for place, leaf in enumerate(LEAVES)]

    assert places(found) == sorted(changed)
    assert all(words.startswith("was changed") for _, words in compare(SIGNED, found))


@given(st.permutations(range(12)))
def test_whatever_stands_elsewhere_is_named_with_what_stands_there(order: list[int]) -> None:
    named = dict(compare(SIGNED, [LEAVES[place] for place in order]))

    assert named == {
        place: f"was moved: entry {other} stands in its place"
        for place, other in enumerate(order)
        if place != other
    }


@given(st.lists(st.sampled_from([*LEAVES, b"", b"x", b"\xff\n\n\n"]), max_size=30))
def test_no_other_entries_pass(found: list[bytes]) -> None:
    assert (places(found) == []) == (found == LEAVES)


@given(st.integers(0, 12), st.integers(1, 3))
def test_what_was_put_in_is_named_where_it_stands(at: int, many: int) -> None:
    found = [*LEAVES[:at], *[b"new"] * many, *LEAVES[at:]]

    assert places(found) == [min(at, 11)] * many


def test_hashes_that_lead_elsewhere_name_nothing() -> None:
    with pytest.raises(HashesChanged):
        name_faults(HEAD, kept=lambda _: [leaf_hash(b"")] * 12, found=lambda _: LEAVES)
