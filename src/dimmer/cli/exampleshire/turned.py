"""The light is turned for a team after something was shared with it: up by a new decision, down by less."""

from datetime import timedelta
from uuid import UUID, uuid5

from django.conf import settings
from django.db import connection

from dimmer.apps.concerns.queries import concern
from dimmer.apps.decisions import actions
from dimmer.apps.decisions.queries import asked, less_of
from dimmer.apps.disclosures.actions import disclose
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.disclosures.queries import lit
from dimmer.apps.notices import actions as notices
from dimmer.cli.exampleshire import read, rounds
from dimmer.cli.exampleshire.settle import Cast
from dimmer.core.proportionality import Light
from dimmer.database.reader import set_reader

_TO_DECIDING = timedelta(minutes=20)


def play(row: read.Row, story: read.Row, *, token: UUID, cast: Cast, clock: read.Clock) -> None:
    """Turn it up to what the story gives, or down to a light; those who are told are told at once."""
    by, at, team = cast.people[story["by"]], clock.moment(row["when"]), cast.teams[row["team"]]
    set_reader(connection, by)
    made = Disclosure.objects.filter(concern=token, recipient=team, closed_at=None).latest("at")
    if "gives" in row:
        _up(row, story, made, cast=cast, clock=clock)
        return
    found = lit(made.pk, reader=by)
    assert found is not None  # noqa: S101  (they shared it)
    less = less_of(
        found.concern, found.decision, light=Light[row["light"]], because=row["because"],
        items=[piece.id for number, piece in enumerate(found.pieces, 1) if number in row["keeps"]],
        review_on=found.decision.review_on, by=by, at=at,
    )  # fmt: skip
    notices.turn_down(
        found.concern, less, token=uuid5(token, f"less {row['when']}"), by=by, at=at,
        within=timedelta(hours=settings.NOTICE_HOURS), check_within=timedelta(hours=settings.SECOND_CHECK_HOURS),
    )  # fmt: skip
    set_reader(connection, by.team)
    notices.deliver(by.team_id, at=at + timedelta(seconds=2))
    set_reader(connection, by)


def _up(row: read.Row, story: read.Row, made: Disclosure, *, cast: Cast, clock: read.Clock) -> None:
    by, at = cast.people[story["by"]], clock.moment(row["when"])
    found = concern(made.concern_id, reader=by)
    asks = actions.turn_up(found, made.proposal, by=by, at=at)
    whole = asked(asks.pk, concern=concern(made.concern_id, reader=by))
    assert whole is not None  # noqa: S101  (it was made on the line before)
    before = story["round"][0]
    given = {**before, "to": [row], "words": {**before["words"], "because": row["because"]}}
    (decision,) = rounds.decide(whole, given, by=by, cast=cast, at=at + _TO_DECIDING)
    after = at + 2 * _TO_DECIDING
    shared = disclose(found, proposal_id=decision.proposal_id, by=by, at=after)
    if "read" in row:
        rounds.acknowledge(shared, team=made.recipient, cast=cast, at=clock.moment(row["read"]))
        set_reader(connection, by)
