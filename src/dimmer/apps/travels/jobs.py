"""What the clock asks of links: to end on their last day."""

from datetime import UTC, datetime

from django.db import connection, transaction
from procrastinate.contrib.django import app

from dimmer.apps.travels import actions, queries
from dimmer.database.reader import set_reader


def end_links(at: datetime) -> int:
    """End every link whose last day is over; return how many ended. Safe to run twice, or at once."""
    with transaction.atomic():
        set_reader(connection, None)
        over = queries.links_over(at=at)
    ended = 0
    for link in over:
        with transaction.atomic():
            set_reader(connection, link.sender)
            ended += actions.end(link.id, at=at)
    return ended


@app.periodic(cron="*/5 * * * *")
@app.task(name="travels.end_every_few_minutes", queueing_lock="travels.end_every_few_minutes")
def end_every_few_minutes(timestamp: int) -> None:
    """Every five minutes; `timestamp` is in seconds since 1970."""
    end_links(datetime.fromtimestamp(timestamp, tz=UTC))
