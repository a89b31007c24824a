"""Reads of passing on: what is asked of whom, what the new recipient would see, and what was answered."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from dimmer.apps.disclosures.queries import (
    DisclosureRead,
    NoSuchDisclosure,
    Since,
    disclosure,
    latest,
    must_read_flags,
)
from dimmer.apps.onward.models import Answer as Answer  # noqa: PLC0414  (for forms and pages)
from dimmer.apps.onward.models import Onward
from dimmer.apps.onward.models import What as What  # noqa: PLC0414
from dimmer.apps.vault import queries as vault
from dimmer.apps.vault.models import Kind
from dimmer.database.reader import AsTeam, Reads, showing
from dimmer.web.built_once import built_once

_SHOWN_ON = (
    *("reference", "from", "light", "emergency", "happened_at", "told", "honour"),
    *("keep_out", "terms"),
)
"""What of a pack is said to whoever it is passed on to, beside its pieces: not why the first was told."""


class NoSuchAsking(Exception):
    """The reader is shown no such thing."""


@dataclass(frozen=True, slots=True)
class OnwardRead:
    """An asking, opened by the team that asks or the one that is asked; by a lead only that it is late."""

    row: Onward
    found: DisclosureRead | None
    asked: Mapping[str, Any] = field(default_factory=dict)
    said: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_ours(self) -> bool:
        """Whether the reader's team asks; else it is asked."""
        return self.found is not None and self.found.is_received

    @property
    def pieces(self) -> list[int]:
        """The places of what may be passed on, or of what is asked for while nobody has answered."""
        is_narrowed = self.row.answer == Answer.LEAVE
        given: list[int] = (self.said if is_narrowed else self.asked)["pieces"]
        return given

    @property
    def changed(self) -> list[Since]:
        """What was put right or disputed since of what would be passed on."""
        return put_right(self.found, self.pieces) if self.found else []

    @property
    def who(self) -> str:
        """Who it is for."""
        to = self.row.to
        return f"{to.agency.name}, {to.name}" if to else str(self.asked["who"])


def onward(pk: UUID, *, reader: Reads) -> OnwardRead:
    """Open an asking.

    Raises:
        NoSuchAsking: not shown to the reader.
    """
    row = _rows().filter(pk=pk).first()
    try:  # asked also for what is not there: an answer that comes sooner would tell
        found = disclosure(row.disclosure_id if row else pk, reader=reader)
    except NoSuchDisclosure as error:
        if row is None or not vault.is_shown(row.pk, kind=Kind.ONWARD, reader=reader.pk):
            raise NoSuchAsking from error
        return OnwardRead(row, None)
    if row is None or must_read_flags(found, reader=reader):
        raise NoSuchAsking
    asked = json.loads(found.key.unseal(row.sealed, place_of(row)))
    said = json.loads(found.key.unseal(row.said, place_of(row, "said"))) if row.said else {}
    return OnwardRead(row, found, asked, said)


def _rows() -> QuerySet[Onward]:
    # not what was shared: a lead to whom this is late sees nothing of it
    return Onward.objects.select_related(
        "sender__agency", "team__agency", "to__agency", "by", "answered_by", "passed"
    )


def onwards_on(found: DisclosureRead) -> list[Onward]:
    """What was asked about something that the reader has opened, oldest first."""
    return list(_rows().filter(disclosure=found.disclosure).order_by("at", "pk"))


def passed_on(pack: Mapping[str, Any], pieces: Iterable[int]) -> dict[str, Any]:
    """What somebody sees to whom these pieces are passed on: nothing that the pack does not say to its recipient.

    No plan goes with it, nor why the first was told and what they were asked, nor who is in no piece of it.
    """
    items = list(pack.get("items", ()))
    chosen = [items[place] for place in sorted({*pieces}) if 0 <= place < len(items)]
    named = {key for item in chosen for key in item["about"]}
    return {
        **{name: pack[name] for name in _SHOWN_ON if name in pack},
        "to": {"agency": "", "team": "", "only": []},
        "people": [
            person for person in pack["people"] if person["key"] in named or (not items and not chosen)
        ],
        "items": chosen,
    }  # fmt: skip


def put_right(found: DisclosureRead, pieces: Iterable[int]) -> list[Since]:
    """What the pack says since of these pieces, each under the number that `passed_on` gives it.

    The words are those that the recipient of the pack may have, so that nobody passes on what was put right.
    """
    places = sorted({*pieces})
    return [
        replace(each, number=places.index(each.number - 1) + 1 if each.number else 0)
        for each in latest(found.disclosure, found.key)
        if not each.number or each.number - 1 in places  # of an old pack nobody knows which it is
    ]


def asks_first(found: DisclosureRead) -> bool:
    """Whether nothing of it is passed on before its originator has answered: what the police shared."""
    kind: str = found.disclosure.sender.agency.kind
    return found.is_received and kind == "police"


def may_pass_on(read: OnwardRead) -> bool:
    """Whether there is leave, and it was not passed on yet."""
    return read.row.answer == Answer.LEAVE and read.row.passed_id is None


def onwards_waiting(*, reader: Reads) -> list[Onward]:
    """What the reader is to answer, or was answered; for a lead what nobody answered in time. Soonest due first."""
    return list(_waiting(reader=reader.pk))


@built_once
def _waiting(reader: Any) -> QuerySet[Onward]:
    shown = vault.things(kind=Kind.ONWARD, reader=reader)
    rows = Onward.objects.filter(vault.is_of("pk", shown))
    rows = rows.select_related("sender__agency", "team__agency")
    return rows.order_by("due_at", "pk")[: vault.PAGE]


@dataclass(frozen=True, slots=True)
class Silent:
    """An asking that nobody has answered in time, and who reads to let the lead know."""

    id: UUID
    sender: AsTeam


def silent(*, at: datetime) -> list[Silent]:
    """Askings past their time, not yet gone up, soonest due first. For the clock."""
    with showing(connection):
        rows = Onward.objects.filter(answered_at=None, escalated_at=None, due_at__lte=at)
        late = rows.order_by("due_at", "pk").values_list("pk", "sender")
        return [Silent(pk, AsTeam(sender)) for pk, sender in late[: vault.PAGE]]


def place_of(row: Onward, part: str = "") -> str:
    """What a sealed row is bound to."""
    return f"onward{'-' + part if part else ''}:{row.pk}"
