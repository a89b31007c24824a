"""Read tables of the lawbook strictly: an unknown key, a wrong type or a missing key is refused."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from typing import Any, TypeVar


class BadLawbook(ValueError):
    """The lawbook says something that it may not: mend the row that the message names."""


Choice = TypeVar("Choice", bound=Enum)


class Table:
    """One table of a TOML file, read key by key; `close` refuses what nobody asked for."""

    def __init__(self, where: str, values: object) -> None:
        if not isinstance(values, Mapping):
            raise BadLawbook(f"{where}: no table")
        self.where = where
        self.values: Mapping[str, Any] = values
        self._read: set[str] = set()

    def _take(self, key: str, default: object) -> Any:
        self._read.add(key)
        if key in self.values:
            return self.values[key]
        if default is None:
            raise BadLawbook(f"{self.where}: no {key}")
        return default

    def has(self, key: str) -> bool:
        """Whether the table holds the key."""
        return key in self.values

    def text(self, key: str, default: str | None = None) -> str:
        """One text."""
        value = self._take(key, default)
        if not isinstance(value, str) or (default is None and not value.strip()):
            raise BadLawbook(f"{self.where}: {key} is no text")
        return value

    def truth(self, key: str, *, default: bool) -> bool:
        """True or false."""
        value = self._take(key, default)
        if not isinstance(value, bool):
            raise BadLawbook(f"{self.where}: {key} is neither true nor false")
        return value

    def answer(self, key: str) -> str | bool | int | None:
        """A text, true, false, a number, or None where it is absent."""
        self._read.add(key)
        value = self.values.get(key)
        if value is not None and not isinstance(value, str | bool | int):
            raise BadLawbook(f"{self.where}: {key} is no answer")
        return value

    def day(self, key: str) -> date:
        """A date."""
        value = self._take(key, None)
        if not isinstance(value, date) or isinstance(value, datetime):
            raise BadLawbook(f"{self.where}: {key} is no date")
        return value

    def texts(self, key: str, default: Sequence[str] | None = ()) -> tuple[str, ...]:
        """A list of texts."""
        value = self._take(key, default)
        if not isinstance(value, list | tuple) or not all(isinstance(one, str) for one in value):
            raise BadLawbook(f"{self.where}: {key} is no list of texts")
        return tuple(value)

    def clauses(self, key: str) -> tuple[str | tuple[str, ...], ...]:
        """A list of clauses: texts, or lists of texts."""
        value = self._take(key, ())
        if not isinstance(value, list | tuple):
            raise BadLawbook(f"{self.where}: {key} is no list of clauses")
        found: list[str | tuple[str, ...]] = []
        for one in value:
            if isinstance(one, str):
                found.append(one)
            elif isinstance(one, list) and all(isinstance(part, str) for part in one):
                found.append(tuple(one))
            else:
                raise BadLawbook(f"{self.where}: {key} holds something that is no clause")
        return tuple(found)

    def choice(self, key: str, choices: type[Choice], default: Choice | None = None) -> Choice:
        """One of the values of an enumeration."""
        value = self._take(key, default.value if default else None)
        try:
            return choices(value)
        except ValueError:
            allowed = " ".join(str(one.value) for one in choices)
            raise BadLawbook(f"{self.where}: {key} is {value!r}, not one of {allowed}") from None

    def tables(self, key: str) -> list["Table"]:
        """A list of tables; an absent one is empty."""
        value = self._take(key, ())
        if not isinstance(value, list | tuple):
            raise BadLawbook(f"{self.where}: {key} is no list of tables")
        return [Table(f"{self.where}: {key}[{at}]", row) for at, row in enumerate(value)]

    def table(self, key: str) -> "Table":
        """One table."""
        return Table(f"{self.where}: {key}", self._take(key, None))

    def close(self) -> None:
        """Refuse every key that was not asked for."""
        if strange := sorted(set(self.values) - self._read):
            raise BadLawbook(f"{self.where}: {' '.join(strange)}: no such key")
