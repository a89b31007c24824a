"""What was disposed of by two people, as a story has it."""

from typing import Any
from uuid import UUID, uuid5

from django.db import connection

from dimmer.apps.disposals import actions, queries
from dimmer.cli.exampleshire import read
from dimmer.cli.exampleshire.settle import Cast
from dimmer.database.reader import set_reader


def dispose(given: read.Row, *, token: UUID, cast: Cast, clock: read.Clock) -> None:
    """Ask that a concern goes, and agree to it as the agency's lead.

    Raises:
        ValueError: who asks, or agrees, does not see it.
    """
    by, second = cast.people[given["by"]], cast.people[given["second"]]
    set_reader(connection, by)
    found = queries.held(token, reader=by)
    if found is None:
        raise ValueError(f"{given['by']} does not see it")
    said: dict[str, Any] = {"term": given["term"], "is_own": False, "because": given["because"]}
    said["since"] = clock.day(given["since"]).isoformat()
    made = actions.ask(
        found, token=uuid5(token, "gone"), said=said, by=by, at=clock.moment(given["asked"])
    )
    set_reader(connection, second)
    asked = queries.disposal(made.pk, reader=second)
    if asked is None:
        raise ValueError(f"{given['second']} does not see it")
    actions.answer(asked, is_agreed=True, because="", by=second, at=clock.moment(given["agreed"]))
