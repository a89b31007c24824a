"""Any matter that a facts file can hold: a strategy for hypothesis; and every case with an answer key."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

import dimmer.lawbook
from dimmer.core.advice import Facts, parse_facts
from dimmer.core.law import schema
from dimmer.core.law.schema import Field, Kind

PEOPLE = ("a", "b", "c")
FOLDERS = (
    Path(dimmer.lawbook.__file__).parent / "cases",
    Path(__file__).resolve().parents[1].parent / "shared" / "cases",
)


def all_cases() -> Iterator[Facts]:
    for folder in FOLDERS:
        for path in sorted(set(folder.glob("*.toml")) - set(folder.glob("*.expected.toml"))):
            yield parse_facts(tomllib.loads(path.read_text(encoding="utf-8")))


def one_value(field: Field) -> st.SearchStrategy[Any]:
    some: dict[Kind, st.SearchStrategy[Any]] = {
        Kind.TEXT: st.just("x"),
        Kind.TEXTS: st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=2, unique=True),
        Kind.TRUTH: st.booleans(),
        Kind.NUMBER: st.integers(0, schema.OLDEST),
        Kind.DAY: st.dates(date(2018, 5, 25), date(2030, 1, 1)),
    }
    if field.kind in some:
        return some[field.kind]
    code = st.sampled_from(field.allowed)
    several = st.lists(code, min_size=1, max_size=2, unique=True)
    return several if field.kind is Kind.CODES else code


def table(fields: tuple[Field, ...], **fixed: Any) -> st.SearchStrategy[dict[str, Any]]:
    free = [field for field in fields if field.name not in fixed]
    return st.fixed_dictionaries(
        {field.name: one_value(field) for field in free if field.required}
        | {name: st.just(value) for name, value in fixed.items()},
        optional={field.name: one_value(field) for field in free if not field.required},
    )


@st.composite
def mappings(draw: st.DrawFn) -> Mapping[str, Any]:
    people = [
        draw(table(schema.LISTS["people"], id=name))
        for name in PEOPLE[: draw(st.integers(1, len(PEOPLE)))]
    ]
    ids = [person["id"] for person in people]
    for person in people:
        if "parental_responsibility" in person:
            person["parental_responsibility"] = draw(st.lists(st.sampled_from(ids), max_size=2))
        if "consent_covers" in person:
            covers = (*ids, "health", "domestic-abuse", "police", "la-housing")
            person["consent_covers"] = draw(st.lists(st.sampled_from(covers), max_size=3))
    recipients = {}
    for _ in range(draw(st.integers(1, 2))):
        row = draw(table(schema.LISTS["recipients"]))
        row.pop("person", None)
        if row["kind"] == "person":
            row["person"] = draw(st.sampled_from(ids))
        recipients[row.get("person", row["kind"]), row.get("area")] = row
    printed = {(name, area == "other"): row for (name, area), row in recipients.items()}
    items = [draw(table(schema.LISTS["items"], about=None)) for _ in range(draw(st.integers(1, 2)))]
    for item in items:
        item["about"] = draw(st.lists(st.sampled_from(ids), min_size=1, max_size=2, unique=True))
    found: dict[str, Any] = draw(table(schema.TOP))
    found |= {name: draw(table(schema.TABLES[name])) for name in schema.REQUIRED_TABLES}
    if draw(st.booleans()):
        found["request"] = draw(table(schema.TABLES["request"]))
    found |= {"people": people, "recipients": list(printed.values()), "items": items}
    return found


any_facts = mappings().map(parse_facts)
