"""Which archives were made of a concern, and for whom it can be handed to the lead."""

import json
from dataclasses import dataclass
from enum import Enum

from dimmer.apps.agencies.models import Practitioner, Team
from dimmer.apps.agencies.queries import lead_team_of
from dimmer.apps.archives.models import Archive
from dimmer.apps.concerns.models import Step
from dimmer.apps.concerns.queries import ConcernRead
from dimmer.apps.decisions.models import Decision
from dimmer.apps.ledger.models import Entry

_HANDED, _TAKEN_BACK = "archive.handed", "archive.taken-back"
_OTHERWISE = (
    *("report.escalated", "decision.escalated", "request.escalated"),
    *("glass.broken", "disclosure.recalled"),
)
"""Acts by which the lead was, or may have been, given a concern for another reason."""


class Handed(Enum):
    """Whether the lead has a concern because it was handed to them."""

    NOT = "not"
    ALONE = "alone"
    OTHERWISE_TOO = "otherwise-too"


@dataclass(frozen=True, slots=True)
class Made:
    """An archive that was made, with who asked and why in words."""

    row: Archive
    who: str
    why: str


def made_of(found: ConcernRead) -> list[Made]:
    """The archives that were made of a concern that the reader has opened, newest first."""
    rows = Archive.objects.filter(concern=found.concern).select_related("by").order_by("-at", "pk")
    said = ((row, json.loads(found.key.unseal(row.sealed, place_of(row)))) for row in rows)
    return [Made(row, each["who"], each["why"]) for row, each in said]


def place_of(row: Archive) -> str:
    """What is bound to an archive."""
    return f"archive:{row.pk}"


def is_for(found: ConcernRead, *, asking: Practitioner) -> bool:
    """Whether a concern is one that a lead gives account of: their own agency's, and no draft."""
    row = found.concern
    return row.team.agency_id == asking.team.agency_id and row.step not in (
        Step.DRAFT,
        Step.REPORTED,
    )


def can_be_handed(found: ConcernRead, *, asking: Practitioner) -> bool:
    """Whether somebody can hand a concern to the lead: it is their team's, and that is not the lead's."""
    is_own = found.concern.team_id == asking.team_id
    return is_own and is_for(found, asking=asking) and not asking.team.leads


def lead_of(found: ConcernRead) -> Team | None:
    """The team of the lead who answers for the agency; None where it has none."""
    return lead_team_of(found.concern.team.agency_id)


def handed_of(found: ConcernRead) -> Handed:
    """Whether a concern was handed to the lead and not taken back since, and whether they have it otherwise too."""
    entries = Entry.objects.filter(sealedfacts__record=found.concern.record)
    last = entries.filter(kind__in=(_HANDED, _TAKEN_BACK)).order_by("-number").first()
    if last is None or last.kind != _HANDED:
        return Handed.NOT
    shared_at_once = Decision.objects.filter(proposal__concern=found.concern, is_emergency=True)
    if entries.filter(kind__in=_OTHERWISE).exists() or shared_at_once.exists():
        return Handed.OTHERWISE_TOO
    return Handed.ALONE
