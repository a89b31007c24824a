"""A sheet of many matters, filled column by column: what each first person's role is, each second's.

A column has a byte for each matter. `bytes.translate` picks the matters that have one value, and two
operations on the whole number that these bytes are make them the places of that person in all matters.
What turns only on who is whom is found once for each shape of matter; a few relations, place by place.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import count, repeat, zip_longest
from operator import attrgetter
from types import SimpleNamespace
from typing import Any

from dimmer.core.law import schema
from dimmer.core.law.facts import Facts
from dimmer.core.law.layout import Layout, Places, layout_of, stand_at
from dimmer.core.law.paths import FACTS, PAIRS, SHAPE, Path
from dimmer.core.law.sheet import Sheet, Values
from dimmer.core.law.view import Scope, View

MOST = 255  # matters of a sheet: a column has a byte for each, and may have as many values and none
_SIDES = {
    "recipients": Scope.RECIPIENT,
    "people": Scope.PERSON,
    "items": Scope.ITEM,
    PAIRS: Scope.CATEGORY,
}
_NOBODY = object()  # stands in a column where a matter has no such row
_UNTOLD = object()  # stands where no sheet has asked yet
_UNSETTLED = object()  # stands where more than the row decides
_KEPT = 4096  # of what decides a path that is no plain fact, how much is remembered
_ONLY = [bytes(int(at == code) for at in range(256)) for code in range(256)]
Column = Sequence[object]


class ManyMatters(Sheet):
    """A field for each of at most `MOST` matters, in their order.

    Args:
        layouts: theirs, where they are known already.
    """

    def __init__(self, matters: Sequence[Facts], layouts: Sequence[Layout] = ()) -> None:
        self._matters = matters
        self._layouts = layouts or [layout_of(facts) for facts in matters]
        self._bytes = 1 + max(len(layout.places) for layout in self._layouts) // 8
        stride = 8 * self._bytes
        self._same: dict[Layout, tuple[Layout, Facts, int]] = {}
        for at, (layout, facts) in enumerate(zip(self._layouts, matters, strict=True)):
            _, _, fields = self._same.get(layout, (layout, facts, 0))
            self._same[layout] = (layout, facts, fields | 1 << stride * at)
        super().__init__(
            fields=len(matters),
            stride=stride,
            cells=sum(layout.cells * fields for layout, _, fields in self._same.values()),
            sides={scope: self._side(scope) for scope in _SIDES.values()},
        )
        self._view = View(matters[0])
        self._rows: dict[str, list[Sequence[object]]] = {}
        self._columns: dict[tuple[str, int], Column] = {}

    def _side(self, scope: Scope) -> tuple[Places, ...]:
        """The places of each first, second, third row of all matters."""
        found: list[Places] = []
        for layout, _, fields in self._same.values():
            for at, places in enumerate(layout.sides[scope]):
                if at == len(found):
                    found.append(0)
                found[at] |= places * fields
        return tuple(found)

    def _look(self, path: Path) -> Values:
        found: Values = {}
        if path.table == SHAPE:
            self._by_shape(path, found)
        elif path.table:
            scope = _SIDES.get(path.table)
            sides = self.sides[scope] if scope else (self.everywhere,)
            for number, side in enumerate(sides):
                column = self._column(path, number, found)
                self._write(column, side, found)
        else:
            for at in range(self.fields):
                self._by_place(path, at, found)
        return found

    def _write(self, column: Column, side: Places, found: Values) -> None:
        """Write the values of a column on the places that its rows have."""
        code: dict[object, int] = defaultdict(count().__next__)  # each new value the next number
        codes = bytes(map(code.__getitem__, column))
        left = side
        for value, at in code.items():
            places = left
            if at < len(code) - 1:  # the last has what no other has
                lowest = bytearray(self.fields * self._bytes)
                lowest[:: self._bytes] = codes.translate(_ONLY[at])
                chosen = int.from_bytes(lowest, "little")
                places = side & ((chosen << self.stride - 1) - chosen)
                left ^= places
            if value is not _NOBODY and value is not _UNSETTLED:
                found[value] = found.get(value, 0) | places

    def _column(self, path: Path, number: int, found: Values) -> Column:
        """What a path is in the first, second, third row of its table in each matter."""
        if path.column:
            return self._plain(f"{path.table}.{path.column}", number)
        keys = list(zip(*(self._plain(key, number) for key in path.turns_on), strict=True))
        told = path.told if len(path.told) < _KEPT else {}
        column = list(map(told.get, keys, repeat(_UNTOLD)))
        if _UNTOLD in {*column}:
            for at, key in enumerate(keys):
                if key not in told:
                    told[key] = self._from_row(path, at, number)
            column = list(map(told.__getitem__, keys))
        if _UNSETTLED in {*column}:
            is_of_row = path.scope == _SIDES.get(path.table)
            for at, value in enumerate(column):
                if value is _UNSETTLED and is_of_row:
                    column[at] = path.look(self._at_row(path, at, number))
                elif value is _UNSETTLED:
                    self._by_place(path, at, found, row=number)
        return column

    def _plain(self, fact: str, number: int) -> Column:
        """A column of the facts, as they are."""
        column = self._columns.get((fact, number))
        if column is None:
            table, _, name = fact.partition(".")
            rows = self._rows.get(table)
            if rows is None:
                rows = self._rows[table] = list(_rows(table, self._matters))
            found = rows[number if table in _SIDES else 0]
            column = found if table == PAIRS else list(map(attrgetter(name), found))
            self._columns[fact, number] = column
        return column

    def _from_row(self, path: Path, at: int, number: int) -> object:
        """What a path is by one row of one matter, where that decides it."""
        if path.table in _SIDES and number >= len(getattr(self._matters[at], path.table)):
            return _NOBODY
        view = self._at_row(path, at, number)
        return path.look(view) if path.settled(view) else _UNSETTLED

    def _at_row(self, path: Path, at: int, number: int) -> View:
        """Look from one row of one matter."""
        view = self._view
        view.facts = self._matters[at]
        if path.table == "recipients":
            view.at_recipient(number)
        elif path.table == "people":
            view.at_person(number)
        return view

    def _by_place(self, path: Path, at: int, found: Values, *, row: int | None = None) -> None:
        """Look from every place of one matter, or from every one of one row of the path's table."""
        view = self._view
        view.facts = self._matters[at]
        side = 0 if path.table == "recipients" else 2
        here: Values = {}
        for place, places in self._layouts[at].standing(path.scope):
            if row is None or place[side] == row:
                stand_at(view, place)
                value = path.look(view)
                here[value] = here.get(value, 0) | places
        for value, places in here.items():
            found[value] = found.get(value, 0) | places << self.stride * at

    def _by_shape(self, path: Path, found: Values) -> None:
        """Look from every place of one matter of each shape."""
        for layout, facts, fields in self._same.values():
            for value, places in layout.told(path, facts).items():
                found[value] = found.get(value, 0) | places * fields


def _rows(table: str, matters: Sequence[Facts]) -> Iterable[Sequence[object]]:
    """Each first row of a table of the matters, each second, and so on."""
    if table == FACTS:
        return [matters]
    if table == PAIRS:
        pairs = ([what for item in facts.items for what in item.categories] for facts in matters)
        return zip_longest(*pairs, fillvalue=_NOBODY)
    held: list[Any] = list(map(attrgetter(table), matters))
    if table in schema.LISTS:
        return zip_longest(*held, fillvalue=_nothing(table, _NOBODY))
    return [[_nothing(table, None) if row is None else row for row in held]]


@cache
def _nothing(table: str, value: object) -> object:
    """A row that is not there: nobody's where it is one of a list, else not answered."""
    fields = (*schema.TABLES.get(table, ()), *schema.LISTS.get(table, ()))
    return SimpleNamespace(**dict.fromkeys((field.name for field in fields), value))
