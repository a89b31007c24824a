"""What the lawbook says, for tests that look at its words."""

from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import chain

from dimmer import lawbook
from dimmer.lawbook import Overlay


def law() -> str:
    """Every word of the lawbook that people read or rules are made of."""
    return "\n".join(_texts(files("dimmer.lawbook")))


def _texts(folder: Traversable) -> Iterator[str]:
    for entry in folder.iterdir():
        if entry.is_dir() and entry.name != "cases":
            yield from _texts(entry)
        elif entry.name.endswith(".toml"):
            yield entry.read_text(encoding="utf-8")


def citations() -> set[str]:
    return {rule.authority.citation for rule in chain(lawbook.book().rules, lawbook.book().duties)}


def shown(name: str, day: date, *, children: bool, nation: str = "england") -> Overlay | None:
    found = lawbook.guidance(nation, day, about_children=children)
    return next((overlay for overlay in found if overlay.name == name), None)


def words_of(name: str, day: date, *, children: bool) -> list[str]:
    overlay = shown(name, day, children=children)
    assert overlay is not None
    return [point.words.lower() for point in overlay.points]
