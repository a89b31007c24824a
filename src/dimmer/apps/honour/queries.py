"""Reads of family and honour. Whether the reader may see the concern is for the concern to say."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from dimmer.apps.concerns.queries import ConcernRead, NoSuchConcern, concern
from dimmer.apps.honour.models import BY_TWO, HonourCheck, What
from dimmer.apps.vault import queries as vault
from dimmer.apps.vault.models import Kind
from dimmer.database.reader import Reads

FACT = "risk.honour"
"""The answer that flags a concern; advice knows it by this path."""


@dataclass(frozen=True, slots=True)
class CheckRead:
    """One act, opened."""

    row: HonourCheck
    said: Mapping[str, Any]
    because: str

    @property
    def is_by_two(self) -> bool:
        """Whether it waits for, or has, a second person's answer."""
        return self.row.what in BY_TWO


def is_flagged(found: ConcernRead) -> bool:
    """Whether somebody said that honour or family is the danger."""
    return found.answers.get(FACT) is True


def checks_of(found: ConcernRead) -> list[CheckRead]:
    """What was done on the concern, in order."""
    rows = HonourCheck.objects.filter(concern=found.concern).select_related("by", "answered_by")
    return [_read(row, found) for row in rows.order_by("at", "pk")]


def may_tell_family(found: ConcernRead) -> bool:
    """Whether two people agreed that somebody of the family or community is told."""
    rows = HonourCheck.objects.filter(concern=found.concern, what=What.TELLING)
    return rows.filter(is_agreed=True).exists()


def honour_check(pk: UUID, *, reader: Reads) -> tuple[ConcernRead, CheckRead] | None:
    """One act with its concern; None to whoever does not see it."""
    row = HonourCheck.objects.filter(pk=pk).select_related("by", "answered_by").first()
    try:  # asked also for what is not there: an answer that comes sooner would tell
        found = concern(row.concern_id if row else pk, reader=reader)
    except NoSuchConcern:
        return None
    return (found, _read(row, found)) if row else None


def _read(row: HonourCheck, found: ConcernRead) -> CheckRead:
    said = json.loads(found.key.unseal(row.sealed, place_of(row)))
    sealed = row.answer
    answer = json.loads(found.key.unseal(sealed, place_of(row, "answer"))) if sealed else {}
    return CheckRead(row, said, answer.get("because", ""))


def guards_waiting(*, reader: Reads) -> list[HonourCheck]:
    """Interpreters to be checked, and what waits for somebody other than who asked, oldest first."""
    rows = HonourCheck.objects.filter(
        pk__in=vault.things(kind=Kind.GUARD, reader=reader.pk), answered_at=None
    )
    rows = rows.exclude(what__in=BY_TWO, by=reader.pk).select_related("by", "concern")
    return list(rows.order_by("at", "pk")[: vault.PAGE])


def place_of(row: HonourCheck, part: str = "") -> str:
    """What a sealed row is bound to."""
    return f"honourcheck{'-' + part if part else ''}:{row.pk}"
