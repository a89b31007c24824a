"""What was shared as a document that opens with a password only, for whoever has no account."""

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from uuid import uuid4

from django.db import transaction

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.disclosures import actions as disclosures
from dimmer.apps.travels.actions.entering import enter
from dimmer.apps.travels.models import Travel, Way
from dimmer.apps.travels.queries import Travels, place_of


@transaction.atomic
def with_password(
    found: Travels,
    *,
    draw: Callable[[], bytes],
    lock: Callable[[bytes], bytes],
    way: Way,
    by: Practitioner,
    at: datetime,
) -> bytes:
    """The document under a password; enters that it went that way. The password is never part of what is written.

    Args:
        draw: gives the document as PDF, from the pack and nothing else.
        lock: puts a password on it.

    Raises:
        NotNow: they are on the service, or it was taken back or blocked.
    """
    made = found.found.disclosure
    if found.addressee is None or made.closed_at or found.is_blocked:
        raise concerns.NotNow("taken back, blocked, or to somebody on the service")
    written = lock(disclosures.document(found.found, draw=draw, by=by, at=at))
    row = Travel(id=uuid4(), disclosure=made, way=way, by=by, at=at)
    said = {"digest": sha256(written).hexdigest()}
    row.sealed = found.found.key.seal(said, place_of(row))
    row.entry = enter("travel.made", found.found, row, by=by, at=at, way=way.value)
    row.save(force_insert=True)
    return written
