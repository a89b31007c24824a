"""What the clock asks for: covers end."""

from datetime import UTC, datetime

from django.db import connection, transaction
from procrastinate.contrib.django import app

from dimmer.apps.agencies import queries as agencies
from dimmer.apps.allocations import actions
from dimmer.database.reader import set_reader


def end_covers(at: datetime) -> int:
    """Let covers that have come to their end see nothing more; return of how many things.

    Each team in a transaction of its own that reads as it. Safe to run twice, or at once.
    """
    ended = 0
    for team in agencies.teams():
        with transaction.atomic():
            set_reader(connection, team)
            ended += actions.end_covers(team, at=at)
    return ended


@app.periodic(cron="*/5 * * * *")
@app.task(name="allocations.end_covers_each_five_minutes", queueing_lock="allocations.end_covers")
def end_covers_each_five_minutes(timestamp: int) -> None:
    """Every five minutes; `timestamp` is the minute's own, in seconds since 1970."""
    end_covers(datetime.fromtimestamp(timestamp, tz=UTC))
