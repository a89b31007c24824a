"""What the clock asks of notices: bring them to everybody, and past a silent one tell both leads."""

from datetime import UTC, datetime

from django.db import connection, transaction
from procrastinate.contrib.django import app

from dimmer.apps.notices import actions, queries
from dimmer.database.reader import set_reader


def deliver_notices(at: datetime) -> int:
    """Bring every notice that is due to those it is for; return how many were tried.

    A notice is a row that was written with what it tells of, so that nothing can be lost between the two. Each
    portion is a transaction of its own that reads as the team that gave it. Safe to run twice, or at once.
    """
    with transaction.atomic():
        set_reader(connection, None)
        senders = queries.senders_waiting()
    tried = 0
    for sender in senders:
        while True:
            with transaction.atomic():
                set_reader(connection, sender)
                portion = actions.deliver(sender.pk, at=at)
            if not portion:
                break
            tried += portion
    return tried


def escalate_notices(at: datetime) -> int:
    """Let both leads see each notice that nobody answered in time; return how many went up. Safe to run twice."""
    with transaction.atomic():
        set_reader(connection, None)
        silent = queries.silent(at=at)
    risen = 0
    for row in silent:
        with transaction.atomic():
            set_reader(connection, row.sender)
            risen += actions.escalate(row.id, sender=row.sender, at=at)
    return risen


@app.periodic(cron="* * * * *")
@app.task(name="notices.escalate_each_minute", queueing_lock="notices.escalate_each_minute")
def escalate_each_minute(timestamp: int) -> None:
    """Each minute; `timestamp` is in seconds since 1970."""
    escalate_notices(datetime.fromtimestamp(timestamp, tz=UTC))
