"""What the clock asks for: covers end, and what was there before is compared with new interests."""

from datetime import UTC, datetime

from django.db import connection, transaction
from procrastinate.contrib.django import app

from dimmer.apps.agencies import queries as agencies
from dimmer.apps.allocations import actions
from dimmer.apps.interests.actions import settled
from dimmer.apps.interests.queries import to_look_through as interests_to_look_through
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


def escalate_glass(at: datetime) -> int:
    """Tell more people of broken glass that nobody looked at in time; return how often.

    Each team in a transaction of its own that reads as it. Safe to run twice, or at once.
    """
    told = 0
    for team in agencies.teams():
        with transaction.atomic():
            set_reader(connection, team)
            told += actions.escalate_glass(team, at=at)
    return told


def look_through(at: datetime) -> int:
    """Compare what teams are shown with interests declared since; return how many were kept off something.

    First it waits for every act that had begun: what commits afterwards has itself asked for the interest. Each
    team in a transaction of its own. Safe to run twice, or at once.
    """
    kept = 0
    with transaction.atomic():
        new = interests_to_look_through()
    for pk, interests in new.items():
        with transaction.atomic():
            settled(pk)
        team = agencies.team(pk)
        with transaction.atomic():
            set_reader(connection, team)
            kept += actions.look_through(team, interests_of=interests, at=at)
    return kept


@app.periodic(cron="* * * * *")
@app.task(name="allocations.look_through_each_minute", queueing_lock="allocations.look_through")
def look_through_each_minute(timestamp: int) -> None:
    """Every minute; `timestamp` is the minute's own, in seconds since 1970."""
    look_through(datetime.fromtimestamp(timestamp, tz=UTC))


@app.periodic(cron="*/5 * * * *")
@app.task(name="allocations.end_covers_each_five_minutes", queueing_lock="allocations.end_covers")
def end_covers_each_five_minutes(timestamp: int) -> None:
    """Every five minutes; `timestamp` is the minute's own, in seconds since 1970."""
    end_covers(datetime.fromtimestamp(timestamp, tz=UTC))


@app.periodic(cron="*/5 * * * *")
@app.task(name="allocations.escalate_glass_each_five_minutes", queueing_lock="allocations.escalate")
def escalate_glass_each_five_minutes(timestamp: int) -> None:
    """Every five minutes; `timestamp` is the minute's own, in seconds since 1970."""
    escalate_glass(datetime.fromtimestamp(timestamp, tz=UTC))
