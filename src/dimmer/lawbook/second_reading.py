"""The second reading of the law: who may use a row, towards whom, where, since when and what for.

A reading is written from its source and not from the row. From the facts of a story in which the row applies,
one fact at a time is varied over every code that it may take; the row must apply for the codes that the reading
names, and for no other. Where the two differ, one of them has misread the law.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from dimmer.core.advice import Facts, Lawbook
from dimmer.core.law import codes, findings
from dimmer.core.law.expression import Compiled
from dimmer.core.law.facts import Request
from dimmer.core.law.many import ManyMatters
from dimmer.core.law.paths import PATHS
from dimmer.core.law.table import BadLawbook, Table
from dimmer.core.law.view import Scope
from dimmer.lawbook.stories import stories

OURS = Path(__file__).parent / "readings"
ALL = "all"
VOCABULARY: Mapping[str, tuple[str, ...]] = {
    "holders": codes.AGENCY_KINDS,
    "recipients": codes.RECIPIENT_KINDS,
    "nations": codes.NATIONS,
    "purposes": codes.PURPOSES,
    "categories": codes.CATEGORIES,
    "requests": ("none", *codes.REQUEST_FORMS),
}
"""What may be varied, and every code that it may take."""
OTHERS = ("groups.toml", "lights.toml")
"""The files of the folder that hold no readings of rows."""
REQUIRED = ("holders", "recipients", "nations")
MARKS = ("", "not", "perhaps")
_DAYS = ("from", "until")
_A_DAY = timedelta(days=1)
_FOUND = tuple(findings.PATHS.values())
_LASTING = frozenset((*PATHS.values(), *_FOUND))
Groups = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of one row.

    Args:
        row: the name of the rule or term; of a duty, with `duty ` before it.
        source: the text that it was read from.
        story: the story of which one fact at a time is varied.
        listed: by what is varied, the codes and groups as they are written.
        opens: by what is varied, the codes for which the row applies.
        days: the first day in force, and the first that no longer is, where they are said.
        duties: codes of those that the row brings with it, where they are said.
    """

    row: str
    source: str
    story: str
    facts: Facts
    listed: Mapping[str, tuple[str, ...]]
    opens: Mapping[str, frozenset[str]]
    days: Mapping[str, date]
    duties: frozenset[str] | None

    @property
    def expected(self) -> dict[tuple[str, str], bool]:
        """Whether the row applies, by what is varied and the code or day that it is varied to."""
        found = {
            (varied, code): code in opens
            for varied, opens in self.opens.items()
            for code in VOCABULARY[varied]
        }
        for key, day in self.days.items():
            found["day", (day - _A_DAY).isoformat()] = key == "until"
            found["day", day.isoformat()] = key == "from"
        return found


@cache
def readings() -> tuple[Reading, ...]:
    """Every reading, in the order of the files.

    Raises:
        BadLawbook: a reading names what there is not, or leaves out what it must say.
    """
    told = {story.id: story.facts for story in stories()}
    known = {name: members for name, _, members in groups()}
    return tuple(_reading(row, told, known) for row in _rows())


def _rows() -> Iterator[Table]:
    for path in sorted(OURS.glob("*.toml")):
        if path.name not in OTHERS:
            file = Table(path.name, tomllib.loads(path.read_text(encoding="utf-8")))
            yield from file.tables("reading")
            file.close()


@cache
def groups() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """The name, source and members of each group of the readings: their own, and none of the lawbook's classes."""
    file = tomllib.loads((OURS / "groups.toml").read_text(encoding="utf-8"))
    known: dict[str, tuple[str, ...]] = {}
    found = []
    for row in Table("groups.toml", file).tables("group"):
        name, source = row.text("name"), row.text("source")
        known[name] = tuple(_spelt(row.texts("members"), known, row.where))
        row.close()
        found.append((name, source, known[name]))
    return tuple(found)


def _spelt(listed: Iterable[str], known: Groups, where: str) -> Iterator[str]:
    for one in listed:
        if not one.startswith("@"):
            yield one
        elif one[1:] in known:
            yield from known[one[1:]]
        else:
            raise BadLawbook(f"{where}: no group {one}")


def _reading(row: Table, told: Mapping[str, Facts], known: Groups) -> Reading:
    row = Table(f"{row.where} {row.values.get('row')}", row.values)
    name, story, source = row.text("row"), row.text("story"), row.text("source")
    if story not in told:
        raise BadLawbook(f"{row.where}: no story {story}")
    facts = told[story]
    for varied in VOCABULARY:
        if row.has(f"with_{varied}"):
            facts = vary(facts, varied, row.text(f"with_{varied}"))
    listed = {key: row.texts(key) for key in VOCABULARY if row.has(key)}
    if missing := [key for key in REQUIRED if key not in listed]:
        raise BadLawbook(f"{row.where}: no {' '.join(missing)}")
    opens = {key: codes_in(row, key, VOCABULARY[key], known) for key in listed}
    days = {key: row.day(key) for key in _DAYS if row.has(key)}
    duties = frozenset(row.texts("duties")) if row.has("duties") else None
    row.close()
    return Reading(name, source, story, facts, listed, opens, days, duties)


def codes_in(row: Table, varied: str, vocabulary: Iterable[str], known: Groups) -> frozenset[str]:
    """The codes that a list names, those behind a `perhaps` among them, and those behind a `not` left out."""
    every = set(vocabulary)
    marked: dict[str, list[str]] = {mark: [] for mark in MARKS}
    for one in row.texts(varied):
        mark, _, code = one.rpartition(" ")
        if mark not in marked:
            raise BadLawbook(f"{row.where}: {varied}: {one!r} is no code")
        marked[mark].append(code)
    named, left_out, doubted = (set(_spelt(marked[mark], known, row.where)) for mark in MARKS)
    if strange := sorted((named | left_out | doubted) - {*every, ALL}):
        raise BadLawbook(f"{row.where}: {varied}: {' '.join(strange)} is no code")
    return frozenset((every if ALL in named else named | doubted) - left_out)


def vary(facts: Facts, varied: str, code: str) -> Facts:
    """The facts with a code, or a day, in the place of what was there.

    One recipient is left where that is varied; a category comes in an item of its own, after the others.
    """
    changed: dict[str, Any]
    match varied:
        case "holders":
            changed = {"holder": replace(facts.holder, kind=code)}
        case "recipients":
            first = facts.recipients[0]
            person = (first.person or facts.people[0].id) if code == "person" else None
            changed = {"recipients": (replace(first, kind=code, person=person),)}
        case "nations":
            changed = {"nation": code}
        case "purposes":
            changed = {"purpose": replace(facts.purpose, kinds=(code,))}
        case "categories":
            changed = {"items": (*facts.items, replace(facts.items[0], categories=(code,)))}
        case "requests":
            changed = {"request": None if code == "none" else Request(code)}
        case _:
            changed = {"date": date.fromisoformat(code)}
    return replace(facts, **changed)


class Sitting:
    """The matters of one reading, side by side: as the story has it, and with one thing varied in each.

    Where a category is varied, only the item that it comes in is looked at.
    """

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self._expected = reading.expected
        facts = reading.facts
        self._sheet = ManyMatters([facts, *(vary(facts, *to) for to in self._expected)])
        self._fields = [
            ((1 << self._sheet.stride) - 1) << at * self._sheet.stride
            for at in range(self._sheet.fields)
        ]
        self._seen = self._sheet.cells
        for added in self._sheet.sides[Scope.ITEM][len(facts.items) :]:
            for field in self._fields:
                if added & field:
                    self._seen &= added | ~field
        # A duty may turn on what the advice has found: it is read as though all had been found.
        self._sheet.found = {path: {True: self._sheet.everywhere} for path in _FOUND}

    def what_failed(self, rows: "Rows") -> list[str]:
        """Where a row applies and the reading does not, or the other way round; empty where they agree."""
        row, claim = self.reading.row, rows.claims.get(self.reading.row)
        if claim is None:
            return [f"there is no {row}"]
        applies = self._applies(claim)
        wrong = [] if applies[0] is True else ["does not apply in the story itself"]
        for (to, expected), found in zip(self._expected.items(), applies[1:], strict=True):
            if found is not expected:
                said = {True: "applies", False: "does not apply", None: "may apply"}[found]
                wrong.append(f"{to[0]}: {said} for {to[1]}")
        if self.reading.duties not in (None, rows.duties.get(row)):
            wrong.append("brings other duties with it")
        return wrong

    def _applies(self, claim: Compiled) -> list[bool | None]:
        """For each matter, whether the claim holds in some place of it; None where it only may."""
        sheet = self._sheet
        sheet.answers = {}
        holds, may = (places & self._seen for places in claim.columns(sheet))
        # What the facts say lasts; a lawbook's calendar is its own.
        sheet.found = {path: values for path, values in sheet.found.items() if path in _LASTING}
        return [True if holds & one else None if may & one else False for one in self._fields]


@dataclass(frozen=True, slots=True)
class Rows:
    """What readings are held against.

    Args:
        claims: when each row applies and each term holds, by the name that readings call it by.
        duties: the codes of the duties that each rule brings with it.
    """

    claims: Mapping[str, Compiled]
    duties: Mapping[str, frozenset[str]]


def rows_of(book: Lawbook) -> Rows:
    """The rows and terms of a lawbook."""
    follows = {f"duty {duty.name}": duty.applies for duty in book.duties}
    applies = {rule.name: rule.applies for rule in book.rules}
    return Rows(
        {**book.terms, **follows, **applies},
        {rule.name: frozenset(rule.duties) for rule in book.rules},
    )


def disagreements(book: Lawbook, read: Iterable[Reading]) -> list[str]:
    """Everywhere that a row and a reading of it differ."""
    rows = rows_of(book)
    return [
        f"{reading.row} ({reading.story}): {wrong}"
        for reading in read
        for wrong in Sitting(reading).what_failed(rows)
    ]
