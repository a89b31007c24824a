"""What the clock asks for: that somebody looks at what has been kept for long enough. It disposes of nothing."""

from datetime import UTC, datetime

from django.db import connection, transaction
from procrastinate.contrib.django import app

from dimmer.apps.agencies import queries as agencies
from dimmer.apps.disposals import actions
from dimmer.database.reader import set_reader


def find_due(at: datetime) -> int:
    """Put what has been kept for long enough on the desks of those who oversee; return how many are new.

    Each team in a transaction of its own that reads as it. Safe to run twice, or at once.
    """
    found = 0
    for team in agencies.teams():
        with transaction.atomic():
            set_reader(connection, team)
            found += actions.find_due(team, at=at)
    return found


@app.periodic(cron="50 4 * * *")
@app.task(name="disposals.find_due_each_day", queueing_lock="disposals.find_due_each_day")
def find_due_each_day(timestamp: int) -> None:
    """Early each day."""
    find_due(datetime.fromtimestamp(timestamp, tz=UTC))
