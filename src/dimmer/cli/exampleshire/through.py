"""What teams ask others through Dimmer, on what they shared with them: one answered, one that is asked for more."""

from datetime import timedelta
from uuid import uuid5

from django.conf import settings
from django.db import connection, transaction

from dimmer.apps.disclosures import actions as disclosures
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.disclosures.queries import named_people, own
from dimmer.apps.requests import actions
from dimmer.apps.requests.queries import DIMMER, request
from dimmer.cli.exampleshire import read
from dimmer.cli.exampleshire.play import token_of
from dimmer.cli.exampleshire.settle import Cast
from dimmer.database.reader import set_reader

_TO_MORE = timedelta(hours=2)
_NO_POLICE = {"line": "", "told": "", "counselling": "no", "approval": ""}


@transaction.atomic
def ask_through(*, cast: Cast, clock: read.Clock) -> None:
    """Ask each, and answer or ask for more as the story says."""
    for row in read.askings():
        by, at = cast.people[row["by"]], clock.moment(row["at"])
        set_reader(connection, by)
        rows = Disclosure.objects.filter(concern=token_of(row["story"]), closed_at=None)
        rows = rows.filter(recipient=cast.teams[row["team"]]).order_by("-at")
        found, into = own(rows.values_list("pk", flat=True)[0], reader=by)
        said = {
            **row["said"], **_NO_POLICE, "about": list(named_people(found).values()), "name": by.name,
            "role": by.title, "organisation": f"{by.team.agency.name}, {by.team.name}", "kind": by.team.agency.kind,
            "checked": DIMMER, "came": DIMMER, "came_on": at.date().isoformat(),
        }  # fmt: skip
        due_on = clock.now.date() + timedelta(days=int(row["due"].removesuffix("d")))
        token = uuid5(token_of(row["story"]), f"asked through {row['key']}")
        made = disclosures.ask(found, into, token=token, said=said, due_on=due_on, by=by, at=at)
        if "more" in row:
            who = cast.people[row["asked_by"]]
            set_reader(connection, who)
            asked = request(made.pk, reader=who)
            actions.ask_more(asked, asked=row["more"], by=who, at=at + _TO_MORE)
        if "nothing" in row:
            who, at = cast.people[row["answered_by"]], clock.moment(row["answered"])
            set_reader(connection, who)
            review_on = (at + timedelta(days=settings.REVIEW_DAYS)).date()
            actions.say_nothing(
                request(made.pk, reader=who), kept=row["nothing"], review_on=review_on, by=who, at=at
            )  # fmt: skip
