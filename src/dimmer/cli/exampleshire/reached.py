"""How people are reached safely, and what came of it: through the room's own actions."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid5

from django.db import connection, transaction

from dimmer.apps.concerns.queries import concern
from dimmer.apps.contacts import actions, queries
from dimmer.apps.people.queries import PersonKept
from dimmer.cli.exampleshire import read
from dimmer.cli.exampleshire.play import token_of
from dimmer.cli.exampleshire.settle import Cast
from dimmer.database.reader import set_reader

_TERMS = ("method", "label", "days", "begins", "ends", "said_by")
_MORE = ("voicemail", "looks", "words")


@transaction.atomic
def keep_ways(*, kept: Mapping[str, PersonKept], cast: Cast, clock: read.Clock) -> None:
    """Add the ways, let change what changed, and say what came of using them."""
    for row in read.contacts()["way"]:
        by, at = cast.people[row["by"]], clock.moment(row["added"])
        set_reader(connection, by)
        terms = _terms(row, at)
        person = kept[row["record"]]
        token = token_of(row["label"])
        actions.add(person, token=token, number=row["number"], terms=terms, by=by, at=at)
    for row in read.contacts()["change"]:
        by, at = cast.people[row["by"]], clock.moment(row["at"])
        set_reader(connection, by)
        story = token_of(row["story"])
        of = concern(story, reader=by), uuid5(story, row["person"])
        actions.change(
            token=token_of(row["words"]), of=of, what=row["what"], words=row["words"], by=by, at=at
        )
    for row in read.contacts()["way"]:
        by, token = cast.people[row["by"]], token_of(row["label"])
        set_reader(connection, by)
        found = queries.way(uuid5(token, str(kept[row["record"]].id)), reader=by, now=clock.now)
        again = uuid5(token, "again")
        if "again" in row:
            at = clock.moment(row["again"])
            actions.say(found, token=again, terms=_terms(row, at), by=by, at=at)
        if "unsafe" in row:
            at, words = clock.moment(row["unsafe"]["at"]), row["unsafe"]["words"]
            actions.used(found, token=again, what="unsafe", words=words, by=by, at=at)


def _terms(row: read.Row, at: datetime) -> dict[str, Any]:
    said = {name: row[name] for name in _TERMS} | {name: row.get(name, "") for name in _MORE}
    return {**said, "is_safe": "yes", "said_on": at.date().isoformat()}
