"""Keeping what is destroyed destroyed: a backup that returns holds keys that were destroyed since it was made."""

from datetime import datetime

from django.db import connection, transaction

from dimmer.apps.agencies.queries import lead_teams
from dimmer.apps.ledger import actions as ledger
from dimmer.apps.vault.actions import destroy, new_record
from dimmer.apps.vault.models import Destroyed
from dimmer.database.turns import ring_changes
from dimmer.keyring import destroyed_file
from dimmer.keyring.destroyed_file import Line


@transaction.atomic
def destroy_again(*, at: datetime) -> int:
    """Bring the list beside the ring and the database into step; return how many keys a backup had brought back.

    What the list names and the database does not is destroyed again, as it was; what only the database names, as
    after a power cut, is added to the list. Safe to run twice, or at once.
    """
    ring_changes(connection)  # one at a time: several start at once
    kept = {(line.record, line.team): line for line in destroyed_file.read()}
    known = {
        (row.record, row.team): Line(row.record, row.about, row.team, row.at)
        for row in Destroyed.objects.all()
    }
    returned = [line for name, line in kept.items() if name not in known]
    for line in returned:
        destroy(line.record, about=line.about, team=line.team, at=line.at)
    if returned:
        key = new_record(readers=lead_teams(), at=at)
        facts = {"count": len(returned)}
        ledger.append(
            kind="keys.destroyed-again", at=at, facts=facts, record=key.record, seal=key.seal
        )
    destroyed_file.add(line for name, line in known.items() if name not in kept)
    return len(returned)
