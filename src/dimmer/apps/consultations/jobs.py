"""What the clock asks for: past whoever is silent, the next on call sees a question too."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from procrastinate.contrib.django import app

from dimmer.apps.agencies import queries as agencies
from dimmer.apps.consultations import actions, queries
from dimmer.database.reader import set_reader


def ask_further(at: datetime) -> int:
    """Ask the next on call wherever nobody accepted in time; return how often.

    Each in a transaction of its own that reads as the team that asks. Safe to run twice, or at once.
    """
    within, risen = timedelta(minutes=settings.ADVICE_MINUTES), 0
    for team in agencies.teams():
        with transaction.atomic():
            set_reader(connection, team)
            waiting = queries.silent(team=team, at=at)
        for pk in waiting:
            with transaction.atomic():
                set_reader(connection, team)
                risen += actions.ask_further(pk, owner=team, within=within, at=at)
    return risen


@app.periodic(cron="* * * * *")
@app.task(name="consultations.ask_further_each_minute", queueing_lock="consultations.ask_further")
def ask_further_each_minute(timestamp: int) -> None:
    """Every minute; `timestamp` is the minute's own, in seconds since 1970."""
    ask_further(datetime.fromtimestamp(timestamp, tz=UTC))
