"""What the clock asks of passing on: an answer that is late is shown to the lead."""

from datetime import UTC, datetime

from django.db import connection, transaction
from procrastinate.contrib.django import app

from dimmer.apps.onward import actions, queries
from dimmer.database.reader import set_reader


def escalate_onwards(at: datetime) -> int:
    """Let the lead see each asking that nobody answered in time; return how many went up. Safe to run twice."""
    with transaction.atomic():
        set_reader(connection, None)
        late = queries.silent(at=at)
    risen = 0
    for row in late:
        with transaction.atomic():
            set_reader(connection, row.sender)
            risen += actions.escalate(row.id, sender=row.sender.pk, at=at)
    return risen


@app.periodic(cron="* * * * *")
@app.task(name="onward.escalate_each_minute", queueing_lock="onward.escalate_each_minute")
def escalate_each_minute(timestamp: int) -> None:
    """Each minute; `timestamp` is in seconds since 1970."""
    escalate_onwards(datetime.fromtimestamp(timestamp, tz=UTC))
