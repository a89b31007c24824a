"""Writing beside a pack what it says of a piece since that was put right or disputed. The pack stays as it was sent."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from dimmer.apps.disclosures.models import Amended
from dimmer.apps.disclosures.queries import Amends, Tells
from dimmer.apps.disclosures.queries.amended import amended_id, place_of_amended
from dimmer.apps.vault.queries import key_of


@transaction.atomic
def amend(tells: Iterable[Tells], *, act: UUID, what: Amends, at: datetime) -> None:
    """Let each pack say it, below its own key: whoever opens the pack reads it there. Part of another act.

    Done twice, it is done once.

    Args:
        act: the id of the act, by which its notices find what each pack says.
    """
    rows = []
    for each in tells:
        row = Amended(id=amended_id(each.made, act), disclosure=each.made, at=at)
        key = key_of(each.made.record, team=each.made.sender_id)
        says = {"what": what.value, "number": each.number, "piece": each.piece}
        row.sealed = key.seal(says, place_of_amended(row))
        rows.append(row)
    Amended.objects.bulk_create(rows, ignore_conflicts=True)
