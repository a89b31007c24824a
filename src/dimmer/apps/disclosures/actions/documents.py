"""What was shared as a document: drawn once, kept as sent."""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db import transaction

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.disclosures.models import Disclosure, Document
from dimmer.apps.disclosures.queries import DisclosureRead, place_of
from dimmer.apps.ledger import actions as ledger


@transaction.atomic
def document(
    found: DisclosureRead, *, draw: Callable[[], bytes], by: Practitioner, at: datetime
) -> bytes:
    """The document of what was shared, as it was drawn when somebody first asked for it; enters who takes it.

    Args:
        draw: gives the document as PDF, from the pack and nothing else; asked only the first time.
    """
    rows = Disclosure.objects.select_for_update().only("pk")
    made = rows.get(pk=found.disclosure.pk)  # of two at once the second waits, and finds it
    row = Document.objects.filter(pk=made.pk).first()
    if row is None:
        row = Document(disclosure=made, at=at)
        row.sealed = found.key.seal({"pdf": b64encode(draw()).decode()}, place_of(row))
        row.digest = sha256(row.sealed).digest()
        row.entry = _enter("document.made", found, row, by=by, at=at)
        row.save(force_insert=True)
    _enter("document.opened", found, row, by=by, at=at)
    return b64decode(json.loads(found.key.unseal(row.sealed, place_of(row)))["pdf"])


def _enter(
    kind: str, found: DisclosureRead, row: Document, *, by: Practitioner, at: datetime
) -> UUID:
    return ledger.append(
        kind=kind,
        at=at,
        facts={
            "disclosure": str(row.pk),
            "by": str(by.pseudonym),
            "team": str(by.team_id),
            "sealed": bytes(row.digest).hex(),
        },
        record=found.key.record,
        seal=found.key.seal,
    )
