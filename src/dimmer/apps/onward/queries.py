"""Reads of passing on: what is asked of whom, what the new recipient would see, and what was answered."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
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
    placed_files,
)
from dimmer.apps.onward.models import Answer as Answer  # noqa: PLC0414  (for forms and pages)
from dimmer.apps.onward.models import Onward
from dimmer.apps.onward.models import What as What  # noqa: PLC0414
from dimmer.apps.vault import queries as vault
from dimmer.apps.vault.models import Kind
from dimmer.core.told import Passing
from dimmer.database.reader import AsTeam, Reads, showing
from dimmer.web.built_once import built_once

_SHOWN_ON = (
    *("reference", "from", "light", "emergency", "happened_at", "told", "honour"),
    *("keep_out", "terms"),
)
"""What of a pack is said to whoever it is passed on to, beside its pieces: not why the first was told."""
GAVE = (Answer.LEAVE, Answer.OWN)
"""Answers that are a yes."""
_SINCE = {"correction": "Put right", "dispute": "Disputed"}


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
        of = self.said if is_narrowed else self.said.get("before") or self.asked
        given: list[int] = of["pieces"]
        return given

    @property
    def who(self) -> str:
        """Who it is for."""
        to, typed = self.row.to, str(self.asked["who"])
        return ": ".join(
            each for each in (f"{to.agency.name}, {to.name}" if to else "", typed) if each
        )

    @property
    def may_be_refused(self) -> bool:
        """Whether there is a yes that whoever shared it can still turn into a no."""
        return self.found is not None and not self.is_ours and self.row.answer in GAVE

    @property
    def is_refused_late(self) -> bool:
        """Whether the no came after it was passed on: whoever it went to is to be rung."""
        return self.row.answer == Answer.NO and self.row.passed_id is not None

    @property
    def files(self) -> list[int]:
        """The numbers of the files that are asked for, or went; with leave to pass it on by word none."""
        is_by_word = self.row.answer == Answer.LEAVE
        asked: list[int] = [] if is_by_word else self.asked.get("files", [])
        return asked

    def now(self) -> dict[str, Any]:
        """What somebody sees to whom it is passed on, as its pieces stand now."""
        assert self.found is not None  # noqa: S101  (asked of what was opened)
        changed = _changed(self.found)
        return passed_on(self.found.pack, self.pieces, files=self.files, changed=changed)


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
    return OnwardRead(row, found, asked, said_in(row, found.key))


def said_in(row: Onward, key: vault.RecordKey) -> dict[str, Any]:
    """The answer, opened; empty while nobody has answered."""
    said: dict[str, Any] = (
        json.loads(key.unseal(row.said, place_of(row, "said"))) if row.said else {}
    )
    return said


def _changed(found: DisclosureRead) -> list[Since]:
    return latest(found.disclosure, found.key)


def _rows() -> QuerySet[Onward]:
    # not what was shared: a lead to whom this is late sees nothing of it
    return Onward.objects.select_related(
        "sender__agency", "team__agency", "to__agency", "by", "answered_by", "passed"
    )


def onwards_on(found: DisclosureRead) -> list[Onward]:
    """What was asked about something that the reader has opened, oldest first."""
    return list(_rows().filter(disclosure=found.disclosure).order_by("at", "pk"))


def passed_on(
    pack: Mapping[str, Any],
    pieces: Iterable[int],
    *,
    files: Collection[int] = (),
    changed: Iterable[Since] = (),
) -> dict[str, Any]:
    """What somebody sees to whom these pieces are passed on: nothing that the pack does not say to its recipient.

    No plan goes with it, nor why the first was told and what they were asked, nor who is in no piece of it.

    Args:
        files: the numbers of those that go with them; with a piece that was put right or is disputed since none does.
        changed: what the pack says of its pieces since; where it does not say what one says now, no words of it go.
    """
    later = {each.number: each for each in changed}
    items = _with_files(pack, files)
    chosen = [
        now
        for place in sorted({*pieces})
        if 0 <= place < len(items)
        and not _is_held(now := _as_it_stands(items[place], later.get(place + 1)))
    ]
    named = {key for item in chosen for key in item["about"]}
    return {
        **{name: pack[name] for name in _SHOWN_ON if name in pack},
        "to": {"agency": "", "team": "", "only": []},
        "people": [
            person for person in pack["people"] if person["key"] in named or (not items and not chosen)
        ],
        "items": chosen,
        "unplaced": 0 in later and bool(chosen),
    }  # fmt: skip


def _with_files(pack: Mapping[str, Any], files: Collection[int]) -> list[dict[str, Any]]:
    """The pieces of a pack, each with those of its files that go on, and with the numbers that they have there."""
    placed = list(enumerate(placed_files(pack), 1))
    items = []
    for place, item in enumerate(pack.get("items", ())):
        go = [{**said, "number": n} for n, (at, said) in placed if at == place and n in files]
        kept = {name: value for name, value in item.items() if name != "files"}
        items.append({**kept, "files": go} if go else kept)
    return items


def _is_held(item: Mapping[str, Any]) -> bool:
    """Whether it is in the words of somebody who has not said that they may be passed on: the originator decides."""
    return bool(item.get("own", {}).get("passing", Passing.YES) != Passing.YES)


def _as_it_stands(item: Mapping[str, Any], since: Since | None) -> Mapping[str, Any]:
    if since is None:
        return item
    kept = since.piece or {
        name: item[name] for name in ("about", "categories", "nature", "own") if name in item
    }
    return {
        **kept,
        "since": {"what": since.what, "at": since.at, "is_told": since.piece is not None},
    }


def words_now(found: DisclosureRead) -> list[str]:
    """The words of each piece of what was shared as they stand, for a list to choose from."""
    later = {each.number: each for each in _changed(found)}
    words = []
    for number, item in enumerate(found.pack.get("items", ()), start=1):
        since = later.get(number)
        now = since.piece if since and since.piece else item
        text = f"{_SINCE[since.what]}: {now['text']}" if since else now["text"]
        words.append(f"Not to be passed on, by their word: {text}" if _is_held(now) else text)
    return words


def asks_first(found: DisclosureRead) -> bool:
    """Whether nothing of it is passed on before its originator has answered: what the police shared."""
    kind: str = found.disclosure.sender.agency.kind
    return found.is_received and kind == "police"


def may_pass_on(row: Onward) -> bool:
    """Whether there is leave, and it was not passed on yet."""
    return row.answer == Answer.LEAVE and row.passed_id is None


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
