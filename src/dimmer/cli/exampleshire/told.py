"""Whether people know what was shared about them: through the room's own actions."""

from uuid import uuid5

from django.db import connection, transaction

from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.tellings import actions, queries
from dimmer.cli.exampleshire import read
from dimmer.cli.exampleshire.play import token_of
from dimmer.cli.exampleshire.settle import Cast
from dimmer.database.reader import set_reader


@transaction.atomic
def tell(*, cast: Cast, clock: read.Clock) -> None:
    """Say it of the first disclosure of each story named."""
    for row in read.tellings():
        by, story = cast.people[row["by"]], token_of(row["story"])
        set_reader(connection, by)
        made = Disclosure.objects.filter(proposal__concern=story, sender=by.team).order_by("at")
        found = queries.told(made.values_list("pk", flat=True)[0], reader=by)
        one = found.of(uuid5(story, row["person"]))
        if one is None:
            raise LookupError(row["person"])
        words = {
            name: row.get(name, "") for name in ("state", "who", "how", "because", "exemption")
        }
        words |= {"on": clock.day(row["on"]).isoformat(), "paper": row["paper"]}
        actions.say(found, one, words=words, by=by, at=clock.now)
