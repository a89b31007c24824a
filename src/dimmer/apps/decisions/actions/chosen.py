"""That what somebody chose for a recipient can go to them at all; and that a team was chosen without a senior route."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.concerns.actions import note
from dimmer.apps.concerns.queries import ConcernRead
from dimmer.apps.decisions.queries import Asked, Choice, copies_for, not_offered
from dimmer.apps.interests.queries import Routed
from dimmer.core.proportionality import Light
from dimmer.core.route import NotAMove


def check_chosen(
    asked: Asked, choices: Sequence[Choice], *, facts: Mapping[str, Any], by: Practitioner
) -> None:
    """Refuse own words that are held, and files that may not go, or not with what else is chosen.

    Raises:
        NotAMove: there is such a one.
    """
    proposals = {row.pk: row for row in asked.proposals}
    for choice in choices:
        row = proposals.get(choice.proposal)
        if row and choice.items & not_offered(asked, facts, row, holder=by.team.agency):
            raise NotAMove(
                "somebody's own words go as they said, or under the law without their agreement"
            )
        if row and choice.files:
            can = {each.id for each in copies_for(asked) if each.item in choice.items}
            if choice.light < Light.DETAIL or not choice.files <= can:
                raise NotAMove("a file goes as a flat copy that may go, with its piece")


def enter_unrouted(found: ConcernRead, to: Routed, *, by: Practitioner, at: datetime) -> None:
    """Enter that an agency of somebody in it had no senior route, and was rung. Part of another act."""
    for agency in to.without:
        note(found, "concern.no-senior-route", by=by, at=at, agency=str(agency.pk))
