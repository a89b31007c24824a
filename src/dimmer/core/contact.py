"""When a way of contacting somebody may be used: unknown means unsafe, and safety decays.

Rules of this module:
- nothing but a fresh yes, inside its window, on a way that is not closed, lets a number be shown;
- a window is said in wall-clock time, as she says it. The zone comes with the moment that is asked about, so
  that a night on which clocks change needs no rule of its own: what the clock on her wall shows is what counts;
- what is said next is never earlier than it is true.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum

FRESH_FOR = timedelta(days=30)
"""How long what somebody said counts, from the day on which they said it."""
_WEEK = 7
_HOUR = 60
_LATEST = date.max - timedelta(days=_WEEK + 2)


class Safe(Enum):
    """What was said of a way of contact."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Why(Enum):
    """Why a way may be used now, or may not."""

    OPEN = "open"
    CLOSED = "closed"  # it was found unsafe
    NOT_SAFE = "not-safe"
    NOT_KNOWN = "not-known"
    CHANGED = "changed"  # since then he was released, moved, or the like
    STALE = "stale"
    LATER = "later"  # outside its window


@dataclass(frozen=True, slots=True)
class Window:
    """Days of the week on which it is safe, Monday 0 to Sunday 6, and from when to when.

    `ends` is not part of it. One that ends no later than it begins runs past midnight and belongs to the day
    on which it begins; one that ends when it begins lasts a whole day.
    """

    days: frozenset[int]
    begins: time
    ends: time

    def __post_init__(self) -> None:
        if not self.days <= frozenset(range(_WEEK)):
            raise ValueError("days of the week are numbered 0 to 6")

    def holds(self, wall: datetime) -> bool:
        """Whether it is open when the clock on the wall shows that."""
        now, today = wall.time(), wall.weekday()
        if self.begins < self.ends:
            return today in self.days and self.begins <= now < self.ends
        yesterday = (today - 1) % _WEEK
        return (today in self.days and now >= self.begins) or (
            yesterday in self.days and now < self.ends
        )


@dataclass(frozen=True, slots=True)
class Way:
    """What is known of a way of contact.

    Args:
        said_on: the day on which somebody last said so; None where nobody did.
        window: when it is safe; None where nobody said when, which is not known, not always.
        is_asked_again: something changed since they said so.
        is_closed: it was found unsafe; it opens no more.
    """

    safe: Safe = Safe.UNKNOWN
    said_on: date | None = None
    window: Window | None = None
    is_asked_again: bool = False
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class Use:
    """Whether a way may be used. `next_at` is when it next may, where nothing but its window is in the way."""

    why: Why
    next_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether it may be used now."""
        return self.why is Why.OPEN


def may_use(way: Way, now: datetime) -> Use:
    """Whether a way of contact may be used, and its number shown.

    Args:
        now: the moment, in the zone in which the window was said.

    Raises:
        ValueError: `now` has no zone.
    """
    if now.tzinfo is None:
        raise ValueError("a moment without a zone")
    if shut := _shut(way, now.date()):
        return Use(shut)
    assert way.window is not None  # noqa: S101  (without one it is not known: _shut)
    if way.window.holds(now):
        return Use(Why.OPEN)
    return Use(Why.LATER, _next(way, way.window, now))


def _shut(way: Way, today: date) -> Why | None:
    """What is in the way, whatever the hour."""
    if way.is_closed:
        return Why.CLOSED
    if way.safe is Safe.NO:
        return Why.NOT_SAFE
    if way.safe is Safe.UNKNOWN or way.said_on is None or way.window is None:
        return Why.NOT_KNOWN
    if way.is_asked_again:
        return Why.CHANGED
    if way.said_on > today:  # somebody's clock or pen is wrong
        return Why.NOT_KNOWN
    return Why.STALE if today - way.said_on >= FRESH_FOR else None


def _next(way: Way, window: Window, now: datetime) -> datetime | None:
    """The next moment at which the window opens while what was said still counts."""
    if now.date() > _LATEST:
        return None
    for ahead in range(_WEEK + 1):
        day = now.date() + timedelta(days=ahead)
        if day.weekday() not in window.days:
            continue
        for fold in (0, 1):  # when clocks go back, the same time comes twice
            found = _opening(window, day, now, fold=fold)
            if found and found.timestamp() > now.timestamp() and _shut(way, found.date()) is None:
                return found
    return None


def _opening(window: Window, day: date, now: datetime, *, fold: int) -> datetime | None:
    """When the window opens on a day: at the first minute of it that the clocks of that day show.

    When clocks go forward an hour is left out, and with it the beginning of a window, or all of it.
    """
    begins = datetime.combine(day, window.begins)
    for minutes in range(2 * _HOUR):
        wall = begins + timedelta(minutes=minutes)
        if not window.holds(wall):
            return None
        found = wall.replace(tzinfo=now.tzinfo, fold=fold)
        if _is_shown(found):
            return found
    return None


def _is_shown(moment: datetime) -> bool:
    """Whether the clock on the wall ever shows it: both offsets agree, or the same time comes twice."""
    before, after = (moment.replace(fold=fold).utcoffset() for fold in (0, 1))
    assert before is not None  # noqa: S101  (it has a zone)
    assert after is not None  # noqa: S101
    return before >= after
