"""What a pack says of a piece since that was put right or disputed: for each recipient what it may see, and no more."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid5

from dimmer import lawbook
from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.concerns.queries import ConcernRead, ItemRead
from dimmer.apps.decisions.queries import judgements
from dimmer.apps.disclosures.models import Amended, Disclosure
from dimmer.apps.disclosures.queries.clues import Told, told_of
from dimmer.apps.disclosures.queries.guarding import (
    UNNAMED_ROLES,
    guarded,
    part_of,
    parts_against,
    reviewed,
    source_of,
)
from dimmer.apps.disclosures.queries.piece import item_in
from dimmer.apps.disclosures.queries.reaching import may_reach
from dimmer.apps.disclosures.queries.releasing import needs_release
from dimmer.apps.disclosures.queries.shared import pack_in
from dimmer.apps.disclosures.queries.standing import pieces_in, whom
from dimmer.apps.vault.queries import RecordKey, key_of
from dimmer.core.proportionality import Light
from dimmer.core.told import Passing


class Amends(StrEnum):
    """What became of a piece."""

    CORRECTED = "correction"
    DISPUTED = "dispute"


class Why(StrEnum):
    """Why somebody is told that a piece was put right, and not what it says now."""

    MORE = "more"
    GUARD = "guard"
    RELEASE = "release"
    EARLIER = "earlier"


@dataclass(frozen=True, slots=True)
class Tells:
    """What one recipient of a piece is told of it: `piece` as a pack holds it, or nothing and why.

    `number` is its place in their pack; 0 where that was not kept. `found` is what may tell more than was decided.
    """

    made: Disclosure
    number: int
    piece: Mapping[str, Any] | None
    why: Why | None = None
    found: tuple[Told, ...] = ()


def tells_of(found: ConcernRead, piece: ItemRead, *, sender: Practitioner) -> list[Tells]:
    """What each is told who was ever given a piece of a concern, in the order in which they were.

    Args:
        piece: as it stands from now on, with what is said against it.
    """
    rows = Disclosure.objects.filter(concern=found.concern).select_related(
        "recipient__agency", "decision", "proposal__recipient__agency"
    )
    told = (_tells(made, found, piece, sender=sender) for made in rows.order_by("at", "pk"))
    return [each for each in told if each is not None]


def _tells(
    made: Disclosure, found: ConcernRead, piece: ItemRead, *, sender: Practitioner
) -> Tells | None:
    """None where they were never given it."""
    ids, reaches = (
        pieces_in(made, found.key),
        may_reach(found, made.recipient, holder=sender.team.agency),
    )
    if ids is None:  # from before it was kept: whoever may have it is told that it was put right
        words = judgements(made.decision, found.key)
        out = {row["key"] for row in words.get("weighed", ()) if row["left_out"]}
        chosen = str(piece.id) in {*words["items"]} - out
        is_told = chosen and made.decision.light >= Light.HEADLINE
        return Tells(made, 0, None, Why.EARLIER) if is_told else None
    if str(piece.id) not in ids:
        return None
    number = ids.index(str(piece.id)) + 1
    pack = pack_in(made, key_of(made.record, team=found.concern.team_id))
    had = pack["items"][number - 1]
    by_id = {person: key for key, person in whom(made, found.key).items()}
    keys = {each.key: by_id[str(each.id)] for each in found.people if str(each.id) in by_id}
    if _is_more(piece, had, keys, found, light=Light(made.decision.light)):
        return Tells(made, number, None, Why.MORE)
    typed = {str(each.id) for each in found.items}
    given = [each["text"] for pk, each in zip(ids, pack["items"], strict=True) if pk not in typed]
    record = guarded(found, made.proposal, named=keys, given=given, sender=sender, reaches=reaches)
    is_same = had["text"] == piece.text and had["source"] == source_of(piece, found)
    parts = [] if is_same else [part_of(piece, found, number=number)]
    findings = reviewed([*parts, *parts_against(piece, number=number)], record)
    told = told_of([each for some in findings.values() for each in some])
    stopped = {key for key, some in findings.items() if reaches or any(each.stops for each in some)}
    if str(piece.id) in stopped:
        return Tells(made, number, None, Why.GUARD, told)
    if needs_release(made.recipient, made.decision):
        return Tells(made, number, None, Why.RELEASE, told)
    kept = piece.without(stopped | _kept_then(piece, had))
    return Tells(made, number, item_in(kept, source_of(piece, found), keys), found=told)


def _kept_then(piece: ItemRead, had: Mapping[str, Any]) -> set[str]:
    """What is said against it, and was kept back from them when they were given it: it stays so."""
    silent = {(row["by"], row["at"]) for row in had.get("disputed", ()) if not row["statement"]}
    return {str(each.id) for each in piece.disputes if (each.by, each.at) in silent}


def _is_more(
    piece: ItemRead,
    had: Mapping[str, Any],
    keys: Mapping[str, str],
    found: ConcernRead,
    *,
    light: Light,
) -> bool:
    """Whether it says more than was decided for them: of another kind, about somebody else, in a brighter light."""
    unnamed = {each.key for each in found.people if each.about["role"] in UNNAMED_ROLES}
    about = {keys.get(key, "") for key in piece.about if key not in unnamed}
    was_held = had.get("own", {}).get("passing", Passing.YES) != Passing.YES
    is_held = piece.is_held and not was_held and had["text"] != piece.text
    return (
        is_held  # they never said that these words may go
        or not {*piece.categories} <= {*had["categories"]}
        or not about <= {*had["about"]}
        or lawbook.book().ceilings.need(piece.categories) > light
    )


@dataclass(frozen=True, slots=True)
class Since:
    """What a pack says of one of its pieces since it was sent, as the pack's readers are told."""

    id: UUID
    at: Any
    what: str
    number: int
    piece: Mapping[str, Any] | None


def since(made: Disclosure, key: RecordKey) -> list[Since]:
    """What was put right or disputed of a pack since it was sent, the earliest first; with the pack's own key."""
    rows = Amended.objects.filter(disclosure=made).order_by("at", "pk")
    return [
        Since(row.pk, row.at, **json.loads(key.unseal(row.sealed, place_of_amended(row))))
        for row in rows
    ]


def latest(made: Disclosure, key: RecordKey) -> list[Since]:
    """The same, of each piece what it says now; one that was put right and is disputed too was put right."""
    last: dict[Any, Since] = {}
    for each in since(made, key):
        before = last.get(each.number or each.id)
        what = before.what if before and before.what == Amends.CORRECTED else each.what
        last[each.number or each.id] = replace(each, what=what)
    return list(last.values())


def place_of_amended(row: Amended) -> str:
    """What a sealed row is bound to."""
    return f"amended:{row.pk}"


def amended_id(made: Disclosure, act: UUID) -> UUID:
    """The id of what one pack says since an act: by it the notice finds it."""
    return uuid5(act, str(made.pk))
