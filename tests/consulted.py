"""Questions without a name that somebody asked, and the advice on them."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.consultations import actions, queries
from dimmer.apps.consultations.queries import ConsultationRead
from stage import NOW, reading

TEN = timedelta(minutes=10)
QUESTION = "A parent tells me that they are hit at home. They want nobody told. May I tell anybody?"


def asked(by: Practitioner, first: Practitioner, *, at: Any = NOW, **more: Any) -> UUID:
    with reading(by):
        made = actions.ask(
            token=uuid4(), by=by, first=first.team, question=QUESTION, topics=["without-agreement"],
            within=TEN, at=at, **more,
        )  # fmt: skip
    return made.pk


def read_by(pk: UUID, who: Practitioner) -> ConsultationRead:
    with reading(who):
        return queries.consultation(pk, reader=who)


def answered(cast: SimpleNamespace, *, name_them: bool = False) -> UUID:
    pk = asked(cast.amina, cast.leila)
    found = read_by(pk, cast.leila)
    with reading(cast.leila):
        actions.accept(found, by=cast.leila, at=NOW)
    found = read_by(pk, cast.leila)
    with reading(cast.leila):
        actions.answer(found, advice="Ask again, alone", name_them=name_them, by=cast.leila, at=NOW)
    return pk
