"""Questions who has looked: what a lead asked before, and one of them, opened."""

import json
from dataclasses import dataclass
from uuid import UUID

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.people.queries import reference_of
from dimmer.apps.seen.models import Given, Question
from dimmer.apps.vault import queries as vault
from dimmer.apps.vault.models import Kind


@dataclass(frozen=True, slots=True)
class QuestionRead:
    """A question, opened. `records` are those of the somebody: each with the team that keeps it."""

    row: Question
    key: vault.RecordKey
    why: str
    records: tuple[tuple[UUID, UUID], ...]

    @property
    def reference(self) -> str:
        """What it is called: the beginning of its id."""
        return reference_of(self.row.pk)


def question(pk: UUID, *, reader: Practitioner) -> QuestionRead | None:
    """One that the reader is shown; None to everybody else, and to whoever has an interest in whom it is about."""
    rows = Question.objects.filter(pk=pk, team=reader.team_id).select_related("by", "team__agency")
    mine = vault.entitled(rows, kinds=[Kind.SEEN], reader=reader.pk, team=reader.team_id)
    row = mine.first()
    if row is None or row.granted is None:
        return None
    return _read(row, vault.opened(row.record, row.granted, team=reader.team_id))


def questions(*, reader: Practitioner) -> list[QuestionRead]:
    """Those that the reader is shown, newest first."""
    shown = vault.things(kind=Kind.SEEN, reader=reader.pk)
    rows = Question.objects.filter(pk__in=shown, team=reader.team_id).select_related("by")
    newest = rows.order_by("-at", "pk")[: vault.PAGE]
    return [_read(row, vault.key_of(row.record, team=reader.team_id)) for row in newest]


def _read(row: Question, key: vault.RecordKey) -> QuestionRead:
    said = json.loads(key.unseal(row.sealed, place_of(row)))
    records = tuple((UUID(team), UUID(pk)) for team, pk in said["records"])
    return QuestionRead(row, key, said["why"], records)


@dataclass(frozen=True, slots=True)
class GivenRead:
    """That the person was given who has looked, and how it was made sure that it is they."""

    row: Given
    sure: str


def given_of(found: QuestionRead) -> list[GivenRead]:
    """When the person was given it, newest first."""
    rows = Given.objects.filter(question=found.row.pk).select_related("by").order_by("-at", "pk")
    return [
        GivenRead(row, json.loads(found.key.unseal(row.sealed, place_of_given(row)))["sure"])
        for row in rows
    ]


def place_of_given(row: Given) -> str:
    """What a sealed row that it was given is bound to."""
    return f"seen-given:{row.pk}"


def place_of(row: Question) -> str:
    """What a sealed row is bound to."""
    return f"seen-question:{row.pk}"
