"""Draws as an auditor and the board read them, and what was found as whoever oversees a team does."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.ledger import queries as ledger
from dimmer.apps.samples.models import Draw, Drawn, Finding
from dimmer.apps.vault import queries as vault
from dimmer.apps.vault.models import Kind
from dimmer.apps.vault.queries import RecordKey
from dimmer.core.ledger import parse_checkpoint, parse_note, write_receipt
from dimmer.core.sampling import Announced, Stratum, parse_list
from dimmer.database.reader import Reads


@dataclass(frozen=True, slots=True)
class DrawRead:
    """A draw, opened: what was announced, and what of it was drawn.

    Args:
        where: by the entry of each listed decision, its team and its id.
        figures: what the figures are made of.
        left_out: decisions of the period that stand on the ledger and that nobody opens any more.
    """

    row: Draw
    key: RecordKey
    text: str
    announced: Announced
    where: Mapping[str, list[str]]
    figures: list[list[Any]]
    left_out: int

    def listed(self) -> dict[Stratum, int]:
        """How many decisions each stratum has."""
        there = [row.stratum for row in self.announced.listed]
        return {stratum: there.count(stratum) for stratum in Stratum}


@dataclass(frozen=True, slots=True)
class DrawnRead:
    """A decision that was drawn, opened: what is known of it, and what was found."""

    row: Drawn
    key: RecordKey
    case: Mapping[str, Any]
    finding: Finding | None = None
    found: Mapping[str, Any] = field(default_factory=dict)


def place_of(row: Draw | Drawn | Finding) -> str:
    """What a sealed row is bound to."""
    return f"sample-{type(row).__name__.lower()}:{row.pk}"


def draws(*, reader: Practitioner) -> list[Draw]:
    """The newest draws of the reader's team; none to whoever is no auditor and not of the board."""
    rows = Draw.objects.filter(team=reader.team_id).select_related("by").defer("sealed")
    return list(rows.order_by("-at", "pk")[: vault.PAGE])


def draw(pk: UUID, *, reader: Practitioner, lock: bool = False) -> DrawRead | None:
    """One draw; None to whoever is no auditor of that team and not of its board."""
    rows = Draw.objects.select_related("by")
    row = (rows.select_for_update(of=("self",)) if lock else rows).filter(pk=pk).first()
    if row is None:
        return None
    key = vault.key_of(row.record, team=reader.team_id)
    said = json.loads(key.unseal(row.sealed, place_of(row)))
    announced = parse_list(said["text"])
    return DrawRead(
        row, key, said["text"], announced, said["where"], said["figures"], said["left_out"]
    )


def drawn_of(found: DrawRead) -> list[Drawn]:
    """What was drawn, in order, each with `finding` where something was found."""
    rows = Drawn.objects.filter(draw=found.row).select_related("team__agency", "finding")
    return list(rows.defer("sealed").order_by("place"))


def drawn(pk: UUID, *, reader: Practitioner) -> DrawnRead | None:
    """One drawn decision; None to whoever is no auditor of that draw."""
    row = _drawn().filter(pk=pk, draw__team=reader.team_id).first()
    return _read(row, reader=reader) if row else None


def finding(pk: UUID, *, reader: Reads) -> DrawnRead | None:
    """What was found of a decision; None to whoever it is not shown to."""
    if not vault.is_shown(pk, kind=Kind.FINDING, reader=reader.pk):
        return None
    row = _drawn().filter(pk=pk).first()
    return _read(row, reader=reader) if row else None


def _drawn() -> QuerySet[Drawn]:
    return Drawn.objects.select_related("team__agency", "finding__by", "noted_by")


def _read(row: Drawn, *, reader: Reads) -> DrawnRead | None:
    try:
        key = vault.key_of(row.record, team=reader.team_id)
    except vault.NotEntitled:
        return None
    case = json.loads(key.unseal(row.sealed, place_of(row)))
    made = getattr(row, "finding", None)
    found = json.loads(key.unseal(made.sealed, place_of(made))) if made else {}
    return DrawnRead(row, key, case, made, found)


def findings(*, reader: Reads) -> list[Drawn]:
    """What auditors found of decisions that the reader oversees, newest first."""
    rows = Drawn.objects.filter(pk__in=vault.things(kind=Kind.FINDING, reader=reader.pk))
    rows = rows.select_related("team", "finding").defer("sealed")
    return list(rows.order_by("-finding__at", "pk")[: vault.PAGE])


def findings_waiting(*, reader: Reads) -> list[Drawn]:
    """Those that nobody has noted yet."""
    return [row for row in findings(reader=reader) if row.noted_at is None]


def head_of(found: DrawRead) -> tuple[int, bytes] | None:
    """Size and root of the first signed head that covers the announcement; None while there is none."""
    checkpoint = ledger.covering(found.row.entry)
    if checkpoint is None:
        return None
    head = parse_checkpoint(parse_note(checkpoint.note).text).head
    return head.size, head.root


def receipt_of(found: DrawRead) -> str | None:
    """The announcement as a receipt, under the head that draws: `dimmer verify sample` checks a list with it.

    Whoever cosigned that head is in it.

    None while there is no such head.
    """
    checkpoint = ledger.covering(found.row.entry)
    if checkpoint is None:
        return None
    opened = ledger.opened(found.row.entry, checkpoint=checkpoint, unseal=found.key.unseal)
    return write_receipt([opened], about="draw", checkpoint=ledger.carried(checkpoint))
