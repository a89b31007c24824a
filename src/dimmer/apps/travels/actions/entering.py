"""What every act on a way of travel writes: its entry on the ledger, and a line for whoever sent it."""

from datetime import datetime
from uuid import UUID, uuid4

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.disclosures.queries import DisclosureRead
from dimmer.apps.ledger import actions as ledger
from dimmer.apps.travels.models import Event, Link, Travel
from dimmer.apps.travels.queries import Travels


def enter(
    kind: str, found: DisclosureRead, row: Travel, *, by: Practitioner, at: datetime, **more: str
) -> UUID:
    """Enter what somebody of the team that shared it did."""
    facts = {
        "travel": str(row.pk), "disclosure": str(found.disclosure.pk), "by": str(by.pseudonym), **more,
    }  # fmt: skip
    return ledger.append(
        kind=kind, at=at, facts=facts, record=found.key.record, seal=found.key.seal
    )


def happened(link: Link, what: Event.What, *, at: datetime) -> None:
    """Write down for whoever sent a link what happened with it."""
    Event.objects.create(id=uuid4(), link=link, what=what, at=at)


def held(found: Travels) -> Disclosure:
    """What was shared, locked: of two acts at once the second finds what the first wrote."""
    rows = Disclosure.objects.select_for_update(of=("self",)).defer("sealed")
    return rows.get(pk=found.found.disclosure.pk)
