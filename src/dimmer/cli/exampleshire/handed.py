"""A concern is handed to the lead, who is asked to give account of it to somebody outside."""

from uuid import UUID

from django.db import connection

from dimmer.apps.archives import actions
from dimmer.apps.concerns.queries import concern
from dimmer.cli.exampleshire import read
from dimmer.cli.exampleshire.settle import Cast
from dimmer.database.reader import set_reader


def hand(given: read.Row, *, token: UUID, cast: Cast, clock: read.Clock) -> None:
    """Hand it over as whoever oversees the team."""
    by = cast.people[given["by"]]
    set_reader(connection, by)
    actions.hand(concern(token, reader=by), by=by, at=clock.moment(given["when"]))
