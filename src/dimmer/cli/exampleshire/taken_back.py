"""Somebody takes back what they agreed to: everybody is told, and some have answered."""

from datetime import timedelta
from uuid import UUID, uuid5

from django.conf import settings
from django.db import connection

from dimmer.apps.concerns.queries import concern
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.disclosures.queries import disclosure
from dimmer.apps.notices import actions, queries
from dimmer.apps.notices.models import Cause
from dimmer.cli.exampleshire import read
from dimmer.cli.exampleshire.settle import Cast
from dimmer.core.consents import How, Scope
from dimmer.database.reader import set_reader


def play(story: read.Row, *, token: UUID, cast: Cast, clock: read.Clock) -> None:
    """Give on what was shared, take it back, tell everybody, and answer for those who have."""
    given, by = story["taken_back"], cast.people[story["by"]]
    at = clock.moment(given["at"])
    set_reader(connection, by)
    found = concern(token, reader=by)
    made = Disclosure.objects.filter(proposal__concern=token).order_by("at", "pk")[0]
    actions.give_on(
        disclosure(made.pk, reader=by), token=uuid5(token, "given on"), to=None, by=by,
        at=at - timedelta(days=1), **given["given_on"],
    )  # fmt: skip
    how = How(words=given["words"], is_alone=True, is_coercion_suspected=False)
    cause = actions.withdraw(
        found,
        token=uuid5(token, "taken back"),
        person=uuid5(token, given["person"]),
        scope=Scope(),
        how=how,
        safety={"identity": given["identity"], "explained": ["right", "impact"]},
        within=timedelta(hours=settings.NOTICE_HOURS),
        by=by,
        at=at,
    )  # fmt: skip
    set_reader(connection, by.team)
    actions.deliver(by.team_id, at=at + timedelta(seconds=2))
    for row in given["answer"]:
        answer(row, cause, cast=cast, clock=clock)
    set_reader(connection, by)


def answer(row: read.Row, cause: Cause, *, cast: Cast, clock: read.Clock) -> None:
    """Let somebody of a `team` read what it was told, and say what they `did`."""
    who, when = cast.worker(cast.teams[row["team"]]), clock.moment(row["at"])
    set_reader(connection, who)
    for waits in queries.notices_waiting(reader=who):
        if waits.cause_id != cause.pk:
            continue
        notice = queries.notice(waits.pk, reader=who)
        actions.see(notice, by=who, at=when - timedelta(minutes=3))
        words = {name: row.get(name, "") for name in ("route", "because", "decided_by", "spoke")}
        actions.answer(notice, did=queries.Did(row["did"]), words=words, by=who, at=when)
