"""Who else was given what was shared, and what of it: for the team that wrote it down."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from dimmer.apps.disclosures.queries import DisclosureRead
from dimmer.apps.notices.models import Cause, GivenOn, Notice
from dimmer.apps.vault import queries as vault
from dimmer.apps.vault.queries import RecordKey


def opened(given: GivenOn, key: RecordKey) -> Mapping[str, Any]:
    """Who something was given on to, and what of it."""
    found: Mapping[str, Any] = json.loads(key.unseal(given.sealed, place_of(given)))
    return found


def given_on(found: DisclosureRead, *, team: UUID) -> list[tuple[GivenOn, str, str]]:
    """Whom the team wrote down to have given something on to, and what of it (`what_of`), oldest first."""
    rows = GivenOn.objects.filter(disclosure=found.disclosure, team=team)
    rows = rows.select_related("to__agency").order_by("at", "pk")
    read = [(row, opened(row, vault.key_of(row.record, team=team))) for row in rows]
    return [
        (row, f"{row.to.agency.name}, {row.to.name}" if row.to else said["who"], what_of(said))
        for row, said in read
    ]


def what_of(said: Mapping[str, Any]) -> str:
    """What of a pack somebody was given, in words that say nothing of it; nothing where that was not asked."""
    if "pieces" not in said:
        return ""
    pieces = [str(place + 1) for place in said["pieces"]]
    files = [str(number) for number in said["files"]]
    named = [
        f"{word}{'s' if len(many) > 1 else ''} {' and '.join(filter(None, [', '.join(many[:-1]), many[-1]]))}"
        for word, many in (("piece", pieces), ("file", files))
        if many
    ]
    return ", ".join(named) or "no piece of it"


def place_of(row: Cause | GivenOn | Notice, part: str = "") -> str:
    """What a sealed row is bound to."""
    if isinstance(row, Cause):
        return row.place(part)
    return f"{type(row).__name__.lower()}{'-' + part if part else ''}:{row.pk}"
