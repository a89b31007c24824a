"""What the clock asks for: past a silent manager or second person, the lead is shown what waits; and law weather."""

from datetime import UTC, date, datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from dimmer import lawbook
from dimmer.apps.agencies.queries import for_each_team, teams
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.decisions import actions as decisions
from dimmer.apps.decisions.queries import edition_came_since, laws_at_hand
from dimmer.apps.reviews import actions, queries
from dimmer.database.reader import set_reader

_AHEAD, _BACK = timedelta(days=28), timedelta(days=7)
"""How long before a change of law it is foretold, and how long after it is still looked for (after a holiday)."""


def escalate_silent(at: datetime) -> int:
    """Let the lead see each report and second check that nobody answered in time; return how many went up.

    Each in a transaction of its own that reads as the team that holds it. Safe to run twice, or at once.
    """
    risen = 0
    for silent, escalate in (
        (queries.silent_reports, concerns.escalate),
        (queries.silent_checks, decisions.escalate),
    ):
        for owner, waiting in for_each_team(lambda owner, ask=silent: ask(owner=owner, at=at)):  # type: ignore[misc]
            for pk in waiting:
                with transaction.atomic():
                    set_reader(connection, owner)
                    risen += escalate(pk, owner=owner, at=at)
    return risen


@app.periodic(cron="* * * * *")
@app.task(name="reviews.escalate_each_minute", queueing_lock="reviews.escalate_each_minute")
def escalate_each_minute(timestamp: int) -> None:
    """Each minute; `timestamp` is the minute's own, in seconds since 1970."""
    escalate_silent(datetime.fromtimestamp(timestamp, tz=UTC))


def foretell_law(on: date, *, at: datetime) -> int:
    """Have each team look again at what a change of law near that day would advise otherwise; return how many are new.

    Each team in a transaction of its own that reads as it. Safe to run twice, or at once.
    """
    days = queries.days_of_change(first=on - _BACK, last=on + _AHEAD)
    foretold = 0
    for holder in teams() if days else []:
        with transaction.atomic():
            set_reader(connection, holder)
            foretold += actions.look_ahead(holder, days=days, at=at)
    return foretold


def tell_of_edition(on: date, *, at: datetime) -> int:
    """Where an edition was newly installed, have each team look again at what it advises otherwise; return how many.

    For some days after it came, as for a change of law. Safe to run twice, or at once.
    """
    if not edition_came_since(at - _BACK):
        return 0
    laws, told = queries.Laws(lawbook.book(), laws_at_hand()), 0
    for holder in teams():
        with transaction.atomic():
            set_reader(connection, holder)
            told += actions.look_under(holder, laws=laws, on=on, at=at)
    return told


@app.periodic(cron="20 4 * * *")
@app.task(name="reviews.foretell_each_day", queueing_lock="reviews.foretell_each_day")
def foretell_each_day(timestamp: int) -> None:
    """Early each day."""
    at = datetime.fromtimestamp(timestamp, tz=UTC)
    foretell_law(timezone.localdate(at), at=at)
    tell_of_edition(timezone.localdate(at), at=at)
