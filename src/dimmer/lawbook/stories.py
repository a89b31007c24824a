"""Stories: matters with what the advice on them must say, and who says so; and the judging of them.

A story passes when its outcome is accepted, every layer has an accepted id open, nothing forbidden is
open, every item row is met and three quarters of the duties are there; and never where the advice
hedges or invents. A story of our own may say more: every id of `all_open` must be open for somebody,
in the nations of `same_in` all must be so too, the powers apart, and on each day of `on_days`
what it says is open or shut must be. `told` is the advice as the reference page of cases keeps it, every word of it.
"""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from dimmer.core.advice import Advice, Facts, advise_without_missing, parse_facts
from dimmer.core.advice.lawbook import Lawbook
from dimmer.core.law import codes

OURS = Path(__file__).parent / "cases"
LAYERS = ("basis", "condition", "power", "confidentiality")
_ONE_ROW = {"G-CA04-11": "G-CA04-10", "G-CARE7": "G-CARE6", "W-130": "W-128"}
_ENOUGH_DUTIES = 0.75

Printed = Mapping[str, Any]
"""Advice in plain values, as `dimmer advise --json` prints it."""


@dataclass(frozen=True, slots=True)
class Story:
    """One matter, and what is expected of the advice on it."""

    id: str
    title: str
    facts: Facts
    expected: Mapping[str, Any]

    @property
    def source(self) -> str:
        """Who says that it must be so."""
        source: str = self.expected["source"]
        return source


def stories(folder: Path = OURS) -> Iterator[Story]:
    """The stories of a folder, by name: each, then in other nations, then on other days.

    Raises:
        BadFacts: see `parse_facts`.
    """
    for path in sorted(folder.glob("*.expected.toml")):
        name = path.name.removesuffix(".expected.toml")
        facts = tomllib.loads(path.with_name(f"{name}.toml").read_text(encoding="utf-8"))
        expected = tomllib.loads(path.read_text(encoding="utf-8"))
        story = Story(name, facts["title"], parse_facts(facts), expected)
        yield story
        yield from (_in(nation, story) for nation in expected.get("same_in", ()))
        yield from (_on(day, story) for day in expected.get("on_days", ()))


def stories_advised(book: Lawbook) -> list[tuple[Story, Advice]]:
    """Each of our own, with the advice on it: for the pages that keep it."""
    return [(story, advise_without_missing(story.facts, book)) for story in stories()]


def _in(nation: str, story: Story) -> Story:
    """The story in another nation, whose powers are its own."""
    return Story(
        f"{story.id}-{nation}",
        f"{story.title}; in {nation.replace('-', ' ').title()}",
        replace(story.facts, nation=nation),
        {**story.expected, "power": []},
    )


def _on(day: Mapping[str, Any], story: Story) -> Story:
    """The story on the day that something begins or ends, of which nothing else is judged."""
    nothing: dict[str, Any] = {key: [] for key in (*LAYERS, "duties", "items")}
    expected = {
        "outcome": story.expected["outcome"],
        "also_ok": codes.OUTCOMES,
        **nothing,
        "all_open": day.get("open", []),
        "forbidden": day.get("shut", []),
        "source": story.source,
    }
    facts = replace(story.facts, date=day["on"])
    return Story(f"{story.id}-{day['on']}", f"{story.title}; on {day['on']}", facts, expected)


def wrong_outcome(story: Story, advice: Printed) -> list[str]:
    """The outcome, where law and guidance support another one."""
    accepted = {story.expected["outcome"], *story.expected["also_ok"]}
    found = advice["outcome"]
    return [] if found in accepted else [f"outcome {found}, not {' or '.join(sorted(accepted))}"]


def wrong_routes(story: Story, advice: Printed) -> list[str]:
    """The layers without an id that must be open, and the ids that are open and may not be."""
    routes = advice["routes"]
    wrong = []
    for layer in LAYERS:
        wanted = {_ONE_ROW.get(one, one) for one in story.expected[layer]}
        opened = {_ONE_ROW.get(one, one) for row in routes for one in row[layer]}
        if wanted and not wanted & opened:
            wrong.append(f"{layer}: none of {' '.join(sorted(wanted))} is open")
    every = {one for row in routes for layer in LAYERS for one in row[layer]}
    wrong += [
        f"{one} is not open" for one in story.expected.get("all_open", []) if one not in every
    ]
    for entry in story.expected["forbidden"]:
        one = {"id": entry} if isinstance(entry, str) else entry
        rows = [row for row in routes if one.get("person", row["person"]) == row["person"]]
        if any(one["id"] in row[layer] for row in rows for layer in LAYERS):
            wrong.append(f"{one['id']} is open{' for ' + one['person'] if 'person' in one else ''}")
    return wrong


def wrong_items(story: Story, advice: Printed) -> list[str]:
    """The items of which another thing becomes than must."""
    printed = {(row["item"], row["recipient"]): row["action"] for row in advice["items"]}
    return [
        f"item {row['item']} for {row['recipient']}: {found}, not {' or '.join(_several(row['action']))}"
        for row in story.expected.get("items", [])
        if (found := printed.get((row["item"], row["recipient"]))) not in _several(row["action"])
    ]


def wrong_duties(story: Story, advice: Printed) -> list[str]:
    """The duties that are not there, where more than a quarter are not; and too many of them."""
    wanted = story.expected["duties"]
    missing = [
        f"no duty {' or '.join(_several(one['code']))} {one.get('person', '')}".rstrip()
        for one in wanted
        if not any(
            row["code"] in _several(one["code"])
            and one.get("person", row.get("person")) == row.get("person")
            and one.get("category") in {None, *row.get("category", [])}
            for row in advice["duties"]
        )
    ]
    wrong = missing if len(missing) > (1 - _ENOUGH_DUTIES) * len(wanted) else []
    most = 3 * len(wanted) + 6 + 2 * len(story.facts.people) if wanted else len(advice["duties"])
    return wrong + ([f"more than {most} duties"] if len(advice["duties"]) > most else [])


JUDGES: Mapping[str, Callable[[Story, Printed], list[str]]] = {
    "outcome": wrong_outcome,
    "routes": wrong_routes,
    "items": wrong_items,
    "duties": wrong_duties,
}


def what_failed(story: Story, advice: Printed) -> list[str]:
    """Everything that is wrong with the advice on a story; empty where it passes."""
    return [one for judge in JUDGES.values() for one in judge(story, advice)]


def told(advice: Advice) -> list[str]:
    """The advice in a few lines, with all that a practitioner is told of: kept on the page of cases."""
    opened: dict[tuple[str, str], dict[str, None]] = {}
    for row in advice.routes:
        ids = (*row.basis, *row.condition, *row.power, *row.confidentiality)
        opened.setdefault((row.person, row.recipient), {}).update(dict.fromkeys(ids))
    lines = [advice.outcome.value]
    lines += [
        f"{row.recipient}, {row.item}: {row.action.value}, {row.given.name.lower()}"
        + "".join(f", not {category} of {person}" for person, category in row.withheld)
        + (f" ({row.rule.id})" if row.rule else "")
        for row in advice.items
    ]
    lines += [
        f"open for {person} to {recipient}: {' '.join(sorted(ids))}"
        for (person, recipient), ids in opened.items()
    ]
    owed = sorted(
        " ".join(filter(None, (one.code, one.person, *one.categories, one.whom)))
        for one in advice.duties
    )
    closed = sorted(one.id for one in advice.barred)
    return [*lines, f"closed: {' '.join(closed)}" * bool(closed), f"duties: {'; '.join(owed)}"]


def _several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
