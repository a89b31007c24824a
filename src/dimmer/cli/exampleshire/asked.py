"""Requests that came in: one answered in part, one answered with nothing, by the rooms' actions."""

from datetime import datetime, timedelta
from uuid import uuid5

from django.conf import settings
from django.db import connection, transaction

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.queries import ConcernRead, concern
from dimmer.apps.decisions.queries import asked
from dimmer.apps.disclosures.actions import disclose
from dimmer.apps.requests import actions
from dimmer.apps.requests.queries import RequestRead, gaps, request
from dimmer.cli.exampleshire import read, rounds
from dimmer.cli.exampleshire.play import token_of
from dimmer.cli.exampleshire.settle import Cast
from dimmer.cli.exampleshire.typed import keys_of, translated
from dimmer.database.reader import set_reader

_TO_ANSWERING = timedelta(minutes=40)


@transaction.atomic
def ask(*, cast: Cast, clock: read.Clock) -> None:
    """Write each request down, say which concern it is about, and answer it."""
    for row in read.requests():
        by, at = cast.people[row["by"]], clock.moment(row["at"])
        story = next(each for each in read.stories() if each["key"] == row["story"])
        set_reader(connection, by)
        due_on = clock.now.date() + timedelta(days=int(row["due"].removesuffix("d")))
        said = {**row["said"], "came_on": at.date().isoformat()}
        made = actions.record(
            token=uuid5(token_of(row["story"]), "asked"), said=said, due_on=due_on, by=by, at=at
        )
        found = request(made.pk, reader=by)
        if "nothing" in row:
            actions.ask_more(found, asked=gaps(found.said), by=by, at=at)
        into = concern(token_of(row["story"]), reader=by)
        actions.take(found, into, by=by, at=at)
        if "nothing" in row:
            review_on = (at + timedelta(days=settings.REVIEW_DAYS)).date()
            actions.say_nothing(
                found, kept=row["nothing"], review_on=review_on, by=by, at=at + _TO_ANSWERING
            )
        else:
            _share(row["round"], story, found, into, by=by, cast=cast, at=at)


def _share(
    given: read.Row, story: read.Row, found: RequestRead, into: ConcernRead, *,
    by: Practitioner, cast: Cast, at: datetime,
) -> None:  # fmt: skip
    team = cast.teams[given["team"]]
    made = actions.lead(found, into, team=team, by=by, at=at)
    said = translated(story["answers"], keys=keys_of(story))
    whole = asked(made.pk, concern=concerns.answer(into, by=by, answers=said, at=at))
    assert whole is not None  # noqa: S101  (it was made two lines before)
    rest = {"review_days": settings.REVIEW_DAYS, "to": [given]}
    (decision,) = rounds.decide(whole, {**given, **rest}, by=by, cast=cast, at=at)
    at += _TO_ANSWERING
    disclose(into, proposal_id=decision.proposal_id, by=by, at=at)
