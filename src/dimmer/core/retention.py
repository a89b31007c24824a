"""How long a record is kept, and when somebody looks again: UK GDPR, Article 5(1)(e).

Rules of this module:
- nothing is kept for ever without a reason and a day on which somebody looks again;
- what is not known keeps a record, it never ends one: where a date is missing, a person decides;
- nothing is thrown away here. That a term has ended is told to somebody.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

_LEAP = (2, 29)


class From(Enum):
    """What a term is counted from."""

    BIRTH = "birth"
    DEATH = "death"
    ORDER = "order"  # of the court
    LAST_CONTACT = "last-contact"
    CLOSURE = "closure"  # of the case
    MADE = "made"  # when the record was made
    PROCESSING_ENDED = "processing-ended"


@dataclass(frozen=True, slots=True)
class Run:
    """So many years from a moment.

    Args:
        died_under: only where the person died before that age, in years; None for whoever it is.
    """

    years: int
    since: From
    died_under: int | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """How long records of one kind are kept.

    Args:
        runs: the first that fits counts; empty where there is no end.
        review_every: years after which somebody looks again whether it is needed; 0 where only at its end.
        reason: why there is no end; empty where there is one.
    """

    runs: tuple[Run, ...]
    review_every: int
    reason: str

    def __post_init__(self) -> None:
        if not self.runs and not (self.reason.strip() and self.review_every > 0):
            raise ValueError("kept without end needs a reason, and a day to look again")
        if self.runs and self.reason:
            raise ValueError("a reason for keeping it without end, and yet an end")
        if any(run.years < 1 for run in self.runs) or self.review_every < 0:
            raise ValueError("a term is a year or more")


@dataclass(frozen=True, slots=True)
class Due:
    """What becomes of a record.

    Args:
        ends_on: from that day a person decides whether it goes; None where there is no end or it is not known.
        look_on: when somebody looks again; never later than `ends_on`.
        lacks: what is not known, without which there is no end.
    """

    ends_on: date | None
    look_on: date
    lacks: tuple[From, ...]


def due(term: Term, known: Mapping[From, date], *, looked_on: date) -> Due:
    """When a record's term ends, and when somebody looks again.

    Args:
        known: the moments that are known.
        looked_on: when somebody last looked, or when the record was made.
    """
    ends, lacks = _ends(term, known)
    again = _after(looked_on, term.review_every or 1)
    if ends is None:
        return Due(None, again, lacks)
    return Due(ends, min(ends, again) if term.review_every else ends, ())


def _ends(term: Term, known: Mapping[From, date]) -> tuple[date | None, tuple[From, ...]]:
    for run in term.runs:
        if run.died_under is not None and not _died_under(run.died_under, known):
            continue
        if run.since not in known:
            return None, (run.since,)
        return _after(known[run.since], run.years), ()
    return None, ()


def _died_under(age: int, known: Mapping[From, date]) -> bool:
    born, died = known.get(From.BIRTH), known.get(From.DEATH)
    return born is not None and died is not None and died < _after(born, age)


def _after(day: date, years: int) -> date:
    """The same day, years later; of 29 February the 1 March after, so that nothing ends a day early."""
    year = min(day.year + years, date.max.year)
    if (day.month, day.day) == _LEAP and not _is_leap(year):
        return date(year, 3, 1)
    return day.replace(year=year)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
