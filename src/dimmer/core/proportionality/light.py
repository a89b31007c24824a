"""Five levels of light, what each kind of information needs, and the most each recipient is given.

The levels are this project's; the ceilings are data (lawbook/light.toml), each with its source.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, IntEnum
from itertools import product

from dimmer.core.law.facts import Risk
from dimmer.core.law.rule import Confidence


class Light(IntEnum):
    """How much of an item somebody is shown."""

    DARK = 0  # nothing; neither confirm nor deny
    POINTER = 1  # this agency is involved, and whom to ring
    HEADLINE = 2  # the risk, and what the recipient should do
    DETAIL = 3  # the relevant facts
    FULL = 4  # all of the item, sensitive parts included


class Danger(Enum):
    """How danger raises what is proportionate."""

    USUAL = "usual"
    HIGH = "high"  # at or above the Marac threshold
    EMERGENCY = "emergency"  # somebody's life, now


def danger_of(risk: Risk) -> Danger:
    """Say how danger stands; what nobody has answered raises nothing."""
    if risk.urgency == "immediate" and (
        risk.life_in_danger or risk.level == "imminent" or risk.serious_crime
    ):
        return Danger.EMERGENCY
    if (
        risk.level in ("high", "imminent")
        or risk.marac_threshold
        or risk.child_significant_harm
        or risk.life_in_danger
    ):
        return Danger.HIGH
    return Danger.USUAL


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The most light for some categories, recipients, purposes, dangers and roles; empty is all."""

    categories: frozenset[str]
    recipients: frozenset[str]
    purposes: frozenset[str]
    dangers: frozenset[Danger]
    roles: frozenset[str]
    light: Light
    source: str

    @property
    def limits(self) -> tuple[object, ...]:
        """What it says of a category and recipient that it covers."""
        return self.purposes, self.dangers, self.roles, self.light

    def covers(self, *, purposes: Iterable[str], danger: Danger, role: str) -> bool:
        """Whether this ceiling is for such a purpose, danger and role."""
        return (
            (not self.purposes or not self.purposes.isdisjoint(purposes))
            and (not self.dangers or danger in self.dangers)
            and (not self.roles or role in self.roles)
        )


@dataclass(frozen=True, slots=True)
class Standing:
    """Whose reading a table is, of which day, how sure of it they are, and whether a lawyer has checked it."""

    source: str
    dated: date
    confidence: Confidence
    checked: str


@dataclass(frozen=True, slots=True, eq=False)
class Ceilings:
    """The table of ceilings, and of what categories need."""

    needs: Mapping[str, Light]
    rows: tuple[Ceiling, ...]
    standing: Standing | None = None
    by_pair: Mapping[tuple[str, str], tuple[Ceiling, ...]] = field(init=False)

    def __post_init__(self) -> None:
        pairs: dict[tuple[str, str], tuple[Ceiling, ...]] = {}
        for row in self.rows:
            for pair in product(row.categories, row.recipients):
                pairs[pair] = (*pairs.get(pair, ()), row)
        object.__setattr__(self, "by_pair", pairs)

    def unlike(self, other: "Ceilings") -> frozenset[tuple[str, str]]:
        """The pairs of category and recipient for which another table has other rows, their sources aside."""
        tables = (self.by_pair, other.by_pair)
        one, two = (
            {pair: {row.limits for row in rows} for pair, rows in table.items()} for table in tables
        )
        return frozenset(pair for pair in {*one, *two} if one.get(pair) != two.get(pair))

    def need(self, categories: Iterable[str]) -> Light:
        """The light that an item of these categories needs."""
        return max(self.needs[category] for category in categories)

    def ceiling(
        self,
        category: str,
        *,
        recipient: str,
        purposes: Iterable[str],
        danger: Danger,
        role: str,
    ) -> Light:
        """The most light that a recipient may be given for a category about somebody in a role.

        Where several rows cover it, the brightest counts; where none does, it stays dark.
        """
        return max(
            (
                row.light
                for row in self.by_pair.get((category, recipient), ())
                if row.covers(purposes=purposes, danger=danger, role=role)
            ),
            default=Light.DARK,
        )
