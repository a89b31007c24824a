"""Files that go with a pack, sealed for whoever has it; and that somebody took one away."""

from collections.abc import Collection
from datetime import datetime

from django.db import connection, transaction

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.attachments.queries import copied_content, turn_of
from dimmer.apps.concerns.queries import ConcernRead
from dimmer.apps.decisions.models import Decision
from dimmer.apps.disclosures.models import Disclosure, PackFile
from dimmer.apps.disclosures.queries import DisclosureRead, files_as_decided, place_of_file
from dimmer.apps.ledger import actions as ledger
from dimmer.apps.vault.queries import RecordKey
from dimmer.database.turns import take_turns


def files_go_with(
    made: Disclosure,
    found: ConcernRead,
    decision: Decision,
    *,
    without: Collection[str],
    key: RecordKey,
) -> None:
    """Seal the files of a pack with its key, as it names them. Part of sharing it."""
    for number, copy in enumerate(files_as_decided(found, decision, without=without), 1):
        row = PackFile(disclosure=made, number=number)
        row.sealed = key.seal_bytes(copied_content(found, copy), place_of_file(row))
        row.save(force_insert=True)


@transaction.atomic
def file_opened(found: DisclosureRead, number: int, *, by: Practitioner, at: datetime) -> None:
    """Enter that somebody opens a file that went with a pack. Say it before it is opened: one at a time."""
    take_turns(connection, turn_of(by))
    ledger.append(
        kind="disclosure-file.opened",
        at=at,
        facts={
            "disclosure": str(found.disclosure.pk),
            "number": number,
            "by": str(by.pseudonym),
            "team": str(by.team_id),
        },
        record=found.key.record,
        seal=found.key.seal,
    )
