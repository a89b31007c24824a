"""What is drawn follows from what was announced and a head that came later, and from nothing else."""

from base64 import b64decode
from datetime import date
from hashlib import sha256
from random import Random
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dimmer.core.sampling import (
    Announced,
    Listed,
    NotAList,
    Stratum,
    digest_of,
    parse_list,
    sample,
    seed_of,
    stratum_of,
    write_list,
)

listed = st.dictionaries(st.uuids(), st.sampled_from([*Stratum]), max_size=40)
sizes = st.dictionaries(st.sampled_from([*Stratum]), st.integers(0, 9))
days = st.dates(date(2020, 1, 1), date(2040, 1, 1))
announced = st.builds(
    Announced,
    draw=st.uuids(),
    first=days,
    last=days,
    sizes=sizes,
    listed=listed.map(lambda rows: tuple(Listed(*row) for row in rows.items())),
)
roots = st.binary(min_size=32, max_size=32)


@given(announced, roots, st.randoms())
def test_the_same_list_and_root_always_draw_the_same_and_as_many_of_each_as_was_announced(
    found: Announced, root: bytes, mixed: Random
) -> None:
    drawn = sample(found, root=root)

    again = list(found.listed)
    mixed.shuffle(again)
    other = Announced(
        draw=found.draw, first=found.first, last=found.last, sizes=found.sizes, listed=tuple(again)
    )
    assert sample(other, root=root) == drawn
    assert len(set(drawn)) == len(drawn)
    for stratum in Stratum:
        there = [row for row in found.listed if row.stratum is stratum]
        taken = [row for row in drawn if row.stratum is stratum]
        assert set(taken) <= set(there)
        assert len(taken) == min(len(there), found.sizes.get(stratum, 0))


@given(announced)
def test_a_list_is_read_back_as_it_was_written_and_in_no_other_form(found: Announced) -> None:
    text = write_list(found)

    assert write_list(parse_list(text)) == text
    for other in (text + "\n", text.upper(), text.replace("\n", "\r\n"), text[1:]):
        with pytest.raises(NotAList):
            parse_list(other)


def test_each_root_draws_about_as_often_as_any_other_entry() -> None:
    rows = tuple(Listed(UUID(int=number), Stratum.SHARED) for number in range(10))
    found = Announced(
        draw=UUID(int=1), first=date(2026, 1, 1), last=date(2026, 3, 31),
        sizes={Stratum.SHARED: 1}, listed=rows,
    )  # fmt: skip

    times = dict.fromkeys(rows, 0)
    for number in range(2_000):
        [drawn] = sample(found, root=sha256(str(number).encode()).digest())
        times[drawn] += 1

    assert all(
        140 < count < 260 for count in times.values()
    )  # 200 expected; five deviations are 67


def test_the_example_of_the_format_draws_what_it_says() -> None:
    root = b64decode("Eg5B7oQlrCCV8cmSFWHAOz0mZeZYGLhAqGDIOWGbl40=")
    draw = UUID("6a6f6d1c-8f4e-4f0e-9f0a-4d1f3c1b2a10")
    rows = tuple(
        Listed(UUID(int=number, version=4), Stratum.SHARED if number % 2 else Stratum.NOT_SHARED)
        for number in range(1, 7)
    )
    found = Announced(
        draw=draw, first=date(2026, 7, 1), last=date(2026, 9, 30),
        sizes={Stratum.SHARED: 2, Stratum.NOT_SHARED: 1}, listed=rows,
    )  # fmt: skip

    assert seed_of(draw, root=root).hex() == SEED
    assert digest_of(write_list(found)) == DIGEST
    assert [row.entry.int % 16 for row in sample(found, root=root)] == DRAWN


SEED = "abd2272af31b5ed9e6a9d084ef6989439bf7cfe898d8a7d9c83ce4c614cce79d"
DIGEST = "2eac71a2e8e1c0d578aa5e48838ae0340499501b571937e5dc9def67f15ffd2e"
DRAWN = [5, 1, 6]


@pytest.mark.parametrize(
    ("fits", "stratum"),
    [
        ({"is_shared": True}, Stratum.SHARED),
        ({}, Stratum.NOT_SHARED),
        ({"is_shared": True, "is_overdue": True}, Stratum.OVERDUE),
        ({"is_overridden": True, "is_overdue": True}, Stratum.OVERRIDDEN),
        ({"is_shared": True, "is_emergency": True, "is_overridden": True}, Stratum.EMERGENCY),
    ],
)
def test_a_decision_is_drawn_from_the_first_stratum_that_it_fits(
    fits: dict[str, bool], stratum: Stratum
) -> None:
    every = {"is_shared": False, "is_emergency": False, "is_overridden": False, "is_overdue": False}

    assert stratum_of(**{**every, **fits}) is stratum


@pytest.mark.parametrize("line", ["shared 007", "shared -1", "other 3", "shared"])
def test_a_list_with_another_line_is_none(line: str) -> None:
    empty = Announced(
        draw=UUID(int=1), first=date(2026, 1, 1), last=date(2026, 1, 1), sizes={}, listed=()
    )

    with pytest.raises(NotAList):
        parse_list(write_list(empty).replace("shared 0", line, 1))


def test_a_list_names_a_decision_once() -> None:
    twice = (Listed(UUID(int=1), Stratum.SHARED), Listed(UUID(int=1), Stratum.OVERDUE))
    found = Announced(
        draw=UUID(int=1), first=date(2026, 1, 1), last=date(2026, 1, 1), sizes={}, listed=twice
    )

    with pytest.raises(NotAList, match="twice"):
        parse_list(write_list(found))
    with pytest.raises(NotAList, match="longer"):
        parse_list("x" * 4_000_001)
