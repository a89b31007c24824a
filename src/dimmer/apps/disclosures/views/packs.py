"""What the template of a pack needs."""

from collections.abc import Collection
from datetime import date, datetime
from functools import partial
from typing import Any

from dimmer import lawbook
from dimmer.apps.attachments.queries import CopyRead
from dimmer.apps.disclosures import queries
from dimmer.core.plan import Part


def goes_with(found: queries.ToShare, *, without: Collection[str]) -> list[CopyRead]:
    """The files of what waits to be shared, for whoever shares it to look at."""
    decided = found.decision
    return queries.files_as_decided(found.concern, decided, without=without) if decided else []


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
