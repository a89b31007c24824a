"""The close reading: of a term or row a matter in which it holds or fails, and the least changes that turn it.

A reading is written from its source. It starts from a plain matter in which everything is answered, lays its own
facts over it, and then one change after another: the row must hold with each of `holds`, fail with each of `fails`,
and be open, for want of an answer, with each of `doubts`; what is about somebody, about the first person. A clause
that makes no such difference says nothing.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from dimmer.core.advice import Facts, Lawbook, parse_facts
from dimmer.core.law import findings
from dimmer.core.law.many import ManyMatters
from dimmer.core.law.table import Table
from dimmer.core.law.view import Scope
from dimmer.lawbook.second_reading import OURS, Rows, rows_of

FOLDER = OURS / "close"
PLAIN: Mapping[str, Any] = {
    "nation": "england",
    "date": date(2026, 11, 1),
    "channel": "secure-email",
    "holder": {"kind": "police", "commissioned": False},
    "purpose": {"kinds": ["protect-adult"], "stated": True},
    "recipient": {"kind": "la-adults", "conflict": False},
    "risk": {
        "level": "standard",
        "urgency": "routine",
        "marac_threshold": False,
        "child_significant_harm": False,
        "serious_crime": False,
        "others_at_risk": False,
        "staff_implicated": False,
        "life_in_danger": False,
        "sharing_may_increase_risk": False,
        "honour": False,
    },
    "person": {"role": "victim", "age": 30},
    "item": {"about": ["person"], "categories": ["domestic-abuse"], "nature": "fact"},
}
"""The matter that every close reading starts from: nobody is in great danger, and nobody was asked."""
_SOMEBODY = {
    "unborn": False,
    "deceased": False,
    "capacity": "has",
    "care_needs": False,
    "consent": "not-sought",
    "coercion_suspected": False,
    "telling_is_unsafe": False,
    "channel_is_safe": True,
    "protected_location": False,
    "gender_recognition": "none",
}
_ROWS = {
    "recipients": ("recipient", "other_recipient"),
    "people": ("person", "other_person", "third_person"),
    "items": ("item", "other_item"),
}
_UNSAID = "unsaid"  # in the place of an answer: nobody has given one
_NOT_FOUND = "not_found"  # what the advice is to be without; else it has found everything
_SAYS = {"holds": True, "fails": False, "doubts": None}
Change = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CloseReading:
    """One close reading of one row.

    Args:
        row: the name of the rule or term; of a duty, with `duty ` before it.
        changes: what is laid over the matter, as it is written, and whether the row then holds.
        matters: the facts with each change, in their order.
        without: for each, what the advice has not found.
    """

    row: str
    source: str
    changes: tuple[tuple[str, bool | None], ...]
    matters: tuple[Facts, ...]
    without: tuple[frozenset[str], ...]

    def what_failed(self, rows: Rows) -> list[str]:
        """The changes with which a row does not do as the reading says; empty where they agree."""
        claim = rows.claims.get(self.row)
        if claim is None:
            return [f"there is no {self.row}"]
        sheet = ManyMatters(self.matters)
        fields = [((1 << sheet.stride) - 1) << at * sheet.stride for at in range(sheet.fields)]
        for name, path in findings.PATHS.items():
            lacks = sum(
                field for field, names in zip(fields, self.without, strict=True) if name in names
            )
            sheet.found[path] = {True: sheet.everywhere & ~lacks, False: sheet.everywhere & lacks}
        first = sheet.sides[Scope.PERSON][0]
        holds, may = (places & first for places in claim.columns(sheet))
        found = [True if holds & one else None if may & one else False for one in fields]
        return [
            f"{change}: {'may hold' if is_so is None else 'holds' if is_so else 'fails'}"
            for (change, wanted), is_so in zip(self.changes, found, strict=True)
            if is_so is not wanted
        ]


@cache
def close_readings() -> tuple[CloseReading, ...]:
    """Every close reading, in the order of the files.

    Raises:
        BadLawbook: a reading leaves out what it must say.
        BadFacts: a change makes no matter.
    """
    return tuple(
        _reading(row)
        for path in sorted(FOLDER.glob("*.toml"))
        for row in tomllib.loads(path.read_text(encoding="utf-8"))["close"]
    )


def _reading(row: Change) -> CloseReading:
    table = Table(f"close reading of {row.get('row')}", row)
    name, source = table.text("row"), table.text("source")
    matter = laid_over(PLAIN, row.get("matter", {}))
    told = [(change, is_so) for key, is_so in _SAYS.items() for change in row.get(key, ())]
    return CloseReading(
        name,
        source,
        tuple((_written(change), is_so) for change, is_so in told),
        tuple(_facts(laid_over(matter, change)) for change, _ in told),
        tuple(frozenset(laid_over(matter, change).get(_NOT_FOUND, ())) for change, _ in told),
    )


def laid_over(matter: Change, change: Change) -> dict[str, Any]:
    """A matter with a change, table by table."""
    found = dict(matter)
    for key, value in change.items():
        found[key] = laid_over(found.get(key, {}), value) if isinstance(value, Mapping) else value
    return found


def _facts(matter: Change) -> Facts:
    rows = {name for names in _ROWS.values() for name in names}
    told = {key: value for key, value in matter.items() if key not in {*rows, _NOT_FOUND}}
    for list_, names in _ROWS.items():
        told[list_] = [_row(list_, name, matter[name]) for name in names if name in matter]
    return parse_facts({"id": "close", "title": "A close reading", **_said(told)})


def _row(list_: str, name: str, row: Change) -> dict[str, Any]:
    if list_ == "people":
        row = {**_SOMEBODY, "id": name, **row}
    # A body in the place of a private person takes that person's name away with it.
    named = list_ == "recipients" and row["kind"] != "person"
    return _said({key: value for key, value in row.items() if not (named and key == "person")})


def _said(row: Change) -> dict[str, Any]:
    return {
        key: _said(value) if isinstance(value, Mapping) else value
        for key, value in row.items()
        if value != _UNSAID
    }


def _written(change: Change) -> str:
    return ", ".join(_parts(change)) or "as it is"


def _parts(change: Change, above: str = "") -> Iterator[str]:
    for key, value in change.items():
        if isinstance(value, Mapping):
            yield from _parts(value, f"{above}{key}.")
        else:
            yield f"{above}{key} = {value}"


def close_disagreements(book: Lawbook, read: Iterable[CloseReading]) -> list[str]:
    """Everywhere that a row and a close reading of it differ."""
    rows = rows_of(book)
    return [f"{reading.row}: {wrong}" for reading in read for wrong in reading.what_failed(rows)]
