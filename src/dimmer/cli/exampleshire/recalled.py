"""What should not have gone is recalled, and whoever had it is told at once."""

from datetime import timedelta
from uuid import UUID, uuid5

from django.conf import settings
from django.db import connection

from dimmer.apps.concerns.queries import concern
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.notices import actions
from dimmer.apps.notices.queries import Why
from dimmer.cli.exampleshire import read
from dimmer.cli.exampleshire.settle import Cast
from dimmer.database.reader import set_reader


def play(row: read.Row, story: read.Row, *, token: UUID, cast: Cast, clock: read.Clock) -> None:
    """Recall what the story's `team` has, for the reason that it gives."""
    by, at, team = cast.people[story["by"]], clock.moment(row["when"]), cast.teams[row["team"]]
    set_reader(connection, by)
    made = Disclosure.objects.filter(concern=token, recipient=team).latest("at")
    actions.recall(
        concern(token, reader=by), disclosure=made.pk, token=uuid5(token, f"recalled {row['when']}"),
        why=Why(row["why"]), because=row["because"], within=timedelta(hours=settings.NOTICE_HOURS), by=by, at=at,
    )  # fmt: skip
    set_reader(connection, by.team)
    actions.deliver(by.team_id, at=at + timedelta(seconds=2))
    set_reader(connection, by)
