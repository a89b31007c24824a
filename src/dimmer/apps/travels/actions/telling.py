"""What was said to whoever something was shared with, or posted: written down as it was, with the precautions."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.concerns.actions import NoReason, NotNow
from dimmer.apps.decisions.actions import move
from dimmer.apps.decisions.models import Proposal
from dimmer.apps.travels.actions.entering import enter, held
from dimmer.apps.travels.models import Travel, Way
from dimmer.apps.travels.queries import BY_WORD, Travels, place_of
from dimmer.core.route import MOVES, Step


@transaction.atomic
def tell(
    found: Travels,
    *,
    token: UUID,
    way: Way,
    on: date,
    said: str,
    took: Iterable[str],
    why: str,
    by: Practitioner,
    at: datetime,
) -> Travel:
    """Write down that they were told. The same token writes once; also after it was taken back, since it happened.

    Args:
        took: the precautions that were taken.
        why: which were not, and why.

    Raises:
        NotNow: it is no way of telling somebody.
        NoReason: there are no words on what they were told.
    """
    made = held(found)
    if way not in BY_WORD:
        raise NotNow("not by word")
    if not said.strip():
        raise NoReason
    if old := Travel.objects.filter(pk=token, disclosure=made).first():
        return old
    row = Travel(id=token, disclosure=made, way=way, by=by, at=at)
    words = {"on": on.isoformat(), "said": said, "took": sorted(took), "why": why}
    row.sealed = found.found.key.seal(words, place_of(row))
    row.entry = enter("travel.made", found.found, row, by=by, at=at, way=way.value)
    row.save(force_insert=True)
    if found.addressee is None:  # a team says itself that it has read it
        return row
    proposal = Proposal.objects.select_for_update().get(pk=made.proposal_id)
    if Step.RECEIVED in MOVES[Step(proposal.step)] and way is not Way.POST:
        move(proposal, Step.RECEIVED, at=at)
    return row
