"""What the template of a pack needs."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.urls import reverse

from dimmer import lawbook
from dimmer.apps.attachments.queries import CopyRead
from dimmer.apps.disclosures import queries
from dimmer.core.plan import Part
from dimmer.web.words import shortened


def goes_with(found: queries.ToShare, *, without: Collection[str]) -> list[CopyRead]:
    """The files of what waits to be shared, for whoever shares it to look at."""
    decided = found.decision
    return queries.files_as_decided(found.concern, decided, without=without) if decided else []


def file_at(pk: UUID, number: int) -> str:
    """Where whoever has a pack reads one of its files."""
    return f"{reverse('disclosures:file', args=[pk, number])}?read"


def words_of_pieces(pack: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The pieces of a pack by their places, for a list to choose from."""
    return [
        (str(place), shortened(each["text"])) for place, each in enumerate(pack.get("items", ()))
    ]


def words_of_files(
    pack: Mapping[str, Any], *, of: Collection[int] | None = None
) -> list[tuple[str, str]]:
    """The files of a pack by their numbers, with the piece that each stands with.

    Args:
        of: those of these pieces alone, by their places.
    """
    return [
        (str(number), f"{said['name']}, with piece {place + 1}")
        for number, (place, said) in enumerate(queries.placed_files(pack), 1)
        if of is None or place in of
    ]


def in_pack(pack: Any, *, on: date, plan: Part | None = None) -> dict[str, Any]:
    """What the pack's template needs: the pack, names of its people, and the day for which things are historical.

    Args:
        plan: what will go with it of a plan, before it is shared; what was shared has it with it.
    """
    return {
        "pack": pack | {"plan": queries.as_values(plan)} if plan and plan.not_before else pack,
        "happened_at": datetime.fromisoformat(pack["happened_at"])
        if "happened_at" in pack
        else None,
        "names": partial(queries.names_in, pack),
        "read_on": on,
        "terms": queries.TERMS,
        "kept_from": {each.code: each.words for each in lawbook.reach().accounts},
    }
