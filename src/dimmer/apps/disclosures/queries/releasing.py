"""Towards some recipients a second person releases what is shared: who, what they saw, and whether it is still that."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from dimmer.apps.agencies.models import Practitioner, Team
from dimmer.apps.concerns.queries import ConcernRead
from dimmer.apps.decisions.models import Decision, Proposal
from dimmer.apps.disclosures.models import Release
from dimmer.apps.disclosures.queries.clues import Clue, clues_in, left_out
from dimmer.apps.disclosures.queries.pack import pack_as_decided, seen
from dimmer.apps.vault import queries as vault
from dimmer.apps.vault.models import Kind
from dimmer.core.law import codes
from dimmer.core.route import Step
from dimmer.database.reader import Reads
from dimmer.web.built_once import built_once

RELEASED = frozenset({"court", "solicitor", "prison", "person", "wider-workforce"})
"""Kinds of recipients whose papers others read; a parent or another person; and whoever is none of the known."""


@dataclass(frozen=True, slots=True)
class ReleaseRead:
    """What somebody asked a second person to release, opened.

    `weighed` and `own_words` are what they answered to the leak guard, `seen` stands for the pack that they saw, and
    `because` says why it was refused.
    """

    row: Release
    weighed: Mapping[str, str]
    own_words: str
    seen: str
    because: str = ""


def needs_release(recipient: Team, decision: Decision) -> bool:
    """Whether a second person releases what is shared with them; never in an emergency."""
    return not decision.is_emergency and is_read_by_others(recipient)


def is_read_by_others(recipient: Team) -> bool:
    """Whether others read the papers of a recipient, or nobody knows what they are."""
    kind = recipient.agency.kind
    return kind in RELEASED or kind not in codes.AGENCY_KINDS


def as_weighed(
    found: ConcernRead,
    proposal: Proposal,
    decision: Decision,
    *,
    sender: Practitioner,
    on: date,
    weighed: Mapping[str, str],
) -> tuple[tuple[Clue, ...], frozenset[str], dict[str, Any]]:
    """What was found in a pack, the keys of what stays back of it, and the pack as it goes."""
    clues = clues_in(found, proposal, decision, sender=sender)
    out = left_out(clues, weighed)
    return clues, out, pack_as_decided(found, proposal, decision, sender=sender, on=on, without=out)


def release_of(found: ConcernRead, proposal: Proposal) -> ReleaseRead | None:
    """The latest that was asked of a proposal."""
    row = next(iter(_of(proposal=proposal.pk)), None)
    return _opened(row, found) if row else None


def refusals_of(found: ConcernRead, proposal: Proposal) -> list[ReleaseRead]:
    """What second people would not release of a proposal, the latest first."""
    return [_opened(row, found) for row in _of(proposal=proposal.pk) if row.is_agreed is False]


def _opened(row: Release, found: ConcernRead) -> ReleaseRead:
    said = json.loads(found.key.unseal(row.sealed, place_of_release(row)))
    answer = row.answer and json.loads(
        found.key.unseal(row.answer, place_of_release(row, "answer"))
    )
    return ReleaseRead(
        row, said["weighed"], said["own_words"], said["seen"], (answer or {}).get("because", "")
    )


@built_once
def _of(proposal: Any) -> QuerySet[Release]:
    rows = Release.objects.filter(proposal=proposal).select_related(
        "by__team__agency", "answered_by"
    )
    return rows.order_by("-at", "-pk")


def still_stands(
    release: ReleaseRead, found: ConcernRead, proposal: Proposal, decision: Decision, *, on: date
) -> bool:
    """Whether what was asked for is what would be shared now."""
    _, _, pack = as_weighed(
        found, proposal, decision, sender=release.row.by, on=on, weighed=release.weighed
    )
    return seen(pack) == release.seen


def is_released(release: ReleaseRead | None, pack: Mapping[str, Any], *, by: Practitioner) -> bool:
    """Whether a second person has released exactly this pack, for whoever shares it."""
    return (
        release is not None
        and bool(release.row.is_agreed)
        and release.row.by_id == by.pk
        and release.seen == seen(pack)
    )


def place_of_release(row: Release, part: str = "") -> str:
    """What the sealed words of a release are bound to."""
    return f"release:{row.pk}{part and f':{part}'}"


def releases_waiting(*, reader: Reads) -> list[Release]:
    """What waits to be released by a second person, oldest first; of a proposal the latest."""
    rows: dict[Any, Release] = {row.proposal_id: row for row in _waiting(reader=reader.pk)}
    return [row for row in rows.values() if row.answered_at is None]


@built_once
def _waiting(reader: Any) -> QuerySet[Release]:
    shown = vault.things(kind=Kind.SHARE, reader=reader)
    rows = Release.objects.filter(
        vault.is_of("proposal", shown), proposal__step=Step.TO_SHARE.value
    )
    return rows.select_related("by", "proposal__concern", "proposal__recipient__agency").order_by(
        "at", "pk"
    )
