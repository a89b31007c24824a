"""What the clock asks for: that somebody looks at what has been kept for long enough. It disposes of nothing."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from dimmer.apps.agencies.queries import for_each_team
from dimmer.apps.disposals import actions


def find_due(at: datetime) -> int:
    """Put what has been kept for long enough on the desks of those who oversee; return how many are new.

    Each team in a transaction of its own that reads as it. Safe to run twice, or at once.
    """
    return sum(found for _, found in for_each_team(lambda team: actions.find_due(team, at=at)))


@app.periodic(cron="50 4 * * *")
@app.task(name="disposals.find_due_each_day", queueing_lock="disposals.find_due_each_day")
def find_due_each_day(timestamp: int) -> None:
    """Early each day."""
    find_due(datetime.fromtimestamp(timestamp, tz=UTC))
