"""Opening what was shared, and saying before that one keeps to its restrictions."""

from datetime import datetime

from django.db import connection, transaction

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.disclosures.models import Disclosure, FlagsRead
from dimmer.apps.disclosures.queries import DisclosureRead
from dimmer.apps.ledger import actions as ledger
from dimmer.database.reader import reading_as_own_team


@transaction.atomic(savepoint=False)  # one statement: there is nothing to take back to
def opened(found: DisclosureRead, *, by: Practitioner, at: datetime) -> None:
    """Enter that somebody opened the pack."""
    ledger.append(
        kind="disclosure.opened",
        at=at,
        facts={
            "disclosure": str(found.disclosure.pk),
            "by": str(by.pseudonym),
            "team": str(by.team_id),
            "sealed": bytes(found.disclosure.digest).hex(),
        },
        record=found.key.record,
        seal=found.key.seal,
    )


@transaction.atomic
def keep_to_flags(found: DisclosureRead, *, by: Practitioner, at: datetime) -> None:
    """Say that one has read that somebody limited what may be done with it. Said twice, it is said once."""
    with reading_as_own_team(connection):  # behind glass it is not shown to whoever reads it
        Disclosure.objects.select_for_update().only("pk").get(pk=found.disclosure.pk)
    if FlagsRead.objects.filter(disclosure=found.disclosure, by=by).exists():
        return
    FlagsRead.objects.create(disclosure=found.disclosure, by=by, at=at)
    ledger.append(
        kind="disclosure.flags-read",
        at=at,
        facts={
            "disclosure": str(found.disclosure.pk),
            "by": str(by.pseudonym),
            "team": str(by.team_id),
        },
        record=found.key.record,
        seal=found.key.seal,
    )
