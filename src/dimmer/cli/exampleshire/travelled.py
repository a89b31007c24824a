"""Professionals without an account: named, shared with, sent a link and a document, rung up, by the rooms' actions."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from uuid import uuid5

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from dimmer import papers
from dimmer.apps.addressees import actions as addressees
from dimmer.apps.concerns.queries import concern
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.disclosures.views.sharing import drawn
from dimmer.apps.travels import actions, queries
from dimmer.apps.travels.queries import Way
from dimmer.cli.exampleshire import read, rounds
from dimmer.cli.exampleshire.play import token_of
from dimmer.cli.exampleshire.settle import Cast
from dimmer.database.reader import set_reader
from dimmer.keyring.words import new_password

_TO_SENDING = timedelta(minutes=30)
_ADDRESS = "http://localhost:8000/link/{}"


@transaction.atomic
def travel(*, cast: Cast, clock: read.Clock) -> None:
    """Share with each, and let it go to them in each way. The e-mails lie where `settings` says."""
    for row in read.addressees():
        by, token = cast.people[row["by"]], token_of(row["story"])
        story = next(each for each in read.stories() if each["key"] == row["story"])
        set_reader(connection, by)
        at = clock.moment(row["round"]["proposed"])
        team = addressees.add(
            concern(token, reader=by), token=uuid5(token, "outside"), **row["who"], is_in_area=True,
            by=by, at=at,
        )  # fmt: skip
        known = replace(cast, teams={**cast.teams, "outside": team})
        rounds.play(row["round"], story, token=token, cast=known, clock=clock)
        made = Disclosure.objects.get(recipient=team)
        found, at = queries.travels(made.pk, reader=by), made.at + _TO_SENDING
        draw = partial(drawn, found.found.pack, at=made.at, holds_files=True)
        lock = partial(papers.locked, password=new_password())  # nobody was told: ask for another
        actions.with_password(found, draw=draw, lock=lock, way=Way.DOCUMENT, by=by, at=at)
        said = {**row["told"], "way": Way(row["told"]["way"])}
        actions.tell(
            found, token=uuid5(token, "told"), **said, on=timezone.localdate(at), by=by, at=at
        )
        if settings.MAIL_WORKS:
            actions.send_link(
                found, token=uuid5(token, "link"), good_for=timedelta(days=14),
                address=_ADDRESS.format, by=by, at=at,
            )  # fmt: skip
