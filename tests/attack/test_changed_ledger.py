"""Whoever owns the database can change its ledger, and `dimmer verify ledger` finds out."""

from typing import Any

import psycopg
import pytest
from click.testing import CliRunner
from django.db import connection, transaction

from attack.victim import disconnect
from dimmer.apps.ledger import actions
from dimmer.apps.ledger.models import Entry
from dimmer.cli.offline.verify import verify
from dimmer.cli.service.ledger import Broken, verified
from dimmer.database import url
from stage import raised

_MORE = """
    insert into ledger_entry (id, kind, at, commitment)
    select gen_random_uuid(), 'bench.filled', now(), sha256(i::text::bytea) from generate_series(1, 30000) i
"""
DAMAGE = {
    "update ledger_entry set kind = 'nothing.done'": "was signed",
    "update ledger_entry set at = at + interval '1 microsecond'": "was signed",
    "update ledger_entry set commitment = sha256('') where kind = 'concern.begun'": "was signed",
    # one entry that reads as two, and one that is gone: as many bytes, in the same order
    "update ledger_entry set kind = E'x\\ndimmer-entry/1\\nx'": "more than one entry in a place",
    "delete from ledger_leaf where index = 1": "a gap",
    "delete from ledger_leaf where index > 1": "there are 2 leaves",
    "delete from ledger_checkpoint where size > 4": "after the 4 that were signed",
}
TILES_DAMAGE = {
    "update ledger_entry e set kind = 'nothing.done' from ledger_leaf l where l.number = e.number and l.index = 100": (
        "the first that differs is entry 100"
    ),
    # two entries that change places
    "alter table ledger_leaf drop constraint ledger_leaf_placed_once; update ledger_leaf a set number = b.number"
    " from ledger_leaf b where (a.index, b.index) in ((7, 200), (200, 7))": "the first that differs is entry 7",
    "update ledger_tile set hashes = overlay(hashes placing sha256('') from 65)": "kept for proofs",
    "update ledger_tile set root = sha256('')": "kept for proofs",
    "delete from ledger_tile": "kept for proofs",
    "insert into ledger_tile select level, index + 1, hashes, root from ledger_tile": "kept for proofs",
    "insert into ledger_tile select level + 1, index, hashes, root from ledger_tile": "kept for proofs",
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


@pytest.mark.parametrize("damage", TILES_DAMAGE)
def test_where_a_tile_is_full_the_entry_that_was_changed_is_named(
    area: Any, database: str, damage: str
) -> None:
    while Entry.objects.count() < 300:
        raised(area.amina)
    actions.sequence()
    with transaction.atomic():
        assert verified() == (Entry.objects.count(), 1)
    disconnect()

    with psycopg.connect(url.owner(database=database)) as owner:
        owner.execute(damage)

    with pytest.raises(Broken, match=TILES_DAMAGE[damage]), transaction.atomic():
        verified()


@pytest.mark.parametrize("index", [5, 7_000, 29_990])
def test_an_entry_that_was_changed_long_ago_is_named_in_a_long_ledger(
    database: str, index: int
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_MORE)
    assert actions.sequence() == 30_000
    disconnect()
    with psycopg.connect(url.owner(database=database)) as owner:
        owner.execute(
            "update ledger_entry e set commitment = sha256('') from ledger_leaf l"
            " where l.number = e.number and l.index = %s",
            [index],
        )

    done = CliRunner().invoke(verify, ["ledger"])

    assert done.exit_code == 1
    named = f"the first that differs is entry {index}"
    assert (named in done.output) == (index < 30_000 // 256 * 256)
    assert "was signed" in done.output
