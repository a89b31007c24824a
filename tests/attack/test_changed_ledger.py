"""Whoever owns the database can change its ledger, and `dimmer verify ledger` finds out."""

from typing import Any

import psycopg
import pytest
from django.db import transaction

from attack.victim import disconnect
from dimmer.apps.ledger import actions
from dimmer.cli.service.ledger import Broken, verified
from dimmer.database import url
from stage import raised

DAMAGE = {
    "update ledger_entry set kind = 'nothing.done'": "was signed",
    "update ledger_entry set at = at + interval '1 microsecond'": "was signed",
    "update ledger_entry set commitment = sha256('') where kind = 'concern.begun'": "was signed",
    # one entry that reads as two, and one that is gone: as many bytes, in the same order
    "update ledger_entry set kind = E'x\\ndimmer-entry/1\\nx'": "more than one entry in a place",
    "delete from ledger_leaf where index = 1": "a gap",
    "delete from ledger_leaf where index > 1": "there are 2 leaves",
    "delete from ledger_checkpoint where size > 4": "after the 4 that were signed",
    "update ledger_node set hash = sha256('')": "kept for proofs",
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_an_owner_who_changes_the_ledger_is_found_out(
    area: Any, database: str, damage: str
) -> None:
    raised(area.amina)  # four entries
    actions.sequence()
    raised(area.amina)
    actions.sequence()
    with transaction.atomic():
        assert verified() == (8, 2)
    disconnect()

    with psycopg.connect(url.owner(database=database)) as owner:
        owner.execute(damage)

    with pytest.raises((Broken, IndexError), match=DAMAGE[damage]), transaction.atomic():
        verified()
