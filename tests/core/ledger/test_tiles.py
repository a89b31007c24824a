"""Tiles: the specification's examples, and the same tree as the one over all leaves."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dimmer.core.ledger import (
    Head,
    Inclusion,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    root_of,
    verify_consistency,
    verify_inclusion,
)
from dimmer.core.ledger.tiles import (
    HASH_BYTES,
    WIDTH,
    NotATile,
    append,
    hashes_in,
    lookup_in,
    parse_bundle,
    parse_place,
    paths_of,
    roots_over,
    write_bundle,
    write_place,
)

LEAVES = [leaf_hash(str(number).encode()) for number in range(70_000)]


class Kept:
    """Tiles as a table keeps them: full ones only, and the leaves."""

    def __init__(self) -> None:
        self.leaves: list[bytes] = []
        self.full: dict[tuple[int, int], bytes] = {}
        self.roots: dict[tuple[int, int], bytes] = {}
        self.root = root_of([])

    def read(self, level: int, index: int) -> bytes:
        if whole := self.full.get((level, index)):
            return whole
        places = range(index * WIDTH, (index + 1) * WIDTH)
        if not level:
            return b"".join(self.leaves[places.start : places.stop])
        return b"".join(self.roots.get((level - 1, place), b"") for place in places)

    def grow(self, leaves: list[bytes]) -> None:
        grown = append(leaves, size=len(self.leaves), read=self.read)
        for tile in grown.full:
            place = tile.level, tile.index
            assert place not in self.full, "a full tile is written once"
            self.full[place], self.roots[place] = tile.hashes, tile.root
        self.leaves += leaves
        assert grown.size == len(self.leaves)
        self.root = grown.root


def kept(*batches: int) -> Kept:
    made, at = Kept(), 0
    for batch in batches:
        made.grow(LEAVES[at : at + batch])
        at += batch
    return made


def test_the_specifications_example_of_a_tree_of_70_000() -> None:
    paths = [path.split("/", 2)[1:] for path in paths_of(70_000)]
    begun = [f"{level} {place}" for level, place in paths if ".p/" in place]

    assert begun == ["0 273.p/112", "entries 273.p/112", "1 001.p/17", "2 000.p/1"]
    assert Counter(level for level, place in paths if ".p/" not in place) == {
        "0": 273,
        "entries": 273,
        "1": 1,
    }


def test_the_specifications_example_of_a_tree_of_256() -> None:
    assert set(paths_of(256)) == {"tile/0/000", "tile/entries/000", "tile/1/000.p/1"}
    assert list(paths_of(0)) == []


@pytest.mark.parametrize(
    ("index", "width", "written"),
    [
        (1_234_067, WIDTH, "x001/x234/067"),  # the specification's
        (0, WIDTH, "000"),
        (999, WIDTH, "999"),
        (1_000, 5, "x001/000.p/5"),
    ],
)
def test_an_index_is_written_as_the_specification_writes_it(
    index: int, width: int, written: str
) -> None:
    assert write_place(index, width) == written
    assert parse_place(written) == (index, width)


@given(st.integers(0, 10**15), st.integers(1, WIDTH))
def test_every_place_is_read_as_it_was_written(index: int, width: int) -> None:
    assert parse_place(write_place(index, width)) == (index, width)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "0",
            "00",
            "0000",
            "x000/001",
            "001/002",
            "x001",
            "x001/",
            "-01",
            "\N{FULLWIDTH DIGIT ONE}01",
            "001\n",
        ),
        *(
            "001.p",
            "001.p/",
            "001.p/0",
            "001.p/256",
            "001.p/01",
            "001.p/5/",
            "x001.p/5",
            "001.p/999",
        ),
    ],
)
def test_nothing_else_names_a_tile(text: str) -> None:
    with pytest.raises(NotATile):
        parse_place(text)


@given(st.lists(st.integers(0, 700), max_size=6))
def test_appending_in_batches_keeps_what_appending_at_once_keeps(batches: list[int]) -> None:
    in_parts, at_once = kept(*batches), kept(sum(batches))

    assert in_parts.full == at_once.full
    assert in_parts.root == root_of(LEAVES[: sum(batches)])


def test_a_tree_of_70_000_has_its_root_and_its_tiles() -> None:
    made = kept(69_990, 10)

    assert made.root == root_of(LEAVES)
    assert len(made.full) == 273 + 1
    assert made.full[0, 100] == b"".join(LEAVES[25_600:25_856])
    assert hashes_in(made.full[1, 0])[100] == root_of(LEAVES[25_600:25_856])
    assert [len(made.read(*place)) // HASH_BYTES for place in ((0, 273), (1, 1), (2, 0))] == [
        *(112, 17, 1)
    ]
    names = {f"tile/{level}/{write_place(index)}" for level, index in made.full}
    assert names == {path for path in paths_of(70_000) if ".p/" not in path} - {
        path for path in paths_of(70_000) if "entries" in path
    }


GROWN = kept(66_000)


@given(st.integers(1, 66_000), st.data())
def test_proofs_from_tiles_are_proofs(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    old = data.draw(st.integers(1, size))
    read = set()

    def reading(level: int, at: int) -> bytes:
        assert (level, at) not in read, "a tile is read once"
        read.add((level, at))
        return GROWN.read(level, at)

    path = inclusion_proof(index, size=size, lookup=lookup_in(reading))

    assert len(read) <= 2 * 3
    heads = [Head(each, root_of(LEAVES[:each])) for each in (old, size)]
    verify_inclusion(LEAVES[index], Inclusion(index, path), head=heads[1])
    grown = consistency_proof(old, new=size, lookup=lookup_in(GROWN.read))
    verify_consistency(grown, old=heads[0], new=heads[1])


@pytest.mark.parametrize("node", [(0, 300), (1, 128), (8, 1), (9, 0), (16, 0)])
def test_a_node_that_is_not_complete_is_not_there(node: tuple[int, int]) -> None:
    with pytest.raises(IndexError):
        lookup_in(kept(257).read)(node)


@given(st.lists(st.binary(max_size=300), max_size=WIDTH))
def test_a_bundle_is_read_as_it_was_written(entries: list[bytes]) -> None:
    assert parse_bundle(write_bundle(entries)) == entries


@pytest.mark.parametrize("bundle", [b"\x00", b"\x00\x01", b"\x00\x02x", bytes(2 * WIDTH + 2)])
def test_a_bundle_that_is_cut_off_or_too_long_is_refused(bundle: bytes) -> None:
    with pytest.raises(NotATile):
        parse_bundle(bundle)


@pytest.mark.parametrize("tile", [bytes(31), bytes(HASH_BYTES * (WIDTH + 1))])
def test_a_tile_that_is_cut_off_or_too_long_is_refused(tile: bytes) -> None:
    with pytest.raises(NotATile):
        hashes_in(tile)


@given(st.lists(st.integers(0, 1_300)), st.integers(0, 3))
def test_roots_over_tiles_are_the_roots_of_each_beginning(sizes: list[int], more: int) -> None:
    whole = [leaf_hash(b"%d" % number) for number in range(max(sizes, default=0) + 300 * more)]
    of = [
        (root_of(part) if len(part) == WIDTH else b"", b"".join(part))
        for part in (whole[at : at + WIDTH] for at in range(0, len(whole), WIDTH))
    ]

    found = list(roots_over(sorted(sizes), of=of))

    assert found == [root_of(whole[:size]) for size in sorted(sizes)]


@pytest.mark.parametrize(
    ("there", "size"), [(0, 1), (255, 256), (256, 257), (300, 301), (300, 512)]
)
def test_there_is_no_root_over_more_leaves_than_there_are(there: int, size: int) -> None:
    whole = [leaf_hash(b"%d" % number) for number in range(there)]
    of = [
        (root_of(part) if len(part) == WIDTH else b"", b"".join(part))
        for part in (whole[at : at + WIDTH] for at in range(0, there, WIDTH))
    ]
    roots = roots_over([there, size], of=of)

    assert next(roots) == root_of(whole)
    with pytest.raises(IndexError, match=f"no tree of {size}: there are {there} leaves"):
        next(roots)
