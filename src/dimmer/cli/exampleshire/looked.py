"""Somebody asks who has looked at what is kept about them: their agency's lead asks the teams."""

from uuid import uuid5

from django.db import connection, transaction

from dimmer.apps.people import actions as people
from dimmer.apps.people.queries import known_from, person
from dimmer.apps.seen import actions, queries
from dimmer.cli.exampleshire import read
from dimmer.cli.exampleshire.play import token_of
from dimmer.cli.exampleshire.settle import Cast
from dimmer.database.reader import set_reader


@transaction.atomic
def ask_who_looked(*, cast: Cast, clock: read.Clock) -> None:
    """Open the records that are said to have been looked at, then ask who has."""
    for row in read.looked():
        by = cast.people[row["by"]]
        set_reader(connection, by)
        known = known_from(names=[row["name"]], born=[], numbers=[("nhs", row["nhs"])])
        chosen = queries.find_in_agency(known, reader=by)
        for each in row["opened"]:
            who = cast.people[each["by"]]
            set_reader(connection, who)
            for found in chosen:
                kept, at = person(found.id, reader=who), clock.moment(each["when"])
                people.opened(kept, by=who, at=at)
        set_reader(connection, by)
        actions.ask(
            token=uuid5(token_of("who looked"), row["by"]), chosen=chosen, asker=queries.Asker(row["asker"]),
            why=row["why"], by=by, at=clock.moment(row["when"]),
        )  # fmt: skip
