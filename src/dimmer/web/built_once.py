"""Queries whose SQL is built once: Django writes it for the first call, later calls only send their values.

Building a statement takes Django several times as long as the database takes to answer it, and a page asks
a dozen. Statements that stay the same letter for letter also keep their plan on the server.
"""

from collections.abc import Callable, Sequence
from functools import cache, wraps
from inspect import signature
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Expression, QuerySet
from django.db.models.query import FlatValuesListIterable, ModelIterable
from psycopg.pq import Format

Row = TypeVar("Row")


class Given(Expression):
    """Stands in a query for a value that each call gives."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, _compiler: Any, _connection: Any) -> Any:
        """A place for the value, and whose place it is."""
        return "%s", [self]


class _Each(Given):
    def as_sql(self, _compiler: Any, _connection: Any) -> Any:
        return "(select unnest(%s::uuid[]))", [self]


def each(ids: Given) -> Given:
    """For `pk__in`: one statement for lists of ids of every length, where `in` has one for each length."""
    return _Each(ids.name)


def answer(sql: str, values: Sequence[Any]) -> list[Any]:
    """The rows of a statement. Ids, moments and bytes come as they are: reading them as text takes thrice as long."""
    with connection.cursor() as cursor:
        cursor.cursor.format = Format.BINARY
        cursor.execute(sql, values)
        found: list[Any] = cursor.fetchall()
    return found


def built_once(build: Callable[..., QuerySet[Any, Row]]) -> Callable[..., list[Row]]:
    """Make a function that builds a query of `Given` values into one that asks it with real ones.

    The values are given by name, as the driver takes them: an id or a number, never a model's row.
    """
    names = tuple(signature(build).parameters)

    @cache
    def built() -> tuple[QuerySet[Any, Row], Any, str, Any]:
        query = build(**{name: Given(name) for name in names})
        compiler = query.query.get_compiler(DEFAULT_DB_ALIAS)
        return query, compiler, *compiler.as_sql()

    @wraps(build)
    def ask(**values: Any) -> list[Row]:
        query, compiler, sql, places = built()
        sent = [values[place.name] if isinstance(place, Given) else place for place in places]
        found = answer(sql, sent)
        return list(_read(query, _Answered(query, compiler, found))) if found else []

    return ask


def _read(query: Any, answered: Any) -> Any:
    """The rows as Django makes them for such a query: models with what was selected beside them, or values."""
    if query._iterable_class is ModelIterable:  # noqa: SLF001  (Django has no public name)
        return ModelIterable(answered)
    rows = answered.results_iter()
    return (row for (row,) in rows) if query._iterable_class is FlatValuesListIterable else rows  # noqa: SLF001


class _Answered:
    """Stands for a queryset and its compiler, whose statement has been answered already."""

    _known_related_objects: dict[Any, Any] = {}

    def __init__(self, query: Any, compiler: Any, found: list[Any]) -> None:
        self.db, self.model, self.query = query.db, query.model, self
        self.select, self.klass_info = compiler.select, compiler.klass_info
        self.annotation_col_map = compiler.annotation_col_map
        self._compiler, self._found = compiler, found

    def get_compiler(self, using: str) -> "_Answered":  # noqa: ARG002
        return self

    def execute_sql(self, **_options: Any) -> list[Any]:
        return self._found

    def results_iter(self, _found: Any = None) -> Any:
        return self._compiler.results_iter([self._found], tuple_expected=True)
