"""Which cells of a table of counts are shown: no small number, and none from which one could be worked out.

Rules of this module:
- a count of fewer than five is hidden, none included;
- whoever knows every total of the table still cannot work out a hidden cell: for each there is another table of whole
  numbers with the same shown cells and the same totals in which it is another number;
- what is hidden as small and what is hidden for its sake look the same;
- where that cannot be had, the whole table is withheld.

A row or column in which nothing is counted is about nobody, and is shown as it is.

Tables that share no more than totals give no more away together than apart, since each holds for whoever knows the
totals. Whoever counts the same rows in two ways (shares by month and agency, and by month) must not show both.
"""

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence

FEWEST = 5
"""The smallest count that is shown."""
Cell = tuple[int, int]
Node = tuple[str, int]
Table = Sequence[Sequence[int]]


def hide(table: Table, *, fewest: int = FEWEST) -> list[list[int | None]] | None:
    """The table with None in the place of what is hidden; None where all of it is withheld.

    Args:
        table: rows of counts, all as long.
    """
    cells = list(_counted(table))
    hidden = {(row, column) for row, column in cells if table[row][column] < fewest}
    while _is_any_known(hidden, table):
        more = _beside(cells, hidden, table)
        if more is None:
            return None
        hidden.add(more)
    return [
        [None if (row, column) in hidden else count for column, count in enumerate(counts)]
        for row, counts in enumerate(table)
    ]


def _counted(table: Table) -> Iterator[Cell]:
    columns = [sum(column) for column in zip(*table, strict=True)]
    for row, counts in enumerate(table):
        if any(counts):
            yield from ((row, column) for column, total in enumerate(columns) if total)


def _beside(cells: list[Cell], hidden: set[Cell], table: Table) -> Cell | None:
    """What is hidden for the sake of another: the smallest of those in most rows and columns that hide one alone."""
    alone = {line for line, count in Counter(_lines(hidden)).items() if count == 1}
    shown = [each for each in cells if each not in hidden]

    def rank(each: Cell) -> tuple[int, int, Cell]:
        return (-len(alone.intersection(_lines([each]))), table[each[0]][each[1]], each)

    return min(shown, key=rank, default=None)


def _lines(cells: Iterable[Cell]) -> Iterator[Node]:
    for row, column in cells:
        yield from (("row", row), ("column", column))


def _is_any_known(hidden: set[Cell], table: Table) -> bool:
    """Whether the totals leave a hidden cell one value only.

    Two tables with the same totals differ by rounds of hidden cells, one more and one less in turn. What is less by one
    must have been one at least. So a cell has another value just where such a round leads through it.
    """
    ways = dict[Node, list[Node]]()
    for row, column in hidden:
        ways.setdefault(("row", row), []).append(("column", column))
        if table[row][column]:
            ways.setdefault(("column", column), []).append(("row", row))
    return any(_is_known(cell, ways, table) for cell in hidden)


def _is_known(cell: Cell, ways: Mapping[Node, Sequence[Node]], table: Table) -> bool:
    row, column = _lines([cell])
    is_less = table[cell[0]][cell[1]] and _leads(row, to=column, ways=ways)
    return not (is_less or _leads(column, to=row, ways=ways))


def _leads(start: Node, *, to: Node, ways: Mapping[Node, Sequence[Node]]) -> bool:
    """Whether other hidden cells lead from one to the other: from a row by one more, from a column by one less."""
    seen, waits = {start}, deque([start])
    while waits:
        node = waits.popleft()
        for after in ways.get(node, ()):
            if after == to and node == start:
                continue  # the cell itself
            if after == to:
                return True
            if after not in seen:
                seen.add(after)
                waits.append(after)
    return False
