"""Whoever knows every total still cannot work out a number that is hidden."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from dimmer.core.sampling import FEWEST, hide

Table = list[list[int]]
MOST = 5
counts = st.integers(0, MOST)
small = st.tuples(st.integers(1, 3), st.integers(1, 3)).flatmap(
    lambda shape: st.lists(
        st.lists(counts, min_size=shape[1], max_size=shape[1]), min_size=shape[0], max_size=shape[0]
    )
)
wide = st.integers(1, 6).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(0, 40), min_size=width, max_size=width), min_size=1, max_size=12
    )
)


@given(wide)
def test_no_small_number_is_ever_shown_but_where_nothing_was_counted(table: Table) -> None:
    shown = hide(table)

    if shown is None:
        return
    columns = [sum(column) for column in zip(*table, strict=True)]
    for row, cells in zip(table, shown, strict=True):
        for count, cell, total in zip(row, cells, columns, strict=True):
            assert cell in (None, count)
            if count < FEWEST:
                assert (cell is None) == bool(any(row) and total)


@settings(deadline=None, max_examples=60)
@given(small)
def test_whoever_knows_all_totals_can_work_out_no_hidden_number(table: Table) -> None:
    """Tried by going through every table of whole numbers that looks the same."""
    shown = hide(table)

    if shown is None:
        return
    like = _tables_like(shown, table)
    assert table in like
    for row, cells in enumerate(shown):
        for column, cell in enumerate(cells):
            if cell is None:
                assert len({each[row][column] for each in like}) > 1


def _tables_like(shown: list[list[int | None]], table: Table) -> list[Table]:
    """Every table with these shown cells and the totals of this one."""
    columns = [sum(column) for column in zip(*table, strict=True)]
    rows = [_rows_like(cells, sum(row)) for cells, row in zip(shown, table, strict=True)]
    return [
        [list(row) for row in found]
        for found in product(*rows)
        if [sum(column) for column in zip(*found, strict=True)] == columns
    ]


def _rows_like(cells: list[int | None], total: int) -> list[tuple[int, ...]]:
    each = [range(total + 1) if cell is None else (cell,) for cell in cells]
    return [row for row in product(*each) if sum(row) == total]


def test_a_small_number_takes_another_row_and_column_with_it() -> None:
    shown = hide([[3, 20, 30], [40, 50, 60], [70, 80, 90]])

    assert shown == [[None, None, 30], [None, None, 60], [70, 80, 90]]


def test_what_one_row_alone_would_give_away_is_withheld() -> None:
    assert hide([[3, 20, 30]]) is None
    assert hide([[3], [20]]) is None
    assert hide([[20, 30]]) == [[20, 30]]
    assert hide([]) == []


def test_what_nobody_decided_is_about_nobody() -> None:
    assert hide([[0, 0], [20, 30]]) == [[0, 0], [20, 30]]
