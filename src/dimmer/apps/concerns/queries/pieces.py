"""Pieces of information as they stand, what each said before it was put right, and what is said against it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from dimmer.apps.concerns.models import Amendment, Item
from dimmer.core.told import Passing


@dataclass(frozen=True, slots=True)
class Version:
    """What a piece said until it was put right: as it was typed, when that was, by whom and why."""

    id: UUID
    typed: Mapping[str, Any]
    until: str
    by: str
    because: str


@dataclass(frozen=True, slots=True)
class Dispute:
    """What somebody whom a piece is about says against it, in their words, and who wrote it down and when.

    `who` is their key in the concern. The piece says what it said.
    """

    id: UUID
    who: str
    statement: str
    by: str
    at: str
    stays: str = ""


@dataclass(frozen=True, slots=True)
class ItemRead:
    """One piece of information, opened. `about` holds the keys of people."""

    id: UUID
    place: int
    text: str
    about: tuple[str, ...]
    categories: tuple[str, ...]
    nature: str
    source: str
    observed: str
    stays: str = ""
    """Why whereabouts stay in its text; empty where nobody has said so."""
    is_unsettled: bool = False
    """Whether it came with whereabouts in its text that nobody has been asked about yet."""
    outcome: str = ""
    """What came of it (`lawbook/history.toml`); empty where nobody said."""
    own: Mapping[str, str] = field(default_factory=dict)
    """Where it is in somebody's own words: {who, present, interpreter, language, passing, passing_on}; else empty."""
    before: tuple[Version, ...] = ()
    """What it said before, the oldest first."""
    disputes: tuple[Dispute, ...] = ()

    @property
    def is_held(self) -> bool:
        """Whether it is in the words of somebody who said no to passing it on, or was not asked."""
        return bool(self.own) and self.own["passing"] != Passing.YES

    def without(self, statements: Collection[str]) -> "ItemRead":
        """The same where those words (by the id of what is said against it) are not told; that it is disputed is."""
        told = (
            replace(each, statement="") if str(each.id) in statements else each
            for each in self.disputes
        )
        return replace(self, disputes=tuple(told))


def typed_of(piece: ItemRead) -> dict[str, Any]:
    """What was typed of a piece, as it is sealed."""
    whole: dict[str, Any] = {
        "text": piece.text, "about": list(piece.about), "categories": list(piece.categories), "nature": piece.nature,
        "source": piece.source, "observed": piece.observed,
    }  # fmt: skip
    more = {
        "stays": piece.stays,
        "unsettled": piece.is_unsettled,
        "outcome": piece.outcome,
        "own": dict(piece.own),
    }
    return whole | {name: value for name, value in more.items() if value}


def item_of(pk: UUID, place: int, typed: Mapping[str, Any]) -> ItemRead:
    """A piece as it was typed."""
    return ItemRead(
        pk,
        place,
        typed["text"],
        tuple(typed["about"]),
        tuple(typed["categories"]),
        typed["nature"],
        typed["source"],
        typed["observed"],
        typed.get("stays", ""),
        typed.get("unsettled", False),
        typed.get("outcome", ""),
        typed.get("own") or {},
    )


def amended_to(piece: ItemRead, typed: Mapping[str, Any]) -> ItemRead:
    """A piece as it would be once it says something else."""
    now = item_of(piece.id, piece.place, typed)
    return replace(now, before=piece.before, disputes=piece.disputes)


def as_it_was(piece: ItemRead, at: datetime) -> ItemRead:
    """A piece as it stood at a moment, with what had been said against it until then."""
    until = [
        place for place, each in enumerate(piece.before) if datetime.fromisoformat(each.until) > at
    ]
    against = [each for each in piece.disputes if datetime.fromisoformat(each.at) <= at]
    then = replace(piece, disputes=tuple(against))
    if not until:
        return then
    first, *_ = until
    was = item_of(piece.id, piece.place, piece.before[first].typed)
    return replace(was, before=piece.before[:first], disputes=then.disputes)


def pieces_in(
    items: Iterable[tuple[Item, Mapping[str, Any]]],
    amended: Iterable[tuple[Amendment, Mapping[str, Any]]],
) -> tuple[ItemRead, ...]:
    """The pieces of a concern, each with what was put right of it, in the order in which it was."""
    before: dict[str, list[Version]] = {}
    disputes: dict[str, list[Dispute]] = {}
    for row, said in amended:
        if "item" not in said:
            continue  # what somebody was asked: see `told`
        if "was" in said:
            was = Version(row.pk, said["was"], said["at"], said["by"], said["because"])
            before.setdefault(said["item"], []).append(was)
        else:
            against = Dispute(
                row.pk,
                said["who"],
                said["statement"],
                said["by"],
                said["at"],
                said.get("stays", ""),
            )
            disputes.setdefault(said["item"], []).append(against)
    return tuple(
        replace(
            item_of(row.pk, row.place, typed),
            before=tuple(before.get(str(row.pk), ())),
            disputes=tuple(disputes.get(str(row.pk), ())),
        )
        for row, typed in items
    )
