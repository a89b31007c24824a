"""A concern is handed to the lead, who is asked to give account to somebody outside, of it or of a period."""

from uuid import UUID, uuid5

from django.db import connection

from dimmer.apps.archives import actions
from dimmer.apps.archives.models import Asker
from dimmer.apps.concerns.queries import concern
from dimmer.cli.exampleshire import read
from dimmer.cli.exampleshire.settle import Cast
from dimmer.database.reader import set_reader


def play(story: read.Row, *, token: UUID, cast: Cast, clock: read.Clock) -> None:
    """Hand it over; where the story says so, account of a period that it is in is then asked for."""
    _hand(story["handed"], token=token, cast=cast, clock=clock)
    if "period" in story:
        _ask(story["period"], token=token, cast=cast, clock=clock)


def _hand(given: read.Row, *, token: UUID, cast: Cast, clock: read.Clock) -> None:
    """Hand it over as whoever oversees the team."""
    by = cast.people[given["by"]]
    set_reader(connection, by)
    actions.hand(concern(token, reader=by), by=by, at=clock.moment(given["when"]))


def _ask(given: read.Row, *, token: UUID, cast: Cast, clock: read.Clock) -> None:
    """Ask for an account of a period, or of the agency in it; it waits for a second person."""
    by = cast.people[given["by"]]
    set_reader(connection, by)
    actions.ask(
        token=uuid5(token, "period"),
        first=clock.day(given["first"]),
        last=clock.day(given["last"]),
        asked=actions.Asked(Asker(given["asker"]), given["who"], given["why"]),
        by=by,
        at=clock.moment(given["when"]),
        of_agency=given.get("of") == "agency",
    )
