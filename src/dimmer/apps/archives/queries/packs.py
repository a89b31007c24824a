"""What the team that holds a concern shared of it, with the keys to it where the reader's team may open it."""

from dataclasses import dataclass
from uuid import UUID

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.concerns.queries import ConcernRead
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.disclosures.queries import place_of
from dimmer.apps.receipts.models import Receipt
from dimmer.apps.vault.queries import NotEntitled, RecordKey, key_of


@dataclass(frozen=True, slots=True)
class Pack:
    """What was sent, with the key to it; or none where the reader's team cannot open it."""

    made: Disclosure
    receipt: Receipt | None
    key: RecordKey | None

    @property
    def entries(self) -> list[UUID]:
        """The ledger's entries that it was made and, where it was, received."""
        return [self.made.entry, *([self.receipt.entry] if self.receipt else [])]

    def content(self, key: RecordKey) -> bytes:
        """The pack as it was frozen, byte for byte."""
        return key.unseal(self.made.sealed, place_of(self.made))


def packs_of(found: ConcernRead, *, reader: Practitioner) -> tuple[Pack, ...]:
    """What the team that holds the concern shared of it, in time."""
    rows = Disclosure.objects.filter(concern=found.concern, sender=found.concern.team_id)
    rows = rows.select_related("recipient__agency", "receipt__by__team__agency")
    return tuple(
        Pack(made, getattr(made, "receipt", None), _key(made, reader=reader))
        for made in rows.order_by("at", "pk")
    )


def _key(made: Disclosure, *, reader: Practitioner) -> RecordKey | None:
    try:
        return key_of(made.record, team=reader.team_id)
    except NotEntitled:
        return None
