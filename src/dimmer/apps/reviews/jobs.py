"""What the clock asks for: past a silent manager or second person, the lead is shown what waits."""

from datetime import UTC, datetime

from django.db import connection, transaction
from procrastinate.contrib.django import app

from dimmer.apps.concerns import actions as concerns
from dimmer.apps.decisions import actions as decisions
from dimmer.apps.reviews import queries
from dimmer.database.reader import set_reader


def escalate_silent(at: datetime) -> int:
    """Let the lead see each report and second check that nobody answered in time; return how many went up.

    Each in a transaction of its own that reads as the team that holds it. Safe to run twice, or at once.
    """
    risen = 0
    for row in queries.silent_reports(at=at):
        with transaction.atomic():
            set_reader(connection, row.owner.pk)
            risen += concerns.escalate(row.id, owner=row.owner, at=at)
    for row in queries.silent_checks(at=at):
        with transaction.atomic():
            set_reader(connection, row.owner.pk)
            risen += decisions.escalate(row.id, owner=row.owner, at=at)
    return risen


@app.periodic(cron="* * * * *")
@app.task(name="reviews.escalate_each_minute", queueing_lock="reviews.escalate_each_minute")
def escalate_each_minute(timestamp: int) -> None:
    """Each minute; `timestamp` is the minute's own, in seconds since 1970."""
    escalate_silent(datetime.fromtimestamp(timestamp, tz=UTC))
