"""What was shared as a document that opens with a password only, for whoever has no account."""

from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Protocol
from uuid import uuid4

from django.db import transaction

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.decisions.models import Proposal
from dimmer.apps.disclosures import actions as disclosures
from dimmer.apps.disclosures.queries import Since, files_of, latest
from dimmer.apps.travels.actions.entering import enter
from dimmer.apps.travels.models import Travel, Way
from dimmer.apps.travels.queries import Travels, place_of


class Draw(Protocol):
    """Gives the document as PDF, from the pack and what is said of it since, and nothing else."""

    def __call__(self, *, changed: Sequence[Since] = ()) -> bytes:
        """`changed`: of each piece that was put right or disputed, what it says now."""


@transaction.atomic
def with_password(
    found: Travels,
    *,
    draw: Draw,
    lock: Callable[[bytes, Mapping[str, bytes]], bytes],
    way: Way,
    by: Practitioner,
    at: datetime,
) -> bytes:
    """The document under a password, the files of the pack in it; enters that it went that way.

    The password is never part of what is written.

    What was put right since goes with it, at its top: then it is drawn anew, and kept with this travel as it went.

    Args:
        lock: puts a password on it, and on the files in it, by their names in the pack.

    Raises:
        NotNow: they are on the service, or it was taken back or blocked.
    """
    made = found.found.disclosure
    if found.addressee is None or made.closed_at or found.is_blocked:
        raise concerns.NotNow("taken back, blocked, or to somebody on the service")
    # whoever puts a piece right holds this too: it comes before, and goes with it, or after, and they are told
    Proposal.objects.select_for_update().only("pk").get(pk=made.proposal_id)
    changed, kept = latest(made, found.found.key), {}
    if changed:
        drawn = draw(changed=changed)
        kept = {"pdf": b64encode(drawn).decode()}
    else:
        drawn = disclosures.document(found.found, draw=draw, by=by, at=at)
    files = files_of(made, found.found.key, pack=found.found.pack)
    written = lock(drawn, files)
    row = Travel(id=uuid4(), disclosure=made, way=way, by=by, at=at)
    digests = {name: sha256(content).hexdigest() for name, content in files.items()}
    said = {
        "digest": sha256(written).hexdigest(),
        **({"files": digests} if digests else {}),
        **kept,
    }
    row.sealed = found.found.key.seal(said, place_of(row))
    row.entry = enter("travel.made", found.found, row, by=by, at=at, way=way.value)
    row.save(force_insert=True)
    return written
