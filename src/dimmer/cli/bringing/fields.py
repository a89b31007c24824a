"""The fields of a file of concerns: what each takes, and what is wrong with a value.

Lengths and codes are those of the pages (apps/concerns/forms.py, core/law/codes.py).
"""

import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any

from dimmer.core.law.codes import CATEGORIES, NATURES, ROLES

_EARLIEST = 1890
_SHOWN = 40


class Takes(Enum):
    """What a field takes."""

    LINE = "one line of text"
    TEXT = "text"
    DAY = "a day"
    CODE = "one of some codes"
    CODES = "a list of codes"
    NAMES = "a list of ids"
    SWITCH = "true or false"


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why a value cannot stand, and what could."""

    words: str
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """One key: its name, what it takes, its codes, its greatest length in characters."""

    name: str
    takes: Takes
    is_needed: bool = False
    most: int = 200
    codes: tuple[str, ...] = ()

    def wrong(self, value: Any) -> Wrong | None:
        """What is wrong with a value, or None."""
        match self.takes:
            case Takes.LINE | Takes.TEXT:
                return self._wrong_text(value)
            case Takes.DAY:
                return _wrong_day(value)
            case Takes.CODE:
                return self._wrong_code(value)
            case Takes.SWITCH:
                is_switch = isinstance(value, bool)
                return None if is_switch else Wrong(f"must be true or false, not {_kind(value)}")
            case _:
                return self._wrong_list(value)

    def _wrong_text(self, value: Any) -> Wrong | None:
        if not isinstance(value, str):
            return Wrong(f"must be text, not {_kind(value)}")
        if self.is_needed and not value.strip():
            return Wrong("is empty")
        if len(value) > self.most:
            return Wrong(f"has {len(value):,} characters; use {self.most:,} or fewer")
        kept = "\n\r\t" if self.takes is Takes.TEXT else ""
        for place, character in enumerate(value, start=1):
            if unicodedata.category(character) in {"Cc", "Cs"} and character not in kept:
                return Wrong(
                    f"has a control character (U+{ord(character):04X}) at character {place}"
                )
        return None

    def _wrong_code(self, value: Any) -> Wrong | None:
        if not isinstance(value, str):
            return Wrong(f"must be a code in quotes, not {_kind(value)}", self.codes)
        return None if value in self.codes else Wrong(f"{_shown(value)} is no code", self.codes)

    def _wrong_list(self, value: Any) -> Wrong | None:
        if not isinstance(value, list):
            return Wrong(f"must be a list, not {_kind(value)}", self.codes)
        if not value:
            return Wrong("is an empty list; name at least one", self.codes)
        for each in value:
            if not isinstance(each, str):
                return Wrong(f"must hold text only, not {_kind(each)}", self.codes)
            if self.takes is Takes.CODES and each not in self.codes:
                return Wrong(f"{_shown(each)} is no code", self.codes)
        return Wrong("names something twice") if len(set(value)) < len(value) else None


def day_of(value: Any) -> date | None:
    """A TOML day, or the same in quotes; None for what is neither."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _wrong_day(value: Any) -> Wrong | None:
    if value == "":
        return None
    day = day_of(value)
    if day is None:
        said = _shown(value) if isinstance(value, str) else _kind(value)
        return Wrong(f"must be a real day like 2019-03-27, not {said}")
    if day > datetime.now(UTC).date():
        return Wrong("lies in the future")
    return Wrong(f"is before {_EARLIEST}") if day.year < _EARLIEST else None


def _kind(value: Any) -> str:
    named = {
        bool: "true or false",
        int: "a number",
        float: "a number",
        list: "a list",
        dict: "a table",
    }
    return named.get(type(value), "text" if isinstance(value, str) else "a day or a time")


def _shown(value: str) -> str:
    """What somebody wrote, cut short and with nothing in it that could move a terminal."""
    text = repr(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


CONCERN = (Field("summary", Takes.TEXT, is_needed=True, most=4_000),)
PERSON = (
    Field("id", Takes.LINE, is_needed=True, most=40),
    Field("name", Takes.LINE),
    Field("date_of_birth", Takes.DAY),
    Field("role", Takes.CODE, is_needed=True, codes=ROLES),
    Field("address", Takes.LINE, most=300),
    Field("postcode", Takes.LINE, most=10),
    Field("phone", Takes.LINE, most=40),
    *(
        Field(name, Takes.LINE, most=120)
        for name in ("school", "surgery", "workplace", "vehicle", "handle", "surname", "area")
    ),
)
ITEM = (
    Field("text", Takes.TEXT, is_needed=True, most=4_000),
    Field("about", Takes.NAMES, is_needed=True),
    Field("categories", Takes.CODES, is_needed=True, codes=CATEGORIES),
    Field("nature", Takes.CODE, codes=NATURES),
    Field("source", Takes.LINE),
    Field("observed", Takes.DAY),
)
