"""The second reading of the dimmer: who is given how much of what, for what, at which danger, about whom.

Each reading is one situation: a category to one recipient, for one purpose, at one danger, about somebody with one
role. There the ceiling must be at least the light that it names; and where recipients, purposes, dangers or roles
are listed, so it must be for those, put in one at a time, and for no other.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from dimmer.core.law import codes
from dimmer.core.law.table import Table
from dimmer.core.proportionality import Ceilings, Danger, Light
from dimmer.lawbook.second_reading import OURS, codes_in, groups

LISTED: Mapping[str, tuple[str, ...]] = {
    "recipients": codes.RECIPIENT_KINDS,
    "purposes": codes.PURPOSES,
    "dangers": tuple(danger.value for danger in Danger),
    "roles": codes.ROLES,
}
"""What may be varied, and every code that it may take."""
_FILE = "lights.toml"
_USUAL = {
    "recipients": "police",
    "purposes": "protect-adult",
    "dangers": "usual",
    "roles": "victim",
}


@dataclass(frozen=True, slots=True)
class LightReading:
    """One reading of the ceilings.

    Args:
        light: the least that must be given.
        situation: the recipient, purpose, danger and role from which one thing is varied.
        listed: by what is varied, the codes and groups as they are written.
        given: by what is varied, the codes for which that light is given.
    """

    categories: tuple[str, ...]
    light: Light
    source: str
    situation: Mapping[str, str]
    listed: Mapping[str, tuple[str, ...]]
    given: Mapping[str, frozenset[str]]

    def what_failed(self, ceilings: Ceilings) -> list[str]:
        """Where the ceilings give more or less than the reading; empty where they agree."""
        return [
            f"{category}, {varied}: {'less' if expected else 'as much'} for {code}"
            for category in self.categories
            for varied, code, expected in self._expected()
            if expected
            != (_most(ceilings, category, {**self.situation, varied: code}) >= self.light)
        ]

    def _expected(self) -> Iterator[tuple[str, str, bool]]:
        yield "recipients", self.situation["recipients"], True
        for varied, given in self.given.items():
            yield from ((varied, code, code in given) for code in LISTED[varied])


def _most(ceilings: Ceilings, category: str, situation: Mapping[str, str]) -> Light:
    return ceilings.ceiling(
        category,
        recipient=situation["recipients"],
        purposes=(situation["purposes"],),
        danger=Danger(situation["dangers"]),
        role=situation["roles"],
    )


@cache
def light_readings() -> tuple[LightReading, ...]:
    """Every reading of the ceilings, in the order of its file.

    Raises:
        BadLawbook: a reading names what there is not.
    """
    file = tomllib.loads((OURS / _FILE).read_text(encoding="utf-8"))
    return tuple(_reading(row) for row in Table(_FILE, file).tables("light"))


def _reading(row: Table) -> LightReading:
    known = {name: members for name, _, members in groups()}
    listed = {key: row.texts(key) for key in LISTED if row.has(key)}
    found = LightReading(
        categories=row.texts("categories"),
        light=Light[row.text("light").upper()],
        source=row.text("source"),
        situation={
            key: row.text(f"with_{key.removesuffix('s')}", usual) for key, usual in _USUAL.items()
        },
        listed=listed,
        given={key: codes_in(row, key, LISTED[key], known) for key in listed},
    )
    row.close()
    return found


def light_disagreements(ceilings: Ceilings) -> list[str]:
    """Everywhere that the ceilings and a reading of them differ."""
    return [wrong for reading in light_readings() for wrong in reading.what_failed(ceilings)]
