"""Any matter that a facts file can hold: a strategy for hypothesis; and every case with an answer key."""

import os
import tomllib
from collections.abc import Iterator, Mapping
from copy import deepcopy
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

import dimmer.lawbook
from dimmer.core.advice import Facts, parse_facts
from dimmer.core.law import codes, schema
from dimmer.core.law.schema import Field, Kind
from pack import PACK

PEOPLE = ("a", "b", "c")
FOLDERS = (
    Path(dimmer.lawbook.__file__).parent / "cases",
    PACK / "cases",
)


FIRST, LAST = date(2018, 5, 25), date(2030, 1, 1)
CHANGES = sorted(
    day - timedelta(days=earlier)
    for rule in (*dimmer.lawbook.book().rules, *dimmer.lawbook.book().duties)
    for spell in rule.authority.spells
    for day in (spell.starts, spell.ends)
    for earlier in (1, 0)
    if day is not None and FIRST < day < LAST
)
"""The days on which some rule begins or ends, and the days before."""
days = st.sampled_from(CHANGES) | st.dates(FIRST, LAST)


def all_cases() -> Iterator[Facts]:
    for folder in FOLDERS:
        for path in cases_in(folder):
            yield parse_facts(tomllib.loads(path.read_text(encoding="utf-8")))


def cases_in(folder: Path) -> list[Path]:
    return sorted(set(folder.glob("*.toml")) - set(folder.glob("*.expected.toml")))


def some_cases(of: int = 1) -> list[Facts]:
    """All of them, or every so many where the profile of the run asks for fewer than the usual 100.

    One in `of` where each costs much; all of those too with `SERVER=all make test`.
    """
    fewer = 100 // settings.default.max_examples
    usual = 1 if os.environ.get("SERVER") == "all" else of
    return list(all_cases())[:: fewer if fewer > 1 else usual]


def one_value(field: Field) -> st.SearchStrategy[Any]:
    some: dict[Kind, st.SearchStrategy[Any]] = {
        Kind.TEXT: st.just("x"),
        Kind.TEXTS: st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=2, unique=True),
        Kind.TRUTH: st.booleans(),
        Kind.NUMBER: st.integers(0, schema.OLDEST),
        Kind.DAY: days,
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
        for name, least in (("consent_covers", 0), ("consent_refuses", 0)):
            if name in person:
                scope = (*ids, "health", "domestic-abuse", "police", "la-housing")
                person[name] = draw(st.lists(st.sampled_from(scope), min_size=least, max_size=3))
    recipients = {}
    for _ in range(draw(st.integers(1, 2))):
        row = draw(table(schema.LISTS["recipients"]))
        row.pop("person", None)
        if row["kind"] == "person":
            row["person"] = draw(st.sampled_from(ids))
        recipients[row.get("person", row["kind"]), row.get("area")] = row
    printed = {
        (name, "person" not in row and area == "other"): row
        for (name, area), row in recipients.items()
    }
    items = [draw(table(schema.LISTS["items"], about=None)) for _ in range(draw(st.integers(1, 2)))]
    for item in items:
        item["about"] = draw(st.lists(st.sampled_from(ids), min_size=1, max_size=2, unique=True))
    found: dict[str, Any] = draw(table(schema.TOP))
    found |= {name: draw(table(schema.TABLES[name])) for name in schema.REQUIRED_TABLES}
    if draw(st.booleans()):
        found["request"] = draw(table(schema.TABLES["request"]))
    found |= {"people": people, "recipients": list(printed.values()), "items": items}
    return found


OWN = [tomllib.loads(path.read_text(encoding="utf-8")) for path in cases_in(FOLDERS[0])]
"""What a case says, before it is read: most of the law is within a few answers of some case."""
PERSONAL = {"id", "person", "about", "parental_responsibility", "consent_covers", "consent_refuses"}
FREE = [
    (name, field)
    for name, fields in (("", schema.TOP), *schema.TABLES.items(), *schema.LISTS.items())
    for field in fields
    if field.name not in PERSONAL
    and (name, field.name) not in {("", "title"), ("recipients", "kind")}
]


@st.composite
def near_a_case(draw: st.DrawFn) -> Mapping[str, Any]:
    """A case of the lawbook with a few of its facts changed, or left out where they may be."""
    found = deepcopy(draw(st.sampled_from(OWN)))
    for name, field in draw(st.lists(st.sampled_from(FREE), max_size=5)):
        held = found.setdefault(name, {}) if name in schema.TABLES else found.get(name, found)
        row = draw(st.sampled_from(held)) if name in schema.LISTS else held
        if field.name in row and not field.required and draw(st.booleans()):
            del row[field.name]
        else:
            row[field.name] = draw(one_value(field))
    if "form" not in found.get("request", {"form": ""}):
        del found["request"]  # nobody asked
    if draw(st.booleans()):
        agencies = [row for row in found["recipients"] if "person" not in row]
        kinds = [kind for kind in codes.AGENCY_KINDS if kind not in {a["kind"] for a in agencies}]
        for row in agencies[:1]:
            row["kind"] = draw(st.sampled_from(kinds))
    return found


any_facts = st.one_of(mappings(), near_a_case(), near_a_case()).map(parse_facts)


def examples(number: int) -> settings:
    """So many examples, however slow; fewer where the profile of the run asks for less than the usual 100."""
    return settings(max_examples=number * settings.default.max_examples // 100, deadline=None)
