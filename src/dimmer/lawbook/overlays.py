"""Guidance by edition, in our own words, to be shown beside the law and never mistaken for it."""

from dataclasses import dataclass
from datetime import date

from dimmer.core.law.parse import parse_nations, parse_spells
from dimmer.core.law.paths import PATHS
from dimmer.core.law.rule import Spell
from dimmer.core.law.table import BadLawbook, Table


@dataclass(frozen=True, slots=True)
class Point:
    """One rule, ground, duty or step of a piece of guidance.

    Args:
        facts: the facts that it turns on, as rules name them; empty where it is always so.
    """

    number: int
    words: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Overlay:
    """One piece of guidance in one edition.

    Args:
        used: where it is read: beside "advice", or at "intake" when somebody first tells.
    """

    name: str
    title: str
    edition: str
    citation: str
    url: str
    status: str
    nations: frozenset[str]
    about: str
    used: str
    spells: tuple[Spell, ...]
    points: tuple[Point, ...]

    def is_for(self, *, nation: str, day: date, about_children: bool) -> bool:
        """Whether it is guidance there and then, about children or about adults."""
        wanted = "children" if about_children else "adults"
        return nation in self.nations and self.about in (wanted, "everybody") and self.holds_on(day)

    def holds_on(self, day: date) -> bool:
        """Whether this edition is the one of the day."""
        return any(spell.includes(day) for spell in self.spells)


def parse_overlays(file: Table) -> tuple[Overlay, ...]:
    """Make the overlays.

    Raises:
        BadLawbook: a key, nation or fact is unknown.
    """
    found = tuple(read_overlay(row) for row in file.tables("overlay"))
    file.close()
    return found


def read_overlay(row: Table) -> Overlay:
    """Make one overlay.

    Raises:
        BadLawbook: see above.
    """
    about, used = row.text("about"), row.text("used", "advice")
    if about not in ("children", "adults", "everybody"):
        raise BadLawbook(f"{row.where}: about neither children nor adults")
    if used not in ("advice", "intake"):
        raise BadLawbook(f"{row.where}: used neither beside advice nor at intake")
    overlay = Overlay(
        name=row.text("name"),
        title=row.text("title"),
        edition=row.text("edition"),
        citation=row.text("citation"),
        url=row.text("url"),
        status="guidance",
        nations=parse_nations(row),
        about=about,
        used=used,
        spells=parse_spells(row),
        points=tuple(_point(at, point) for at, point in enumerate(row.tables("point"), 1)),
    )
    row.close()
    return overlay


def _point(number: int, row: Table) -> Point:
    point = Point(number, row.text("words"), row.texts("facts"))
    row.close()
    if strange := sorted(set(point.facts) - set(PATHS)):
        raise BadLawbook(f"{row.where}: {' '.join(strange)} is no fact")
    return point
