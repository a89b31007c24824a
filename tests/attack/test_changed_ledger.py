"""Whoever owns the database can change its ledger, and `dimmer verify ledger` finds out."""

from pathlib import Path
from typing import Any

import psycopg
import pytest
from click.testing import CliRunner
from django.db import connection, transaction

from attack.victim import disconnect
from dimmer.apps.ledger import actions, queries
from dimmer.apps.ledger.models import Entry
from dimmer.cli.offline.verify import verify
from dimmer.cli.service import ledger
from dimmer.cli.service.ledger import Broken, verified
from dimmer.database import url
from stage import raised

_MORE = """
    insert into ledger_entry (id, kind, at, commitment)
    select gen_random_uuid(), 'bench.filled', now(), sha256(i::text::bytea) from generate_series(1, 30000) i
"""
_SWAP = (
    "alter table ledger_leaf drop constraint ledger_leaf_placed_once; update ledger_leaf a set number = b.number"
    " from ledger_leaf b where (a.index, b.index) in (({0}, {1}), ({1}, {0}))"
)
_ENTRY = (
    "update ledger_entry e set {1} from ledger_leaf l where l.number = e.number and l.index = {0}"
)
_LATER = (
    "alter table ledger_leaf drop constraint ledger_leaf_placed_once, drop constraint ledger_leaf_pkey;"
    " update ledger_leaf set index = case when index = 1 then 6 else index - 1 end where index between 1 and 6"
)
DAMAGE = {
    "update ledger_entry set kind = 'nothing.done'": "entry 0 was changed",
    _ENTRY.format(5, "kind = 'nothing.done'"): "entry 5 was changed: it is now nothing.done",
    _ENTRY.format(5, "commitment = sha256('')"): "entry 5 was changed",
    _ENTRY.format(6, "at = e.at - interval '1 day'"): "entry 6 was changed.*it was back-dated",
    _ENTRY.format(2, "at = e.at + interval '1 day'"): "entry 2 was changed.*it was dated later",
    "update ledger_entry set at = at + interval '1 microsecond'": "was signed",
    # one entry that reads as two, and one that is gone: as many bytes, in the same order
    "update ledger_entry set kind = E'x\\ndimmer-entry/1\\nx'": "more than one entry in a place",
    "delete from ledger_leaf where index = 1": "a gap.*; entry 1 is missing",
    "alter table ledger_entry drop constraint ledger_entry_pkey cascade;"
    " delete from ledger_entry e using ledger_leaf l where l.number = e.number and l.index = 2": (
        "a gap.*; entry 2 is missing"
    ),
    "delete from ledger_leaf where index > 1": "there are 2 leaves.*entries 2 to 7 are missing",
    "alter table ledger_leaf drop constraint ledger_leaf_pkey; delete from ledger_leaf where index = 1;"
    " update ledger_leaf set index = index - 1 where index > 1": (
        "its first 4 entries have the root .* from entry 0 to 3; entry 1 is missing$"
    ),
    _SWAP.format(
        1, 6
    ): "entry 1 was moved: entry 6 stands in its place; entry 6 was moved: entry 1 stands",
    _LATER: "entry 1 was moved: entry 2 stands in its place; entry 2 was moved: entry 3",
    "delete from ledger_checkpoint where size > 4": "after the 4 that were signed",
    # whoever changes what is kept beside the entries too is found out, and the head says between which
    _ENTRY.format(5, "kind = 'x'") + "; update ledger_checkpoint set begun = sha256('')": (  # noqa: S608  (constants)
        "from entry 4 to 7; the hashes kept beside the entries were changed too"
    ),
}
TILES_DAMAGE = {
    _ENTRY.format(100, "kind = 'nothing.done'"): "entry 100 was changed: it is now nothing.done",
    _SWAP.format(
        7, 200
    ): "entry 7 was moved: entry 200 stands in its place; entry 200 was moved: entry 7",
    # from a full tile into the one that is begun
    _SWAP.format(
        7, 298
    ): "entry 7 was moved: entry 298 stands in its place; entry 298 was moved: entry 7",
    "delete from ledger_leaf where index between 40 and 290": "entries 40 to 290 are missing",
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

    with pytest.raises(Broken, match=DAMAGE[damage]), transaction.atomic():
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


@pytest.mark.parametrize(("index", "alone"), [(5, 0), (7_000, 400_000), (7_000, 0), (29_990, 0)])
def test_an_entry_that_was_changed_long_ago_is_named_in_a_long_ledger(
    database: str, index: int, alone: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever reads it, this process or several others."""
    monkeypatch.setattr(ledger, "ALONE", alone)
    monkeypatch.setattr(ledger, "processors", lambda: 2)
    with connection.cursor() as cursor:
        cursor.execute(_MORE)
    assert actions.sequence() == 30_000
    assert CliRunner().invoke(verify, ["ledger"]).exit_code == 0
    disconnect()
    with psycopg.connect(url.owner(database=database)) as owner:
        owner.execute(
            "update ledger_entry e set commitment = sha256('') from ledger_leaf l"
            " where l.number = e.number and l.index = %s",
            [index],
        )

    done = CliRunner().invoke(verify, ["ledger"])

    assert done.exit_code == 1
    assert f"✗ entry {index} was changed" in done.output
    assert "was signed" in done.output


def test_a_backup_that_was_restored_and_a_second_history_are_told_from_what_was_kept(
    area: Any, database: str, tmp_path: Path
) -> None:
    raised(area.amina)
    actions.sequence()
    older = tmp_path / "older"
    older.write_text(queries.notes()[-1])
    raised(area.amina)
    actions.sequence()
    newer = tmp_path / "newer"
    newer.write_text(queries.notes()[-1])
    disconnect()
    both = ["ledger", "--seen", str(older), "--seen", str(newer)]
    assert CliRunner().invoke(verify, both).exit_code == 0

    with psycopg.connect(
        url.owner(database=database)
    ) as owner:  # as it was before the newer was signed
        owner.execute(
            "delete from ledger_checkpoint where size > 4; delete from ledger_leaf where index > 3"
        )
    assert CliRunner().invoke(verify, ["ledger"]).exit_code == 0
    assert CliRunner().invoke(verify, both[:3]).exit_code == 0
    restored = CliRunner().invoke(verify, both)
    assert restored.exit_code == 1
    assert (
        "it has 4 entries, and had 8 on the checkpoint of 8 entries that you kept"
        in restored.output
    )
    with psycopg.connect(url.owner(database=database)) as owner:  # and goes on, otherwise
        owner.execute(
            "alter table ledger_entry drop constraint ledger_entry_pkey cascade;"
            " delete from ledger_entry where number not in (select number from ledger_leaf)"
        )
    raised(area.amina)
    raised(area.amina)
    actions.sequence()
    disconnect()

    assert CliRunner().invoke(verify, ["ledger"]).exit_code == 0
    forked = CliRunner().invoke(verify, both)
    assert forked.exit_code == 1
    assert (
        "A FORK: its first 8 entries are not those of the checkpoint of 8 entries" in forked.output
    )
    assert "continues the checkpoint of 4" not in forked.output


def test_what_was_kept_and_was_signed_by_somebody_else_is_compared_with_nothing(
    area: Any, tmp_path: Path
) -> None:
    raised(area.amina)
    actions.sequence()
    kept = tmp_path / "kept"
    kept.write_text(queries.notes()[-1].replace("\n4\n", "\n5\n"))
    disconnect()

    done = CliRunner().invoke(verify, ["ledger", "--seen", str(kept)])

    assert done.exit_code == 2
    assert "cannot be compared" in done.output


def test_entries_that_found_their_place_much_later_are_read_where_they_stand(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Numbers far from those beside them, and one after the other the other way round."""
    with connection.cursor() as cursor:
        cursor.execute(_MORE)
    disconnect()
    with psycopg.connect(url.owner(database=database)) as owner:
        owner.execute(
            "alter table ledger_entry alter column number drop identity;"
            " update ledger_entry set number = 1000000 - number where number % 5000 = 0 or number < 3000;"
            " update ledger_entry set number = number + 5000000 where number between 9000 and 9100"
        )
    assert actions.sequence(wholly=True) == 30_000

    done = CliRunner().invoke(verify, ["ledger"])

    assert (done.exit_code, "✓ 30000 entries, without gaps" in done.output) == (0, True)


def test_every_time_is_read_as_it_was_written(database: str) -> None:
    """To the microsecond, with noughts at its end, and whatever the database is set to write."""
    disconnect()
    with psycopg.connect(url.owner(database=database), autocommit=True) as owner:
        owner.execute(
            "insert into ledger_entry (id, kind, at, commitment)"
            " select gen_random_uuid(), 'bench.filled', timestamptz '2026-11-24 09:30+00'"
            " + (i * i) * interval '1 microsecond', sha256(i::text::bytea) from generate_series(0, 1500) i"
        )
        owner.execute(f"alter database {database} set timezone to 'Asia/Kolkata'")
        owner.execute(f"alter database {database} set datestyle to 'SQL, DMY'")
    assert actions.sequence() == 1_501

    assert CliRunner().invoke(verify, ["ledger"]).exit_code == 0
