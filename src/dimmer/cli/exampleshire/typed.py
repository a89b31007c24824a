"""What people of a story type, as the pages would send it."""

from collections.abc import Mapping
from typing import Any

from dimmer.apps.agencies.queries import agencies
from dimmer.cli.exampleshire import read
from dimmer.core.locators import WHEREABOUTS


def prose(text: str) -> str:
    """A paragraph that was broken into lines for the file."""
    return " ".join(text.split())


def about(person: read.Row, *, clock: read.Clock) -> dict[str, Any]:
    """What is typed about somebody, as the page would send it."""
    return {
        "name": person["name"],
        "role": person["role"],
        "date_of_birth": clock.born(person["born"]).isoformat() if "born" in person else "",
        "unborn": person.get("unborn", False),
        **{name: person.get(name, "") for name in WHEREABOUTS},
        **({"works_for": agency_of(person["works_for"])} if "works_for" in person else {}),
    }


def agency_of(key: str) -> str:
    """The id of an agency of the area, as the page would send it."""
    name = next(row["name"] for row in read.area()["agency"] if row["key"] == key)
    return str(agencies().get(name=name).pk)


def keys_of(story: read.Row) -> dict[str, str]:
    """How the facts name each person of the story."""
    return {row["id"]: f"person-{place}" for place, row in enumerate(story["people"], start=1)}


def translated(answers: Mapping[str, Any], *, keys: Mapping[str, str]) -> dict[str, Any]:
    """Answers with people named as the facts name them."""
    found = {}
    for path, value in answers.items():
        table, *rest = path.split(".")
        if table == "people":
            rest[0] = keys[rest[0]]
        found[".".join([table, *rest])] = value
    return found
