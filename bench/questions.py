"""How many questions the pages ask until no answer can change the advice any more, over the lawbook's stories."""

import tomllib
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import dimmer.lawbook
from bench.row import Row, Size, within
from dimmer import lawbook
from dimmer.core.advice import Facts, advise, parse_facts, worth_asking

OPENING = 3  # what it is for, how great the danger is, how soon somebody must act
_BUDGET = 8
_RECORDED: Mapping[str, tuple[str, ...]] = {
    "recipients": ("kind", "person", "area", "nation"),
    "people": ("id", "role", "age", "unborn"),
    "items": ("about", "categories", "nature"),
}
"""What the pages have recorded before anything is asked."""
_CONSENT, _COVERS = ".consent", ".consent_covers"

Story = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asking:
    """What was asked about a story.

    Args:
        asked: each path with its answer, None for "I do not know".
        facts: what is known at the end.
    """

    asked: Mapping[str, Any]
    facts: Facts


def stories() -> dict[str, Story]:
    """Every story of the lawbook by its name."""
    folder = Path(dimmer.lawbook.__file__).parent / "cases"
    files = sorted(set(folder.glob("*.toml")) - set(folder.glob("*.expected.toml")))
    return {file.stem: tomllib.loads(file.read_text(encoding="utf-8")) for file in files}


def begun(story: Story) -> Story:
    """What is known once the opening questions are answered."""
    found = {key: story[key] for key in ("id", "title", "nation", "date")}
    holder = {"kind": story["holder"]["kind"]}
    if story["holder"].get("commissioned"):
        holder["commissioned"] = True
    found |= {
        "channel": "portal",
        "holder": holder,
        "purpose": {"kinds": story["purpose"]["kinds"]},
        "risk": {key: story["risk"][key] for key in ("level", "urgency")},
    }
    if "request" in story:
        found["request"] = {"form": story["request"]["form"]}
    for table, kept in _RECORDED.items():
        found[table] = [{key: row[key] for key in kept if key in row} for row in story[table]]
    return deepcopy(found)


def ask(story: Story) -> Asking:
    """Ask one question after the other, as the pages put them, and answer as the story does."""
    known = begun(story)
    asked: dict[str, Any] = {}
    while path := _scope_to_ask(known, asked) or _next(known, asked):
        asked[path] = answer = _answer(story, path)
        if answer is not None:
            _row(known, path)[path.rpartition(".")[2]] = answer
    return Asking(asked, parse_facts(known))


def heard(story: Story) -> Facts:
    """Everything that the pages can ask for, answered as the story does, whether it is asked or not."""
    known = begun(story)
    for question in lawbook.book().questions.values():
        table, _, name = question.fact.partition(".")
        rows = known[table] if isinstance(known.get(table), list) else []
        paths = [f"{table}.{_named(table, at, row)}.{name}" for at, row in enumerate(rows, 1)]
        if not rows and table in known:
            paths = [question.fact]
        for path in paths if question.asked else ():
            if question.roles and _row(known, path).get("role") not in question.roles:
                continue
            if (answer := _answer(story, path)) is not None:
                _row(known, path)[name] = answer
    for person in known["people"]:
        path = f"people.{person['id']}{_COVERS}"
        if person.get("consent") == "given" and (covers := _answer(story, path)) is not None:
            person["consent_covers"] = covers
    return parse_facts(known)


def _next(known: Story, asked: Mapping[str, Any]) -> str:
    missing = advise(parse_facts(known), lawbook.book()).missing
    return next((row.fact for row in worth_asking(missing, answered=asked)), "")


def _scope_to_ask(known: Story, asked: Mapping[str, Any]) -> str:
    """Of whom it must be asked what they agreed to, and with whom, where it could be told apart."""
    for path, value in asked.items():
        covers = path.removesuffix(_CONSENT) + _COVERS
        if path.endswith(_CONSENT) and value == "given" and covers not in asked:
            person = path.split(".")[1]
            about = [row for row in known["items"] if person in row["about"]]
            kinds = {kind for row in about for kind in row["categories"]}
            if len(kinds) > 1 or len({row["kind"] for row in known["recipients"]}) > 1:
                return covers
    return ""


def _answer(story: Story, path: str) -> Any:
    """The story's own answer; None where it has none, or none that the page offers."""
    table, name = path.partition(".")[0], path.rpartition(".")[2]
    given = _row(story, path).get(name)
    if path.endswith(_CONSENT) and given == "restricted" and _agreed_to_some(story, path):
        return "given"  # to some of it: the question after that asks to what
    if path.endswith(_CONSENT) and given == "given" and _agreed_with_others(story, path):
        return "restricted"  # to something else, not to this
    question = lawbook.book().questions.get(f"{table}.{name}")
    offered = [choice.value for choice in question.choices] if question else []
    return given if not question or name == "age" or given in offered else None


def _agreed_with_others(story: Story, path: str) -> bool:
    """Whether somebody said who may have it, and it is none of those asked about."""
    covers = set(_row(story, path).get("consent_covers", ()))
    named = covers & lawbook.book().vocabulary.group("agency_kinds").keys()
    return bool(named) and named.isdisjoint(row["kind"] for row in story["recipients"])


def _agreed_to_some(story: Story, path: str) -> bool:
    """Whether what somebody agreed to is any of what is to be shared here, with any of those asked about."""
    here = {row["kind"] for row in story["recipients"]}
    here |= {kind for row in story["items"] for kind in row["categories"]}
    return not here.isdisjoint(_row(story, path).get("consent_covers", ()))


def _row(facts: Story, path: str) -> dict[str, Any]:
    """The table, or the row of one, that a path leads to."""
    table, *rest = path.split(".")
    if len(rest) == 1:
        found: dict[str, Any] = facts.setdefault(table, {})
        return found
    return next(row for at, row in enumerate(facts[table], 1) if _named(table, at, row) == rest[0])


def _named(table: str, at: int, row: Mapping[str, Any]) -> str:
    """How a path names a row, as advice does."""
    match table:
        case "people":
            return str(row["id"])
        case "recipients":
            area = ":other" if row.get("area") == "other" else ""
            return str(row.get("person") or row["kind"] + area)
        case _:
            return str(at)


def run(size: Size) -> Iterator[Row]:
    """Ask about every story, and count."""
    told = list(stories().values())[: size.count(1_000, quick=20)]
    counts = sorted(OPENING + len(ask(story).asked) for story in told)
    of = f"questions: of {len(told)} stories, answers given with the three opening ones"
    low, high = float(counts[0]), float(counts[-1])
    middle = Row("", median(counts), "1", low=low, high=high)
    yield within(f"{of}, median", _BUDGET, middle)
    yield Row(f"{of}, 9 in 10 have no more than", quantiles(counts, n=10)[-1], "1")
    yield Row(f"{of}, the most", high, "1")
    yield Row(f"{of}, stories with eight or fewer", sum(n <= _BUDGET for n in counts), "1")
