"""Read Exampleshire's data: agencies and cast, stories, and moments counted back from the day of loading."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

AREA = "Exampleshire"
DOMAIN = "exampleshire.example"
_AT = re.compile(r"(?P<days>\d+)d (?P<hour>\d\d):(?P<minute>\d\d)")
_AGO = re.compile(r"(?:(?P<hours>\d+)h)? ?(?:(?P<minutes>\d+)m)?")
_DAYS = re.compile(r"(?P<days>\d+)d")
_AGE = re.compile(r"(?P<years>\d+)y (?P<days>\d+)d")

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Clock:
    """When the area is loaded: every moment of a story is counted back from it."""

    now: datetime

    def moment(self, text: str) -> datetime:
        """`12d 10:30` is twelve days ago at half past ten; `3h 20m` that long ago.

        Raises:
            ValueError: it is neither.
        """
        if found := _AT.fullmatch(text):
            day = self.now.date() - timedelta(days=int(found["days"]))
            local = datetime.combine(day, time(int(found["hour"]), int(found["minute"])))
            return local.replace(tzinfo=self.now.tzinfo)
        found = _AGO.fullmatch(text)
        if not text or found is None:
            raise ValueError(f"no moment: {text}")
        ago = timedelta(hours=int(found["hours"] or 0), minutes=int(found["minutes"] or 0))
        return self.now - ago

    def day(self, text: str) -> date:
        """`13d` is the day thirteen days ago.

        Raises:
            ValueError: it is no number of days.
        """
        found = _DAYS.fullmatch(text)
        if found is None:
            raise ValueError(f"no day: {text}")
        return self.now.date() - timedelta(days=int(found["days"]))

    def born(self, text: str) -> date:
        """`31y 40d` is the birthday of somebody who turned 31 forty days ago.

        Raises:
            ValueError: it is no age.
        """
        found = _AGE.fullmatch(text)
        if found is None:
            raise ValueError(f"no age: {text}")
        birthday = self.now.date() - timedelta(days=int(found["days"]))
        year = birthday.year - int(found["years"])
        leap = (birthday.month, birthday.day) == (2, 29)
        return birthday.replace(year=year, day=28 if leap else birthday.day)


@cache
def area() -> Row:
    """Agencies with their teams and people, and the numbers to ring out of hours."""
    return tomllib.loads(files(__package__).joinpath("agencies.toml").read_text(encoding="utf-8"))


@cache
def stories() -> tuple[Row, ...]:
    """Every story, by file and then in its place in the file."""
    folder = files(__package__).joinpath("stories")
    found = sorted(folder.iterdir(), key=lambda path: path.name)
    return tuple(
        story
        for path in found
        for story in tomllib.loads(path.read_text(encoding="utf-8"))["concern"]
    )


@cache
def records() -> tuple[Row, ...]:
    """Records of people that teams keep, in the order in which they are made."""
    return tuple(_known()["record"])


@cache
def interests() -> tuple[Row, ...]:
    """Interests that somebody who works in the area declared."""
    return tuple(_known()["interest"])


@cache
def looked() -> tuple[Row, ...]:
    """Who asked who has looked at what is kept about somebody, and who had."""
    return tuple(_known()["looked"])


def _known() -> Row:
    return tomllib.loads(files(__package__).joinpath("people.toml").read_text(encoding="utf-8"))


@cache
def contacts() -> Row:
    """How people are reached, and what changed about others."""
    text = files(__package__).joinpath("contacts.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def questions() -> tuple[Row, ...]:
    """Questions without a name, in order, with what was answered."""
    text = files(__package__).joinpath("consultations.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["question"])


@cache
def tellings() -> tuple[Row, ...]:
    """Who knows what was shared about them."""
    text = files(__package__).joinpath("tellings.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["telling"])


@cache
def addressees() -> tuple[Row, ...]:
    """Professionals without an account, and what they were told."""
    text = files(__package__).joinpath("travelled.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["addressee"])


@cache
def requests() -> tuple[Row, ...]:
    """Requests that came in, and what they were answered."""
    text = files(__package__).joinpath("asked.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["request"])


def askings() -> tuple[Row, ...]:
    """What teams ask others through Dimmer, and what they were answered."""
    text = files(__package__).joinpath("asked.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["through"])


def people() -> list[tuple[Row, Row, Row]]:
    """Everybody who works in the area, with their agency and their team."""
    return [
        (agency, team, person)
        for agency in area()["agency"]
        for team in agency["team"]
        for person in team["person"]
    ]


def address(local_part: str) -> str:
    """Somebody's e-mail address."""
    return f"{local_part}@{DOMAIN}"


def password(local_part: str) -> str:
    """Somebody's password, which everybody may know: it opens nothing real."""
    return f"demo-{local_part.replace('.', '-')}"
