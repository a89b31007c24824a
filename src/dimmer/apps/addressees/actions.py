"""Naming a professional who has no account."""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from dimmer.apps.addressees.models import Addressee
from dimmer.apps.addressees.queries import KINDS, addressee, is_in_it, is_personal, place_of
from dimmer.apps.agencies import actions as agencies
from dimmer.apps.agencies.models import Practitioner, Team
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.queries import ConcernRead
from dimmer.database.turns import take_turns

_ELSEWHERE = "elsewhere"
"""The area of an agency of which is known only that it is in no area of ours."""


class NotAWorkAddress(ValueError):
    """Anybody may have such an address: it is no organisation's."""


class NotAProfessional(ValueError):
    """They are somebody whom the concern is about, could be, or of a kind that is no professional."""


@transaction.atomic
def add(
    found: ConcernRead,
    *,
    token: UUID,
    name: str,
    email: str,
    role: str,
    organisation: str,
    kind: str,
    phone: str,
    is_in_area: bool,
    by: Practitioner,
    at: datetime,
) -> Team:
    """Name somebody who might need to know, and stand a team for them. The same token names one.

    Nothing is shared yet: that is decided as for any team.

    Args:
        token: bound to the concern.
        is_in_area: whether they work in the holder's area; an agency of another is a recipient outside it.

    Raises:
        NotAProfessional: they are in the concern, or of no kind that is professional.
        NotAWorkAddress: the address is at no organisation.
    """
    if kind not in KINDS or is_in_it(found, name=name, email=email):
        raise NotAProfessional
    if is_personal(email):
        raise NotAWorkAddress
    take_turns(connection, token)  # sent twice at once, the second waits and finds the first
    if old := addressee(token, found=found):
        return old.team
    holder = found.concern.team.agency
    team = agencies.enter_outside(
        token=token, organisation=organisation, role=role, kind=kind, nation=holder.nation, phone=phone,
        area=holder.area if is_in_area else _ELSEWHERE,
    )  # fmt: skip
    row = Addressee(team=team, concern=found.concern, by=by, at=at)
    row.sealed = found.key.seal({"name": name, "email": email.strip().lower()}, place_of(row))
    row.save(force_insert=True)
    concerns.note(found, "addressee.named", by=by, at=at, team=str(team.pk))
    return team
