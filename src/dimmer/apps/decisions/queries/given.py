"""The advice of a round that is decided, as it was: on the facts of that day, by the law of that edition."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from dimmer import lawbook
from dimmer.apps.concerns.queries import ItemRead, as_it_was
from dimmer.apps.decisions.queries.decided import place_of_round
from dimmer.apps.decisions.queries.editions import NoSuchEdition, text_of
from dimmer.apps.decisions.queries.facts import Asked
from dimmer.core.advice import Lawbook
from dimmer.core.law.table import BadLawbook


@dataclass(frozen=True, slots=True)
class Given:
    """What was asked and advised.

    Args:
        asked: the round, with the pieces in the order in which they were asked about.
        law: the lawbook of that edition; None where it can no longer be read.
    """

    asked: Asked
    facts: Mapping[str, Any]
    advice: Mapping[str, Any]
    law: Lawbook | None


def given(asked: Asked) -> Given | None:
    """Open the advice of a decided round; None where there was none, as in an emergency."""
    row = asked.round
    if row.sealed is None:
        return None
    whole = json.loads(asked.concern.key.unseal(row.sealed, place_of_round(row.pk)))
    facts = {**whole["facts"], "date": date.fromisoformat(whole["facts"]["date"])}
    pieces = tuple(
        replace(piece, own=as_it_was(piece, row.decided_at).own) if row.decided_at else piece
        for piece in _pieces(asked, facts["items"], whole.get("pieces"))
    )
    return Given(replace(asked, pieces=pieces), facts, whole["advice"], _law_of(row.edition))


def _law_of(edition: str) -> Lawbook | None:
    installed = lawbook.book()
    if edition == str(installed.edition):
        return installed
    try:
        return lawbook.book_of(text_of(edition))
    except (NoSuchEdition, BadLawbook):
        return None


def _pieces(
    asked: Asked, items: list[Mapping[str, Any]], ids: list[str] | None
) -> tuple[ItemRead, ...]:
    """The pieces that were asked about, in that order, in the words that they have now; without ids, none of them."""
    now = {str(piece.id): piece for piece in asked.pieces}
    found = ids or [""] * len(items)
    return tuple(
        now.get(pk) or _gone(place, item)
        for place, (pk, item) in enumerate(zip(found, items, strict=True), 1)
    )


def _gone(place: int, item: Mapping[str, Any]) -> ItemRead:
    return ItemRead(
        id=UUID(int=place), place=place, text=f"Piece {place}, as it then was", about=tuple(item["about"]),
        categories=tuple(item["categories"]), nature=item.get("nature", ""), source="", observed="",
    )  # fmt: skip
