"""Mutants of the lawbook: the same tables with one row, day, nation, clause, code or answer changed.

A mutant is named by its file, its row and what was done, never by its place in a file: rows may be
moved about without a reason in survivors.toml losing its mutant.
"""
# ruff: noqa: INP001  (a module of the checkout's scripts, in no package)

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dimmer.core.law.codes import NATIONS
from dimmer.lawbook.files import RULES, Tables

Row = dict[str, Any]
Change = tuple[str, str, Row | None]  # the kind, what was done, and the row as it is then

STOPS = {"purpose", "bar", "need", "harm"}
EFFECTS = {
    "withholds": "holds",
    "asks": "withholds",
    "holds": "withholds",
    "anonymises": "withholds",
}
LISTS = ("who", "recipients", "purposes", "categories", "dangers", "roles", "duties")
CLAUSES = ("needs", "all", "any", "some_person", "some_item", "some_recipient", "unless", "when",
           "policy_document_unless")  # fmt: skip
LIGHTS = ("dark", "pointer", "headline", "detail", "full")
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change to one row.

    Args:
        kind: what sort of change it is.
        row: the file and the row.
        name: the row's own name.
        words: what was done.
        tables: the whole lawbook with the change made.
    """

    kind: str
    row: str
    name: str
    words: str
    tables: Tables

    @property
    def id(self) -> str:
        """File, row and what was done, parted by colons."""
        return f"{self.row}: {self.words}"

    @property
    def is_in_when(self) -> bool:
        """Whether nothing of the row changes but when it applies or holds."""
        return self.kind in ("row", "day", "nation", "member", "list", "clause") and not any(
            self.words.startswith(key) for key in ("duties ", "no duties", "policy_document_unless")
        )


def mutants(tables: Tables) -> Iterator[Mutant]:
    """Every mutant of every row that advice turns on."""
    for file, list_, changes in _lists(tables):
        rows = tables[file][list_]
        for at, row in enumerate(rows):
            name = _name(row)
            where = f"{file.removesuffix('.toml')}: {name}"
            for kind, words, changed in changes(row):
                others = [*rows[:at], *([] if changed is None else [changed]), *rows[at + 1 :]]
                whole = {**tables, file: {**tables[file], list_: others}}
                yield Mutant(kind, where, name, words, whole)


def _lists(tables: Tables) -> Iterator[tuple[str, str, Callable[[Row], Iterator[Change]]]]:
    """The lists of rows, and how a row of each is changed."""
    for file in tables:
        if file.partition("/")[0] in RULES:
            yield file, "rule", _rule
    yield "duties.toml", "duty", _duty
    for file in ("terms.toml", "conclusions.toml", "consequences.toml"):
        yield file, "term", _term
    yield "classes.toml", "class", _class
    yield "light.toml", "ceiling", _ceiling
    yield "light.toml", "need", _need
    yield "questions.toml", "question", _question


def _name(row: Row) -> str:
    """What a row is called; ceilings and needs have no names, and are called by what they hold."""
    if "fact" in row:
        return str(row["fact"])
    parts = [row[key] for key in ("categories", *LISTS[1:3], "dangers", "roles") if key in row]
    return str(row["name"]) if "name" in row else " / ".join(" ".join(part) for part in parts)


def _rule(row: Row) -> Iterator[Change]:
    yield from _duty(row)
    stops, gate = row["gate"] in STOPS, row["gate"]
    if stops:
        effect = EFFECTS[row["effect"]]
        yield "effect", f"{effect} in place of {row['effect']}", {**row, "effect": effect}
    flags = {"spreads": stops, "policy_document": gate == "condition"}
    flags |= dict.fromkeys(("duty", "fallback", "both_ends"), gate == "power")
    everywhere = "nations" not in row  # so that both ends always lie there
    for flag, fits in flags.items():
        if (fits or flag in row) and not (flag == "both_ends" and everywhere):
            value = not row.get(flag, flag == "spreads")
            yield "flag", f"{flag} is {str(value).lower()}", {**row, flag: value}
    if row.get("status") == "announced":
        yield "flag", "in force, not announced", {**row, "status": "in_force"}
    closed = row.get("closed", [])
    for at, closure in enumerate(closed):
        rest = [*closed[:at], *closed[at + 1 :]]
        says = f"closed {' and '.join(map(_says, closure['when']))}"
        yield "closure", f"not {says}", {**row, "closed": rest}
        for _, words, changed in _clauses(closure):
            if changed is not None:
                whole = [*closed[:at], changed, *closed[at + 1 :]]
                yield "closure", f"{says}: {words}", {**row, "closed": whole}


def _duty(row: Row) -> Iterator[Change]:
    yield "row", "removed", None
    spells = row["in_force"]
    for at, spell in enumerate(spells):
        for words, changed in _days(spell):
            yield "day", words, {**row, "in_force": [*spells[:at], changed, *spells[at + 1 :]]}
    nations = row.get("nations", list(NATIONS))
    for nation in nations:
        yield "nation", f"not in {nation}", {**row, "nations": [n for n in nations if n != nation]}
    yield from _members(row, may_be_empty=True)
    yield from _clauses(row)


def _term(row: Row) -> Iterator[Change]:
    yield "row", "removed", None
    yield from _clauses(row)


def _class(row: Row) -> Iterator[Change]:
    for one in row["members"]:
        rest = [member for member in row["members"] if member != one]
        yield "member", f"members without {one}", {**row, "members": rest}


def _ceiling(row: Row) -> Iterator[Change]:
    yield "row", "removed", None
    yield from _lights(row, least=0)
    yield from _members(row, may_be_empty=False)


def _need(row: Row) -> Iterator[Change]:
    yield from _lights(row, least=1)


def _question(row: Row) -> Iterator[Change]:
    presumed = row.get("presumed")
    if presumed is None:
        return
    bare = {key: value for key, value in row.items() if key not in ("presumed", "authority")}
    yield "presumed", f"not presumed {str(presumed).lower()}", bare
    if isinstance(presumed, bool):
        words = f"presumed {str(not presumed).lower()}"
        yield "presumed", words, {**row, "presumed": not presumed}


def _days(spell: Mapping[str, date]) -> Iterator[tuple[str, Mapping[str, date]]]:
    starts = spell["from"]
    yield f"from a day before {starts}", {**spell, "from": starts - A_DAY}
    if "until" not in spell:
        yield f"from a day after {starts}", {**spell, "from": starts + A_DAY}
        return
    ends = spell["until"]
    if ends - starts > A_DAY:
        yield f"from a day after {starts}", {**spell, "from": starts + A_DAY}
        yield f"until a day before {ends}", {**spell, "until": ends - A_DAY}
    yield f"until a day after {ends}", {**spell, "until": ends + A_DAY}
    yield f"no end on {ends}", {"from": starts}


def _lights(row: Row, *, least: int) -> Iterator[Change]:
    at = LIGHTS.index(row["light"])
    for other in (at - 1, at + 1):
        if least <= other < len(LIGHTS):
            words = f"{LIGHTS[other]} in place of {row['light']}"
            yield "light", words, {**row, "light": LIGHTS[other]}


def _members(row: Row, *, may_be_empty: bool) -> Iterator[Change]:
    """A list without one of its members; where it goes whole, the row asks nothing of it."""
    for key in LISTS:
        members = row.get(key, [])
        for one in members if len(members) > 1 else []:
            rest = [member for member in members if member != one]
            yield "member", f"{key} without {one}", {**row, key: rest}
        if members and (may_be_empty or key not in ("categories", "recipients")):
            bare = {name: value for name, value in row.items() if name != key}
            yield "list", f"no {key}", bare


def _clauses(row: Row) -> Iterator[Change]:
    for key in CLAUSES:
        clauses = row.get(key, [])
        for at, clause in enumerate(clauses):
            for words, put in _clause(clause):
                changed = [*clauses[:at], *put, *clauses[at + 1 :]]
                # A list of claims that is empty says nothing, and goes; a closure must have one.
                bare = {name: value for name, value in row.items() if name != key}
                yield "clause", f"{key} {words}", ({**row, key: changed} if changed else bare)


def _clause(clause: str | list[str]) -> Iterator[tuple[str, list[Any]]]:
    says = _says(clause)
    yield f"without {says}", []
    if isinstance(clause, str):
        yield f"the opposite of {says}", [_opposite(clause)]
        return
    for one in clause:
        yield f"{says} without {one}", [[other for other in clause if other != one]]


def _opposite(claim: str) -> str:
    return claim.removeprefix("not ") if claim.startswith("not ") else f"not {claim}"


def _says(clause: str | list[str]) -> str:
    return clause if isinstance(clause, str) else f"({' or '.join(clause)})"
