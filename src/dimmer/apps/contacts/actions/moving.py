"""An address that a second person has looked at: on a record or on a concern, and then on the other too."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.queries import ConcernRead, NoSuchConcern, concern
from dimmer.apps.people import actions as people
from dimmer.apps.people.queries import PersonKept, frozen_in, in_concern, parts_of, person


@transaction.atomic
def answer_address(
    kept: PersonKept, *, entry: UUID, is_right: bool, because: str, by: Practitioner, at: datetime
) -> None:
    """Confirm an address that waits on a record, or refuse it. Answering again changes nothing.

    Confirmed, it takes the place of the earlier one on those of the team's concerns that this one sees. On the others
    nothing goes to the earlier one.

    Raises:
        NoReason, NotThere, OwnEntry: as `people.actions.answer_address`.
    """
    is_new = people.answer_address(
        kept, entry=entry, is_right=is_right, because=because, by=by, at=at
    )
    if not is_new:
        return
    current = person(kept.id, reader=by)
    found = next(each for each in current.lists["addresses"] if each["id"] == str(entry))
    where = {"address": found["text"], "postcode": found["postcode"]}
    _spread(current, where, by=by, at=at)


def _spread(kept: PersonKept, where: Mapping[str, str], *, by: Practitioner, at: datetime) -> None:
    for part, pk in sorted(parts_of(kept, reader=by).items()):
        _take_over(pk, part, where, by=by, at=at)


def _take_over(
    pk: UUID, part: UUID, where: Mapping[str, str], *, by: Practitioner, at: datetime
) -> None:
    try:
        found = concern(pk, reader=by)
    except NoSuchConcern:  # a colleague's: it stays frozen there until they look
        return
    if part in frozen_in(found, reader=by):
        concerns.take_over(found, part=part, where=where, by=by, at=at)


@transaction.atomic
def answer_part(
    found: ConcernRead, *, part: UUID, is_right: bool, because: str, by: Practitioner, at: datetime
) -> None:
    """The same of an address that waits on a concern; confirmed, it is added to the record that they are linked to.

    Raises:
        NoReason, NobodyThere, OwnEntry: as `concerns.actions.answer_address`.
    """
    moves = {each.id: each.moves for each in found.people}.get(part, {})
    is_new = concerns.answer_address(
        found, part=part, is_right=is_right, because=because, by=by, at=at
    )
    if not is_new:
        return
    linked = in_concern(found, reader=by).get(part)
    if linked and (moves["address"] or moves["postcode"]):
        kept = person(linked.kept, reader=by)
        people.take_over(kept, where=moves, by=by, at=at)
        where = {name: moves[name] for name in ("address", "postcode")}
        _spread(person(kept.id, reader=by), where, by=by, at=at)
