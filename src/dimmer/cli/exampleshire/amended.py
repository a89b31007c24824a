"""A piece is put right after it was shared, or somebody says that it is wrong: all are told, some have answered."""

from datetime import timedelta
from uuid import UUID, uuid5

from django.conf import settings
from django.db import connection

from dimmer.apps.concerns.queries import concern, typed_of
from dimmer.apps.notices import actions
from dimmer.cli.exampleshire import read
from dimmer.cli.exampleshire.settle import Cast
from dimmer.cli.exampleshire.taken_back import answer
from dimmer.database.reader import set_reader


def play(row: read.Row, story: read.Row, *, token: UUID, cast: Cast, clock: read.Clock) -> None:
    """Put a piece right (`text`, `because`), or write down what somebody says against it (`who`, `statement`)."""
    by, at = cast.people[story["by"]], clock.moment(row["when"])
    set_reader(connection, by)
    found = concern(token, reader=by)
    piece = found.items[row["piece"] - 1]
    act, within = uuid5(token, f"amended {row['when']}"), timedelta(hours=settings.NOTICE_HOURS)
    if "statement" in row:
        keys = {uuid5(token, each["id"]): each["id"] for each in story["people"]}
        who = next(each.key for each in found.people if keys[each.id] == row["who"])
        cause = actions.dispute(
            found, token=act, item=piece.id, who=who, statement=row["statement"], within=within, by=by, at=at
        )  # fmt: skip
    else:
        typed = {**typed_of(piece), "text": row["text"]}
        cause = actions.correct(
            found, token=act, item=piece.id, typed=typed, because=row["because"], within=within, by=by, at=at
        )  # fmt: skip
    set_reader(connection, by.team)
    actions.deliver(by.team_id, at=at + timedelta(seconds=2))
    for given in row.get("answer", ()):
        answer(given, cause, cast=cast, clock=clock)
    set_reader(connection, by)
