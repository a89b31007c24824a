"""A period of whole days, as moments here: from the beginning of the first day to the end of the last."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

LONGEST = 366
"""Days that one archive gives account of."""


@dataclass(frozen=True, slots=True)
class Span:
    """`since` is in it and `until` is not."""

    since: datetime
    until: datetime

    @classmethod
    def of(cls, first: date, last: date) -> "Span":
        """From the first day to the last, both in it."""
        return cls(_begins(first), _begins(last + timedelta(days=1)))

    def __contains__(self, at: datetime) -> bool:
        return self.since <= at < self.until


def _begins(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=timezone.get_current_timezone())
