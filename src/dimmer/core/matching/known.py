"""What is known of somebody, folded so that it can be compared: plain letters, codes for sounds, parts of a date."""

from dataclasses import dataclass, field
from datetime import date

EARLIEST, LATEST = 1890, 2199
"""Years of birth that somebody can have, or be given by a slip of the pen."""
_MOST_PARTS = 5
"""Parts of a name that are compared: more is a title or a line of ancestors."""


class NotADate(ValueError):
    """These parts are no day that there was."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name's parts in the order written, lower case a to z, and how each sounds (a code, or nothing)."""

    parts: tuple[str, ...]
    sounds: tuple[str, ...]

    def __post_init__(self) -> None:
        if len(self.parts) != len(self.sounds):
            raise ValueError("a sound for each part")
        if len(self.parts) > _MOST_PARTS:  # who is called last is kept, whatever stands between
            for each in ("parts", "sounds"):
                whole = getattr(self, each)
                object.__setattr__(self, each, (*whole[: _MOST_PARTS - 1], whole[-1]))


@dataclass(frozen=True, slots=True)
class Born:
    """A date of birth as far as it is known; None is not known."""

    year: int | None = None
    month: int | None = None
    day: int | None = None

    def whole(self) -> date | None:
        """The day, where all of it is known."""
        if self.year is None or self.month is None or self.day is None:
            return None
        return date(self.year, self.month, self.day)


def born_from(year: int | None, month: int | None, day: int | None) -> Born:
    """A date of birth from what is known of it.

    Raises:
        NotADate: there is no such day, month or year.
    """
    if year is not None and not EARLIEST <= year <= LATEST:
        raise NotADate(f"the year {year}")
    try:
        # 29 February is a day in some year: 2000 was a leap year
        date(year or 2000, 1 if month is None else month, 1 if day is None else day)
    except (ValueError, OverflowError) as error:
        raise NotADate("no such day") from error
    return Born(year, month, day)


@dataclass(frozen=True, slots=True)
class Known:
    """All that is known of somebody by which they can be found.

    `numbers` are pairs of kind and value, as `written` gives them. `postcodes` are upper case without
    spaces; one that must not be found by (a refuge's, say) is not among them.
    """

    names: tuple[Name, ...] = ()
    born: tuple[Born, ...] = ()
    postcodes: frozenset[str] = field(default=frozenset())
    numbers: frozenset[tuple[str, str]] = field(default=frozenset())
