"""That somebody was shown a list is one entry: which list, how many rows, and which."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.ledger import actions as ledger
from dimmer.apps.vault.actions import grant
from dimmer.apps.vault.queries import NotEntitled, RecordKey, digest_of, key_of, record_of_month
from dimmer.database.turns import take_turns
from dimmer.keyring import sealing

MOST = 400
"""So many ids are named in the facts of one entry, which have an end; beyond that the digest alone tells of them."""


@transaction.atomic(savepoint=False)
def listed(name: str, rows: Collection[UUID], *, by: Practitioner, at: datetime) -> None:
    """Enter that somebody was shown a list.

    Args:
        name: the name of the page's address.
        rows: the ids that its rows lead to.
    """
    note_rows("list.shown", rows, by=by, at=at, list=name)


@transaction.atomic(savepoint=False)
def note_rows(
    kind: str, rows: Collection[UUID], *, by: Practitioner, at: datetime, **facts: Any
) -> None:
    """Enter what somebody was shown rows by, below the record of the team's month. Part of another act."""
    key = _key_of_month(by.team_id, at)
    whole = {
        "by": str(by.pseudonym), "team": str(by.team_id), "count": len(rows), "sha256": digest_of(rows),
        "rows": sorted(map(str, rows))[:MOST], **facts,
    }  # fmt: skip
    ledger.append(kind=kind, at=at, facts=whole, record=key.record, seal=key.seal)


def _key_of_month(team: UUID, at: datetime) -> RecordKey:
    record = record_of_month(team, at)
    try:
        return key_of(record, team=team)
    except NotEntitled:
        take_turns(connection, f"lists {record}")
    try:  # whoever was first has made it meanwhile
        return key_of(record, team=team)
    except NotEntitled:
        key = RecordKey(record, sealing.new_key())
        grant(key, to=[team], at=at)
        return key
