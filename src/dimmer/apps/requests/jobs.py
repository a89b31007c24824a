"""What the clock asks for: past its day, the lead sees a request that nobody answered."""

from datetime import UTC, datetime

from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from dimmer.apps.agencies.queries import for_each_team
from dimmer.apps.requests import actions, queries
from dimmer.database.reader import set_reader


def escalate_late(at: datetime) -> int:
    """Let the lead see each request past its day; return how many went up.

    Each in a transaction of its own that reads as the team that was asked. Safe to run twice, or at once.
    """
    on, risen = timezone.localdate(at), 0
    for owner, late in for_each_team(lambda owner: queries.silent(owner=owner, on=on)):
        for pk in late:
            with transaction.atomic():
                set_reader(connection, owner)
                risen += actions.escalate(pk, owner=owner, on=on, at=at)
    return risen


@app.periodic(cron="40 * * * *")
@app.task(name="requests.escalate_each_hour", queueing_lock="requests.escalate_each_hour")
def escalate_each_hour(timestamp: int) -> None:
    """Each hour; `timestamp` is the minute's own, in seconds since 1970."""
    escalate_late(datetime.fromtimestamp(timestamp, tz=UTC))
