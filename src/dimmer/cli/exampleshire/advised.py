"""Questions without a name, and what was answered: through the room's own actions."""

from datetime import timedelta
from uuid import UUID, uuid5

from django.conf import settings
from django.db import connection, transaction

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.concerns.queries import concern
from dimmer.apps.consultations import actions
from dimmer.apps.consultations.queries import ConsultationRead, consultation, edition_of
from dimmer.cli.exampleshire import read
from dimmer.cli.exampleshire.play import token_of
from dimmer.cli.exampleshire.settle import Cast
from dimmer.database.reader import set_reader


@transaction.atomic
def ask_for_advice(*, cast: Cast, clock: read.Clock) -> None:
    """Ask the questions, and answer those that were answered."""
    for row in read.questions():
        by, adviser = cast.people[row["by"]], cast.people[row["first"]]
        within = timedelta(minutes=settings.ADVICE_MINUTES)
        set_reader(connection, by)
        pk = uuid5(token_of(row["key"]), str(by.team_id))
        actions.ask(
            token=token_of(row["key"]), by=by, first=adviser.team, question=_line(row["question"]),
            topics=row["topics"], within=within, at=clock.moment(row["asked"]),
        )  # fmt: skip
        if "advice" in row:
            _answer(row, pk, by=by, adviser=adviser, clock=clock)


def _answer(
    row: read.Row, pk: UUID, *, by: Practitioner, adviser: Practitioner, clock: read.Clock
) -> None:
    at = clock.moment(row["answered"])
    actions.accept(_opened(pk, adviser), by=adviser, at=at)
    advice = _line(row["advice"])
    actions.answer(
        _opened(pk, adviser), advice=advice, name_them=row["name_them"], by=adviser, at=at
    )
    words = {name: _line(row["lesson"][name]) for name in ("situation", "advice")}
    words |= {"topics": row["lesson"]["topics"]}
    actions.suggest(_opened(pk, adviser), words=words, by=adviser, at=at)
    found = _opened(pk, by)
    actions.publish(
        found,
        is_nameless=row["lesson"]["is_nameless"],
        read=edition_of(found.row),
        by=by,
        at=at,
    )
    into = concern(token_of(row["taken_in"]), reader=by)
    actions.take(found, into, by=by, at=at)


def _line(text: str) -> str:
    """The text without the line breaks of the file."""
    return " ".join(text.split())


def _opened(pk: UUID, who: Practitioner) -> ConsultationRead:
    set_reader(connection, who)
    return consultation(pk, reader=who)
