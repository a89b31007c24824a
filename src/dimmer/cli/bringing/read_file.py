"""Read a file of concerns, refusing whatever is not in its shape: all problems at once, in words."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from dimmer.cli.bringing.fields import CONCERN, ITEM, PERSON
from dimmer.cli.bringing.shape import Problem, read_toml, tables, wrong_fields


def read_file(file: Path) -> list[Mapping[str, Any]]:
    """The concerns of a file, checked: every value is of its type, every code is known.

    Raises:
        BadFile: it cannot be read, or something in it is not as it must be.
    """
    concerns: list[Mapping[str, Any]] = read_toml(file, _check, holds="one [[concern]] or more")[
        "concern"
    ]
    return concerns


def _check(whole: Mapping[str, Any]) -> Iterator[Problem]:
    for key in whole:
        if key != "concern":
            yield Problem(key, "is an unknown key", ("concern",))
    if "concern" not in whole:
        yield Problem("concern", "is missing: write one [[concern]] or more")
        return
    for path, concern in tables(whole, "concern", ""):
        if isinstance(concern, Problem):
            yield concern
            continue
        yield from wrong_fields(concern, CONCERN, path, also=("people", "items"))
        yield from _parts(concern, path)


def _parts(concern: Mapping[str, Any], path: str) -> Iterator[Problem]:
    ids: set[str] = set()
    for where, person in tables(concern, "people", path):
        if isinstance(person, Problem):
            yield person
            continue
        yield from wrong_fields(person, PERSON, where)
        name = person.get("id")
        if isinstance(name, str):
            if name in ids:
                yield Problem(f"{where}.id", f"{name!r} is the id of somebody else in this concern")
            ids.add(name)
    for where, item in tables(concern, "items", path):
        if isinstance(item, Problem):
            yield item
            continue
        yield from wrong_fields(item, ITEM, where)
        about = item.get("about")
        for name in about if isinstance(about, list) else ():
            if isinstance(name, str) and name not in ids:
                words = f"nobody in this concern has the id {name!r}"
                yield Problem(f"{where}.about", words, tuple(sorted(ids)))
