"""An address that a second person has looked at: on a record or on a concern, and then on the other too."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
from uuid import UUID, uuid4

from django.db import transaction

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.queries import ConcernRead, NoSuchConcern, concern, plain
from dimmer.apps.contacts.actions.notices import tell
from dimmer.apps.contacts.actions.telling import NobodyAlleged, change
from dimmer.apps.contacts.queries import MOVED, Told
from dimmer.apps.disclosures.queries import place_of as place_of_pack
from dimmer.apps.people import actions as people
from dimmer.apps.people.queries import PersonKept, frozen_in, in_concern, parts_of, person
from dimmer.apps.vault.queries import key_of

_CONFIRMED = "Another address, which a second person has confirmed"


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
    before = [plain(each["text"]) for each in kept.now("addresses")]
    is_new = people.answer_address(
        kept, entry=entry, is_right=is_right, because=because, by=by, at=at
    )
    if not is_new:
        return
    current = person(kept.id, reader=by)
    found = next(each for each in current.lists["addresses"] if each["id"] == str(entry))
    where = {"address": found["text"], "postcode": found["postcode"]}
    _spread(current, where, by=by, at=at)
    _follow(current, before, token=entry, by=by, at=at)


def _follow(
    kept: PersonKept, before: Sequence[str], *, token: UUID, by: Practitioner, at: datetime
) -> None:
    """Tell those who hold an earlier address; and where he moved, let everybody ask again who is at risk from him."""
    read = partial(_holds, addresses=[each for each in before if each])
    tell([kept.id], what=MOVED, by=by, at=at, only=read)
    with suppress(NobodyAlleged):
        change(token=token, of=kept, what="moved", words=_CONFIRMED, by=by, at=at)


def _holds(told: Told, *, addresses: Sequence[str]) -> bool:
    """Whether the pack of a disclosure that the reader's team sent or received holds one of them."""
    made = told.disclosure
    team = made.sender_id if told.team == made.recipient_id else made.recipient_id
    pack = key_of(made.record, team=team).unseal(made.sealed, place_of_pack(made)).decode()
    return any(each in plain(pack) for each in addresses)


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
    about = {each.id: each.about for each in found.people}.get(part, {})
    moves = about.get("moves") or {}
    is_new = concerns.answer_address(
        found, part=part, is_right=is_right, because=because, by=by, at=at
    )
    if not is_new:
        return
    linked = in_concern(found, reader=by).get(part)
    if linked is None:
        with suppress(NobodyAlleged):
            now = concern(found.concern.pk, reader=by)
            change(token=uuid4(), of=(now, part), what="moved", words=_CONFIRMED, by=by, at=at)
    if linked and (moves["address"] or moves["postcode"]):
        kept = person(linked.kept, reader=by)
        people.take_over(kept, where=moves, by=by, at=at)
        where = {name: moves[name] for name in ("address", "postcode")}
        _spread(person(kept.id, reader=by), where, by=by, at=at)
        _follow(kept, [plain(about.get("address") or "")], token=uuid4(), by=by, at=at)
