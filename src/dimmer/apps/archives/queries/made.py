"""Which archives were made of a concern, and for whom it can be handed to the lead."""

import json
from dataclasses import dataclass

from dimmer.apps.agencies.models import Practitioner, Team
from dimmer.apps.agencies.queries import lead_team_of
from dimmer.apps.archives.models import Archive
from dimmer.apps.concerns.models import Step
from dimmer.apps.concerns.queries import ConcernRead


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
