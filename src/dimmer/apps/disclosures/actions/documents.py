"""What was shared as a document: drawn once, kept as sent; and once more for each part of a plan that goes with it."""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db import transaction

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.disclosures.models import Disclosure, Document, PlanDocument
from dimmer.apps.disclosures.queries import DisclosureRead, place_of, place_of_plan
from dimmer.apps.ledger import actions as ledger


@transaction.atomic
def document(
    found: DisclosureRead, *, draw: Callable[[], bytes], by: Practitioner, at: datetime
) -> bytes:
    """The document of what was shared, as it was drawn when somebody first asked for it; enters who takes it.

    Where a plan goes with it, the document is that of the part which its recipient has now: an earlier one stays kept.

    Args:
        draw: gives the document as PDF, from the pack and nothing else; asked only the first time.
    """
    rows = Disclosure.objects.select_for_update().only("pk")
    made = rows.get(pk=found.disclosure.pk)  # of two at once the second waits, and finds it
    row = _drawn(made, found.pack.get("plan"))
    if row.at is None:
        row.at = at
        row.sealed = found.key.seal({"pdf": b64encode(draw()).decode()}, _place_of(row))
        row.digest = sha256(row.sealed).digest()
        row.entry = _enter("made", found, row, by=by, at=at)
        row.save(force_insert=True)
    _enter("opened", found, row, by=by, at=at)
    return b64decode(json.loads(found.key.unseal(row.sealed, _place_of(row)))["pdf"])


def _drawn(made: Disclosure, plan: Mapping[str, str] | None) -> Document | PlanDocument:
    """The document as it was drawn; a row without a moment where nobody asked for it yet."""
    if plan is None:
        return Document.objects.filter(pk=made.pk).first() or Document(disclosure=made)
    part = UUID(plan["part"])
    return PlanDocument.objects.filter(pk=part).first() or PlanDocument(part_id=part)


def _place_of(row: Document | PlanDocument) -> str:
    return place_of(row) if isinstance(row, Document) else place_of_plan(row)


def _enter(
    act: str,
    found: DisclosureRead,
    row: Document | PlanDocument,
    *,
    by: Practitioner,
    at: datetime,
) -> UUID:
    of = "document" if isinstance(row, Document) else "plan-document"
    return ledger.append(
        kind=f"{of}.{act}",
        at=at,
        facts={
            "disclosure" if isinstance(row, Document) else "part": str(row.pk),
            "by": str(by.pseudonym),
            "team": str(by.team_id),
            "sealed": bytes(row.digest).hex(),
        },
        record=found.key.record,
        seal=found.key.seal,
    )
