"""Invent a synthetic concern: its people, its words, how far it goes. The same seed invents the same."""

import random
import tomllib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any
from uuid import UUID, uuid5

from dimmer.apps.desk.actions import Written
from dimmer.cli.exampleshire import read

_HERE = UUID("0b6d1f5c-5a52-4d0c-9d52-6a1d5f0f6b12")
_SEED = 1
ENDINGS = {
    "draft": 6,
    "open": 16,
    "proposed": 10,
    "not-shared": 10,
    "to-share": 4,
    "disclosed": 14,
    "received": 28,
    "reviewed": 12,
}
"""How far synthetic concerns go, and how many in a hundred go so far."""
_DAYS_AGO = tuple(range(4, 90, 7))
"""On which days they are begun: few, so that few pieces of advice serve many concerns."""
_ROLES = ("victim", "alleged-perpetrator", "child")


@dataclass(frozen=True, slots=True)
class Invented:
    """A synthetic concern, with who writes it, whom it may go to, when it begins and how it ends."""

    written: Written
    holder: str
    to: tuple[str, ...]
    begun_at: datetime
    ends: str


@cache
def _stock() -> read.Row:
    text = files(__package__).joinpath("synthetic.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def token_of(number: int) -> UUID:
    """The id of the concern with that number."""
    return uuid5(_HERE, f"{_SEED}:{number}")


def invent(number: int, *, clock: read.Clock) -> Invented:
    """Make up the concern with that number."""
    chance = random.Random(f"{_SEED}:{number}")  # noqa: S311  (seeded randomness is the point)
    stock = _stock()
    ends = chance.choices(list(ENDINGS), weights=list(ENDINGS.values()))[0]
    is_refused = ends == "not-shared"
    shape = chance.choice(
        [row for row in stock["shape"] if row.get("refuses", False) == is_refused]
    )
    begun = _begun(chance, clock)
    names = [f"{chance.choice(stock['given'])} {chance.choice(stock['family'])}" for _ in _ROLES]
    words = dict(zip(("victim", "other", "child"), names, strict=True))
    words |= {part: chance.choice(stock[part]) for part in ("sign", "time", "place")}
    ages = chance.choice(shape["ages"])
    people = [
        _person(name, role, age, on=begun.date(), chance=chance)
        for name, role, age in zip(names, _ROLES, ages, strict=True)
    ]
    items = [
        {
            "text": item["text"].format_map(words),
            "about": list(item["about"]),
            "categories": list(item["categories"]),
            "nature": item["nature"],
            "source": item["source"].format_map(words),
            "observed": (begun.date() - timedelta(days=chance.randrange(9))).isoformat(),
        }
        for item in shape["items"]
    ]
    return Invented(
        written=Written(
            token=token_of(number),
            summary=shape["summary"].format_map(words),
            people=people,
            items=items,
            answers=shape["answers"],
        ),
        holder=shape["holder"],
        to=tuple(shape["to"]),
        begun_at=begun,
        ends=ends,
    )


def _begun(chance: random.Random, clock: read.Clock) -> datetime:
    day = clock.now - timedelta(days=chance.choice(_DAYS_AGO))
    return day.replace(hour=chance.randrange(8, 18), minute=chance.randrange(60), second=0)


def _person(name: str, role: str, age: int, *, on: date, chance: random.Random) -> dict[str, Any]:
    """Somebody of that age on that day, with whereabouts where the role has them."""
    turned = on - timedelta(days=chance.randrange(1, 300))
    born = date(turned.year - age, turned.month, min(turned.day, 28))
    has_place = role == "victim"
    street = chance.choice(_stock()["street"])
    return {
        "name": name,
        "role": role,
        "date_of_birth": born.isoformat(),
        "unborn": False,
        "address": f"{chance.randrange(1, 140)} {street}" if has_place else "",
        "postcode": "",
        "phone": f"01632 96{chance.randrange(10_000):04}" if has_place else "",
    }
