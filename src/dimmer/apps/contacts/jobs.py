"""What the clock asks for: what was told to others, and rested on a link that was taken back, is taken back too."""

from datetime import UTC, datetime

from django.db import connection, transaction
from procrastinate.contrib.django import app

from dimmer.apps.agencies import queries as agencies
from dimmer.apps.contacts import actions
from dimmer.database.reader import set_reader


def take_back_notices(at: datetime) -> int:
    """Each team in a transaction that reads as it; return how many notices. Safe to run twice, or at once."""
    done = 0
    for team in agencies.teams():
        with transaction.atomic():
            set_reader(connection, team)
            done += actions.take_back_notices(team, at=at)
    return done


@app.periodic(cron="* * * * *")
@app.task(name="contacts.take_back_each_minute", queueing_lock="contacts.take_back")
def take_back_each_minute(timestamp: int) -> None:
    """Every minute; `timestamp` is the minute's own, in seconds since 1970."""
    take_back_notices(datetime.fromtimestamp(timestamp, tz=UTC))
