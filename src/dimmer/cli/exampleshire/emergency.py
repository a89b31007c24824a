"""Play an emergency: shared at once, read, its record written afterwards, looked at the next day."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection

from dimmer.apps.concerns.queries import concern
from dimmer.apps.disclosures.actions import complete_emergency, share_now
from dimmer.apps.reviews.actions import review
from dimmer.cli.exampleshire import read, typed
from dimmer.cli.exampleshire.rounds import acknowledge
from dimmer.cli.exampleshire.settle import Cast
from dimmer.database.reader import set_reader


def share(story: read.Row, *, token: UUID, cast: Cast, clock: read.Clock) -> None:
    """Share who, to whom and the danger; then as far as the story goes."""
    by, given = cast.people[story["by"]], story["emergency"]
    teams = [cast.teams[key] for key in given["to"]]
    made = share_now(
        token=token,
        by=by,
        recipients=teams,
        danger=typed.prose(story["summary"]),
        people=[typed.about(person, clock=clock) for person in story["people"]],
        known=given["known"],
        categories=given["categories"],
        record_within=timedelta(hours=settings.EMERGENCY_RECORD_HOURS),
        at=clock.moment(story["begun"]),
    )
    by_team = {disclosure.recipient_id: disclosure for disclosure in made}
    for key, when in given.get("read", {}).items():
        team = cast.teams[key]
        acknowledge(by_team[team.pk], team=team, cast=cast, at=clock.moment(when))
    set_reader(connection, by)
    if "recorded" not in given:
        return
    found = concern(token, reader=by)
    for disclosure in made:
        complete_emergency(
            found,
            decision_id=disclosure.decision_id,
            by=cast.people[given["record_by"]],
            words=given["record"],
            at=clock.moment(given["recorded"]),
        )
        words = {name: given["review"][name] for name in ("right", "needed")}
        at = clock.moment(given["review"]["when"])
        review(
            disclosure.proposal, key=found.key, by=by, words=words, next_on=None, about=token, at=at
        )
