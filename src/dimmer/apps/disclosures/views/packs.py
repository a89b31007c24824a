"""What the template of a pack needs."""

from datetime import date, datetime
from functools import partial
from typing import Any

from dimmer import lawbook
from dimmer.apps.disclosures import queries


def in_pack(pack: Any, *, on: date) -> dict[str, Any]:
    """What the pack's template needs: the pack, names of its people, and before when things are historical."""
    return {
        "pack": pack,
        "happened_at": datetime.fromisoformat(pack["happened_at"])
        if "happened_at" in pack
        else None,
        "names": partial(queries.names_in, pack),
        "old_before": queries.old_before(on),
        "terms": queries.TERMS,
        "kept_from": {each.code: each.words for each in lawbook.reach().accounts},
    }
