"""Facts to be advised on: the published cases beside the checkout where they are, else the lawbook's own."""

import random
import tomllib
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from dimmer.core.advice import Facts, parse_facts
from dimmer.core.law import schema

_CHECKOUT = Path(__file__).resolve().parent.parent
_FOLDERS = (_CHECKOUT.parent / "shared" / "cases", _CHECKOUT / "src/dimmer/lawbook/cases")


def cases() -> list[Facts]:
    """Every case's facts, in the order of their ids."""
    folder = next(each for each in _FOLDERS if any(each.glob("*.toml")))
    files = sorted(set(folder.glob("*.toml")) - set(folder.glob("*.expected.toml")))
    return [parse_facts(tomllib.loads(file.read_text(encoding="utf-8"))) for file in files]


def variants(count: int) -> list[Facts]:
    """`count` different matters: the cases with nearly every fact drawn anew, from a seed.

    They stand for stored decisions: of a few shapes, and no two alike in what the rules ask.
    """
    dice = random.Random(17)
    found: dict[Facts, None] = {}
    given = cases()
    while len(found) < count:
        facts = given[len(found) % len(given)]
        whole: dict[str, Any] = {
            "date": facts.date + timedelta(days=dice.randrange(1_000)),
            "risk": _drawn(facts.risk, "risk", dice),
            **{
                table: tuple(_drawn(row, table, dice) for row in getattr(facts, table))
                for table in ("people", "items")
            },
        }
        found[replace(facts, **whole)] = None
    return list(found)


_KEPT = {
    "id", "about", "categories", "consent_covers", "consent_refuses", "parental_responsibility", "age", "role",
}  # fmt: skip
_AS_IT_WAS = 1 / 2


def _drawn(row: Any, table: str, dice: random.Random) -> Any:
    """A row with about half of its facts drawn from what they may be, unanswered included."""
    new: dict[str, Any] = {}
    for field in (*schema.TABLES.get(table, ()), *schema.LISTS.get(table, ())):
        if field.name not in _KEPT and dice.random() > _AS_IT_WAS:
            values: list[Any] = list(field.allowed) or [True, False]
            new[field.name] = dice.choice(values if field.required else [*values, None])
    return replace(row, **new)
