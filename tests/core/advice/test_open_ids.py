"""Nothing is open outside the nations, days and holders that its row of the lawbook names."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from hypothesis import given

from dimmer import lawbook
from dimmer.core.advice import Facts, advise_without_missing
from dimmer.core.law.codes import NATIONS
from dimmer.lawbook.files import RULES, tables
from matters import any_facts, examples

BOOK = lawbook.book()
GATES = ("basis", "condition", "power", "confidentiality")
CLASSES: dict[str, set[str]] = {}


def members(names: list[str]) -> set[str]:
    """The codes that are named, and those of the classes that are."""
    return {code for name in names for code in (CLASSES[name[1:]] if name[0] == "@" else {name})}


for row in tables()["classes.toml"]["class"]:
    CLASSES[row["name"]] = members(row["members"])
ROWS = [
    row
    for file, content in tables().items()
    if file.partition("/")[0] in RULES
    for row in content["rule"]
]


def is_of(row: Mapping[str, Any], facts: Facts) -> bool:
    """Whether a row, as it is written, is of the nation, day and holder of a matter."""
    return (
        facts.nation in row.get("nations", NATIONS)
        and any(
            spell["from"] <= facts.date < spell.get("until", date.max) for spell in row["in_force"]
        )
        and ("who" not in row or facts.holder.kind in members(row["who"]))
    )


@examples(300)
@given(any_facts)
def test_what_is_open_is_law_there_and_then_for_this_holder(facts: Facts) -> None:
    advice = advise_without_missing(facts, BOOK)

    here = {(row["gate"], row["id"]) for row in ROWS if is_of(row, facts)}
    assert set(opened(advice.routes)) <= here


def opened(routes: Any) -> Iterator[tuple[str, str]]:
    for route in routes:
        for gate in GATES:
            for identifier in getattr(route, gate):
                yield gate, identifier
