"""Read facts from plain values, refusing whatever is not in the shape, all problems at once."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dimmer.core.law import codes, schema
from dimmer.core.law.facts import (
    Agreement,
    Facts,
    Holder,
    Item,
    Person,
    Purpose,
    Recipient,
    Request,
    Risk,
)
from dimmer.core.law.schema import Field, Kind


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with the facts: its dotted key, what is wrong, and what is allowed there."""

    key: str
    message: str
    allowed: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Say it in one line."""
        allowed = f" (allowed: {' '.join(self.allowed)})" if self.allowed else ""
        return f"{self.key}: {self.message}{allowed}"


class BadFacts(ValueError):
    """The facts are not in the shape of a facts file: correct every problem, then ask again."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(str(problem) for problem in problems))
        self.problems = problems


class _Known:
    """What may stand in a table, looked up once.

    Attributes:
        named: each field, with the codes that it may hold where it holds one code.
        required: the keys that must be there.
    """

    def __init__(self, fields: tuple[Field, ...]) -> None:
        self.fields = fields
        self.named = {
            field.name: (field, frozenset(field.allowed if field.kind is Kind.CODE else ()))
            for field in fields
        }
        self.required = {field.name for field in fields if field.required}


_TOP = _Known(schema.TOP)
_KNOWN = {name: _Known(fields) for name, fields in {**schema.TABLES, **schema.LISTS}.items()}


def parse_facts(mapping: Mapping[str, object]) -> Facts:
    """Make facts of plain values, as a TOML file holds them.

    Raises:
        BadFacts: something is unknown, missing, of the wrong type, or points at nobody.
    """
    problems = [*_shape(mapping)]
    if not problems:
        problems = [*_sense(mapping)]
    if problems:
        raise BadFacts(tuple(problems))
    return _facts(mapping)


def _shape(mapping: Mapping[str, object]) -> Iterator[Problem]:
    known = (
        *(field.name for field in schema.TOP),
        *schema.TABLES,
        *schema.LISTS,
    )
    yield from _fields(
        {key: mapping[key] for key in mapping if key not in _KNOWN},
        _TOP,
        "",
        known,
    )
    for name, fields in schema.TABLES.items():
        if name not in mapping:
            if name in schema.REQUIRED_TABLES:
                yield Problem(name, "is missing", tuple(field.name for field in fields))
            continue
        table = mapping[name]
        if not isinstance(table, Mapping):
            yield Problem(name, f"is no table but {_described(table)}")
            continue
        yield from _fields(table, _KNOWN[name], f"{name}.")
    for name in schema.LISTS:
        if name not in mapping:
            yield Problem(name, "is missing: at least one is needed")
            continue
        rows = mapping[name]
        if not isinstance(rows, list | tuple) or not rows:
            what = _described(rows) if rows else "empty: at least one is needed"
            yield Problem(name, f"is no list of tables but {what}")
            continue
        for at, row in enumerate(rows):
            if not isinstance(row, Mapping):
                yield Problem(f"{name}[{at}]", f"is no table but {_described(row)}")
                continue
            yield from _fields(row, _KNOWN[name], f"{name}[{at}].")


def _fields(
    table: Mapping[str, object],
    known: _Known,
    prefix: str,
    names: tuple[str, ...] = (),
) -> Iterator[Problem]:
    if _is_right(table, known):
        return
    names = names or tuple(known.named)
    for key in table:
        if key not in known.named:
            yield Problem(f"{prefix}{key}", "is not a key that is known here", names)
    for field in known.fields:
        if field.name not in table:
            if field.required:
                yield Problem(f"{prefix}{field.name}", "is missing", field.allowed)
            continue
        yield from _value(table[field.name], field, f"{prefix}{field.name}")


def _is_right(table: Mapping[str, object], known: _Known) -> bool:
    """Whether there is no problem at all, which is soon said: stored facts are read by the thousand."""
    for key, value in table.items():
        if key not in known.named:
            return False
        field, allowed = known.named[key]
        is_code = type(value) is str and value in allowed
        if not is_code and any(_value(value, field, key)):
            return False
    return known.required <= table.keys()


def _value(value: object, field: Field, key: str) -> Iterator[Problem]:
    if field.kind in (Kind.CODES, Kind.TEXTS):
        yield from _list(value, field, key)
    elif wrong := _wrong(value, field):
        yield Problem(key, wrong, field.allowed)


def _wrong(value: object, field: Field) -> str:
    """What is wrong with one value that is no list, or nothing."""
    match field.kind:
        case Kind.TEXT:
            fits, wrong = isinstance(value, str) and bool(value.strip()), "is no text but"
        case Kind.TRUTH:
            fits, wrong = isinstance(value, bool), "is neither true nor false but"
        case Kind.NUMBER:
            fits = isinstance(value, int) and not isinstance(value, bool)
            fits = fits and 0 <= value <= schema.OLDEST  # type: ignore[operator]
            wrong = f"is no whole number from 0 to {schema.OLDEST} but"
        case Kind.DAY:
            fits = isinstance(value, date) and not isinstance(value, datetime)
            wrong = "is no date such as 2026-11-01 but"
        case _:
            fits, wrong = isinstance(value, str) and value in field.allowed, "is no code here:"
    return "" if fits else f"{wrong} {_described(value)}"


def _list(value: object, field: Field, key: str) -> Iterator[Problem]:
    if not isinstance(value, list | tuple):
        yield Problem(key, f"is no list but {_described(value)}", field.allowed)
        return
    if not value and not field.may_be_empty:
        yield Problem(key, "is an empty list", field.allowed)
    for at, entry in enumerate(value):
        if not isinstance(entry, str) or not entry:
            yield Problem(f"{key}[{at}]", f"is no text but {_described(entry)}", field.allowed)
        elif field.allowed and entry not in field.allowed:
            yield Problem(
                f"{key}[{at}]", f"is {_described(entry)}, which is no code here", field.allowed
            )


def _sense(mapping: Mapping[str, Any]) -> Iterator[Problem]:
    people = tuple(person["id"] for person in mapping["people"])
    for at, person in enumerate(people):
        if person in people[:at]:
            yield Problem(f"people[{at}].id", f"{person!r} is already somebody else's id")
    yield from _sense_of_recipients(mapping["recipients"], people)
    for at, item in enumerate(mapping["items"]):
        yield from _nobody(item["about"], people, f"items[{at}].about")
    coverable = (*codes.CATEGORIES, *codes.AGENCY_KINDS, *people)
    for at, person in enumerate(mapping["people"]):
        key = f"people[{at}]"
        yield from _nobody(
            person.get("parental_responsibility", ()), people, f"{key}.parental_responsibility"
        )
        for name in ("consent_covers", "consent_refuses"):
            for place, what in enumerate(person.get(name, ())):
                if what not in coverable:
                    wrong = f"{what!r} is no category, kind of agency or person"
                    yield Problem(f"{key}.{name}[{place}]", wrong, coverable)


def _nobody(who: Iterable[str], people: tuple[str, ...], key: str) -> Iterator[Problem]:
    for place, one in enumerate(who):
        if one not in people:
            yield Problem(f"{key}[{place}]", f"nobody is {one!r}", people)


def _sense_of_recipients(
    rows: Iterable[Mapping[str, Any]], people: tuple[str, ...]
) -> Iterator[Problem]:
    printed: set[str] = set()
    for at, row in enumerate(rows):
        key = f"recipients[{at}]"
        if (row["kind"] == "person") != ("person" in row):
            yield Problem(f"{key}.person", "goes together with kind `person`, and with no other")
        elif row.get("person", people[0]) not in people:
            yield Problem(f"{key}.person", f"nobody is {row['person']!r}", people)
        name = Recipient(**row).name
        if name in printed:
            yield Problem(key, f"is the same recipient as another one: {name}")
        printed.add(name)


def _facts(mapping: Mapping[str, Any]) -> Facts:
    holder = dict(mapping["holder"])
    if "policy_documents" in holder:
        holder["policy_documents"] = frozenset(holder["policy_documents"])
    return Facts(
        **{field.name: mapping[field.name] for field in schema.TOP if field.name in mapping},
        holder=Holder(**holder),
        recipients=tuple(Recipient(**row) for row in mapping["recipients"]),
        purpose=Purpose(**_tupled(mapping["purpose"])),
        risk=Risk(**mapping["risk"]),
        people=tuple(Person(**_tupled(row)) for row in mapping["people"]),
        items=tuple(Item(**_tupled(row)) for row in mapping["items"]),
        request=Request(**mapping["request"]) if "request" in mapping else None,
        agreement=Agreement(**mapping["agreement"]) if "agreement" in mapping else None,
    )


def _tupled(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: tuple(dict.fromkeys(value)) if isinstance(value, list | tuple) else value
        for key, value in row.items()
    }


def _described(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."  # noqa: PLR2004 - one line of a terminal
