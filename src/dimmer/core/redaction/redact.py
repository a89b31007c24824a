"""Share the items that can be seen in the proportionate light; withhold the rest."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dimmer.core.proportionality import Light


@dataclass(frozen=True, slots=True)
class Item:
    """One thing known about a person, and the light needed to see it (never DARK).

    Args:
        categories: every category that it holds; its ceiling is the dimmest of theirs.
    """

    key: str
    categories: tuple[str, ...]
    needs: Light
    text: str

    def __post_init__(self) -> None:
        if self.needs is Light.DARK:
            raise ValueError(f"{self.key}: nothing can be seen in the dark")
        if not self.categories:
            raise ValueError(f"{self.key}: an item without a category has no ceiling")


@dataclass(frozen=True, slots=True)
class Redaction:
    """What is shared and what is withheld, in the order of the record."""

    shared: tuple[Item, ...]
    withheld: tuple[Item, ...]


def dim(wanted: Light, *, ceilings: Mapping[str, Light], categories: Iterable[str]) -> Light:
    """Dim a light to the lowest ceiling of the categories; a category without one is dark."""
    return min(wanted, *(ceilings.get(category, Light.DARK) for category in categories))


def redact(record: Iterable[Item], *, wanted: Light, ceilings: Mapping[str, Light]) -> Redaction:
    """Share the items that can be seen in the proportionate light; withhold the rest.

    Args:
        record: everything that bears on the concern.
        wanted: the light that the decision gives to this recipient.
        ceilings: the most light for each category, for this recipient.
    """
    shared: list[Item] = []
    withheld: list[Item] = []
    for item in record:
        light = dim(wanted, ceilings=ceilings, categories=item.categories)
        (shared if item.needs <= light else withheld).append(item)
    return Redaction(tuple(shared), tuple(withheld))
