"""What a team asked another through Dimmer: what both may see of it, and what was said since."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from dimmer.apps.requests.models import Asking, Request
from dimmer.apps.requests.queries.reading import RequestRead
from dimmer.apps.vault import queries as vault
from dimmer.apps.vault.models import Kind
from dimmer.database.reader import Reads
from dimmer.web.built_once import built_once


@dataclass(frozen=True, slots=True)
class AskingRead:
    """What one's own team asked, opened with the key of what it hangs on."""

    row: Asking
    said: Mapping[str, Any]
    more: tuple[str, ...] = ()
    """The codes of what they ask for."""

    @property
    def is_open(self) -> bool:
        """Whether it can still be added to, or taken back."""
        return is_open_asking(self.row)

    @property
    def asks_more(self) -> bool:
        """Whether they ask for more, and nothing was said since."""
        row = self.row
        return bool(row.more_at and row.more_at >= row.said_at)

    def is_late(self, *, on: date) -> bool:
        """Whether its day is over without an answer."""
        return self.is_open and self.row.due_on < on


def is_open_asking(row: Asking) -> bool:
    """Whether an answer is waited for."""
    return row.answered_at is None and row.taken_back_at is None and row.gone_at is None


def asking_row(pk: UUID, *, reader: Reads) -> Asking | None:
    """What the reader's own team asked; nothing opened. The caller opens what it hangs on, which says who may."""
    rows = Asking.objects.filter(pk=pk, team=reader.team_id)
    return rows.select_related("team__agency", "asked__agency", "by").first()


def asking_in(row: Asking, key: vault.RecordKey) -> AskingRead:
    """The same, opened with the key of what it hangs on."""
    said = json.loads(key.unseal(row.sealed, place_of_asking(row)))
    more = json.loads(key.unseal(row.more, place_of_asking(row, "more"))) if row.more else {}
    return AskingRead(row, said, tuple(more.get("asked", ())))


def askings_on(packs: Iterable[UUID], *, reader: Reads) -> list[Asking]:
    """What the reader's team asked on these, the newest first: nothing opened."""
    rows = Asking.objects.filter(disclosure__in=list(packs), team=reader.team_id)
    rows = rows.defer("sealed", "more").select_related("asked__agency")
    return list(rows.order_by("-at", "pk"))


def asked_on(pack: UUID) -> list[UUID]:
    """The requests that hang on something received; read as the team that was asked."""
    return list(Request.objects.filter(asking__disclosure=pack).values_list("pk", flat=True))


def is_waiting_on(packs: Iterable[UUID], *, reader: Reads) -> bool:
    """Whether the reader's team waits for an answer to what it asked on any of these."""
    rows = Asking.objects.filter(disclosure__in=packs, team=reader.team_id)
    return rows.filter(answered_at=None, taken_back_at=None, gone_at=None).exists()


def askings_waiting(*, reader: Reads) -> list[Asking]:
    """What the reader's team waits for, or was answered and nobody has looked at, soonest due first: nothing opened."""
    return list(_waiting(reader=reader.pk, team=reader.team_id))


@built_once
def _waiting(reader: Any, team: Any) -> QuerySet[Asking]:
    sent = vault.things(kind=Kind.OUTBOX, reader=reader)
    rows = Asking.objects.filter(team=team, seen_at=None, taken_back_at=None, gone_at=None)
    rows = rows.filter(disclosure__in=sent).defer("sealed", "more")
    return rows.select_related("asked__agency").order_by("due_on", "at", "pk")[: vault.PAGE]


@dataclass(frozen=True, slots=True)
class Said:
    """What whoever asked through Dimmer says now."""

    said: Mapping[str, Any]
    due_on: date


def said_since(found: RequestRead) -> Said | None:
    """What they say now, where that is other than what the request says; None too where nobody can read it."""
    row = found.row
    if row.asking is None or not is_open_asking(row.asking):
        return None
    if not vault.can_open(row.asking.record, team=row.team_id):
        return None
    read = asking_in(row.asking, vault.key_of(row.asking.record, team=row.team_id))
    is_same = dict(read.said) == dict(found.said) and row.asking.due_on == row.due_on
    return None if is_same else Said(read.said, row.asking.due_on)


def weighed_in(row: Asking, key: vault.RecordKey) -> Mapping[str, Any]:
    """What the leak guard found in it and why that stays, with the key of the asker's concern; empty for nothing."""
    place = place_of_asking(row, "weighed")
    weighed: Mapping[str, Any] = json.loads(key.unseal(row.weighed, place)) if row.weighed else {}
    return weighed


_WORDS = ("words", "named", "needed", "why", "law", "threshold", "line", "told", "approval")


def without_words(said: Mapping[str, Any]) -> dict[str, Any]:
    """A request of which the words went with what it hung on: by whom it was, of which kind, and when."""
    return {**said, **dict.fromkeys(_WORDS, ""), "about": []}


def place_of_asking(row: Asking, part: str = "") -> str:
    """What a sealed row is bound to."""
    return f"asking{'-' + part if part else ''}:{row.pk}"
