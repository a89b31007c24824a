"""What the clock asks of keys: late grants are sealed to a team's pair of today, and earlier pairs destroyed."""

from datetime import UTC, datetime
from uuid import UUID

from django.db import connection, transaction
from procrastinate.contrib.django import app

from dimmer.apps.vault.actions import keys
from dimmer.apps.vault.actions.destroying import destroy_again
from dimmer.apps.vault.queries import retired
from dimmer.database.reader import AsTeam, set_reader


def look_after_keys(at: datetime) -> int:
    """Keep what lies beside the database in step, and end renewals; return how many earlier pairs were destroyed."""
    keys.settle(at=at)
    keep_destroyed(at)
    return finish_renewals(at)


def keep_destroyed(at: datetime) -> int:
    """Destroy again what a backup brought back that was restored; return how many keys. Before anybody is served."""
    return destroy_again(at=at)


def finish_renewals(at: datetime) -> int:
    """Go on where renewing a team's pair stopped; return how many earlier pairs were destroyed.

    Each step in a transaction of its own that reads as the team. Safe to run twice, or at once.
    """
    gone = 0
    for team in retired():
        reseal_all(team)
        with transaction.atomic():
            set_reader(connection, AsTeam(team))
            gone += keys.forget_retired(team, at=at)
    return gone


def reseal_all(team: UUID) -> keys.Resealed:
    """Seal all of the team's grants to its pair of today, in portions; how many, and how many could not be opened."""
    done, shut, last = 0, 0, None
    while True:
        with transaction.atomic():
            set_reader(connection, AsTeam(team))
            portion = keys.reseal(team, after=last)
        done, shut = done + portion.done, shut + portion.shut
        if portion.last is None:
            return keys.Resealed(done, shut, None)
        last = portion.last


@app.periodic(cron="40 * * * *")
@app.task(name="vault.look_after_keys_each_hour", queueing_lock="vault.look_after_keys_each_hour")
def look_after_keys_each_hour(timestamp: int) -> None:
    """Each hour; `timestamp` is in seconds since 1970."""
    look_after_keys(datetime.fromtimestamp(timestamp, tz=UTC))
