"""Keeping those off who have an interest in a person: from all that the team says is about them."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from dimmer.apps.agencies.models import Team
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.interests import actions as interests
from dimmer.apps.people.queries import PersonKept, said_to_be, said_to_be_in
from dimmer.database.reader import reading_as_others


@transaction.atomic
def meet_all(kept: PersonKept, *, at: datetime) -> list[str]:
    """Compare interests with all that is known of the person, for each record and concern that is about them.

    Part of the act by which something more became known: an entry was added, or two were said to be one. Records of
    colleagues count, so it reads as the team. No concern is left to nobody. Returns the ids of new matches.
    """
    team = kept.row.team
    with reading_as_others(connection) as read_as:
        read_as(team)
        things = said_to_be(kept, reader=team)
        made = interests.meet(things, team=team, at=at)
        if made:
            concerns.leave_to_somebody([thing.about for thing in things], reader=team, at=at)
        return made


@transaction.atomic
def unmeet_all(about: Iterable[UUID], *, team: Team, at: datetime) -> list[str]:
    """Let those in whom only a link that was taken back kept off these records and concerns. It reads as the team.

    Returns the ids of the matches that count no longer.
    """
    with reading_as_others(connection) as read_as:
        read_as(team)
        return [
            match
            for pk in about
            for match in interests.unmeet(pk, parts=said_to_be_in(pk, reader=team), at=at)
        ]
