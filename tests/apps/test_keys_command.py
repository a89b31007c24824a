"""`dimmer keys`: what it says, moving and recovering keys; and destroying what is disposed of."""

import threading
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.db import connection
from django.test import override_settings

from attack import witness
from dimmer.apps.ledger.models import Entry
from dimmer.apps.vault import actions as vault
from dimmer.apps.vault import queries
from dimmer.apps.vault.actions import keys
from dimmer.apps.vault.models import Grant, RingCopy, TeamKey
from dimmer.cli.service import keys as command
from dimmer.cli.service import look_at_keys
from dimmer.database import url
from dimmer.keyring import provider, recovery, ring, ring_file, sealing, signing
from keyholding import opens, run
from stage import NOW, raised, reading


def test_status_says_what_there_is(area: Any) -> None:
    first = run("status")
    run("rotate")
    run("rotate", "--team", "Records")
    second = run("status")

    assert first.exit_code == second.exit_code == 0
    assert "Provider: a key in the demo's file" in first.output
    assert "Wrapping key: version 1, never rotated." in first.output
    assert "no shares. A lost key is a lost archive" in first.output
    assert "Wrapping key: version 2, rotated on" in second.output
    assert "Records, Exampleshire Community Health: version 2, 0 days old" in second.output


def test_a_rotation_under_way_is_told(area: Any) -> None:
    keys.begin_rotation(at=NOW)

    said = run("status")

    assert said.exit_code == 1
    assert "`dimmer keys rotate` goes on with it" in said.output


def test_every_team_at_once(area: Any) -> None:
    records = {name: raised(getattr(area, name)).concern.record for name in ("amina", "pat")}
    before = {name: opens(row, who=getattr(area, name)) for name, row in records.items()}

    done = run("rotate", "--teams")

    assert done.exit_code == 0
    assert set(TeamKey.objects.values_list("version", flat=True)) == {2}
    after = {name: opens(row, who=getattr(area, name)) for name, row in records.items()}
    assert after == before
    with reading(area.pat):
        assert Grant.objects.get(record=records["pat"]).version == 2


def test_the_ledger_holds_each_work_on_keys_once_and_no_key(area: Any, database: str) -> None:
    run("rotate")
    run("rotate", "--team", "Records")
    keys.share(public=recovery.new_shares()[1], at=NOW)

    kinds = list(Entry.objects.values_list("kind", flat=True))

    work = [kind for kind in kinds if kind.startswith("keys.")]
    assert sorted(work) == [
        "keys.rotated", "keys.rotation-begun", "keys.shared", "keys.team-renewed",
    ]  # fmt: skip
    with witness.connect(database) as seen:
        assert witness.faults(seen) == []
        said = dict(witness.facts(seen))
        assert said["keys.team-renewed"] == {"team": str(area.rhys.team_id), "version": 2}
        text = str(seen.execute("select text from vault_ring").fetchone())
    shown = run("status").output + text
    for secret in (ring.ring().root, *ring.ring().keys, provider.file_key()):
        assert secret.hex() not in shown


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("rotate", "--team", "Nobody"), "No team with keys is called 'Nobody'"),
        (
            ("rotate", "--team", "Records", "--teams"),
            "--team, --teams and --signature go without each other",
        ),
        (("move",), "say one of --file, --passphrase and --hsm"),
        (("share",), "at a terminal only"),
        (("recover", "--file", "never.key"), "No shares were ever made"),
    ],
)
def test_bad_input_is_said_in_words_and_changes_nothing(
    area: Any, words: tuple[str, ...], says: str
) -> None:
    done = run(*words)

    assert done.exit_code == 2
    assert says in done.output
    assert not ring_file.path().exists()
    assert not Path("never.key").exists()


def test_keys_are_moved_below_a_new_file_and_recovered_below_another(
    area: Any, tmp_path: Path, monkeypatch: Any
) -> None:
    record = raised(area.amina).concern.record
    key, signature = opens(record, who=area.amina), signing.public_key()
    shares, public = recovery.new_shares()
    keys.share(public=public, at=NOW)
    moved = run("move", "--file", str(tmp_path / "new"))
    assert moved.exit_code == 0, moved.output
    assert f"Set DIMMER_KEY_FILE={tmp_path}/new" in moved.output
    refused = run("rotate")
    ring.forget()
    with pytest.raises(provider.NoKey, match="not the right one"):
        ring.ring()  # the demo's key opens nothing any more

    monkeypatch.setenv("DIMMER_KEY_FILE", str(tmp_path / "new"))
    assert isinstance(refused.exception, provider.NoKey)
    assert run("rotate").exit_code == 0
    assert opens(record, who=area.amina) == key
    tmp_path.joinpath("new").unlink()
    ring.forget()
    wrong = run("recover", "--file", str(tmp_path / "wrong"), typed=f"{shares[0]}\n{shares[0]}\n")
    right = run("recover", "--file", str(tmp_path / "again"), typed=f"{shares[2]}\n{shares[0]}\n")
    monkeypatch.setenv("DIMMER_KEY_FILE", str(tmp_path / "again"))
    ring.forget()

    assert wrong.exit_code == 2
    assert "do not fit" in wrong.output
    assert not tmp_path.joinpath("wrong").exists()
    assert right.exit_code == 0, right.output
    assert opens(record, who=area.amina) == key
    assert signing.public_key() == signature
    kinds = set(Entry.objects.values_list("kind", flat=True))
    assert {"keys.moved", "keys.recovered"} <= kinds


def test_shares_of_before_open_nothing_once_new_ones_are_made(area: Any, tmp_path: Path) -> None:
    old, public = recovery.new_shares()
    keys.share(public=public, at=NOW)
    keys.share(public=recovery.new_shares()[1], at=NOW)

    done = run("recover", "--file", str(tmp_path / "new"), typed=f"{old[0]}\n{old[1]}\n")

    assert done.exit_code == 2
    assert "newer ones were made since" in done.output
    assert not tmp_path.joinpath("new").exists()


@pytest.mark.parametrize("change", ["cut", "empty", "altered"])
def test_a_teams_key_that_was_damaged_is_told_and_nothing_is_lost(area: Any, change: str) -> None:
    mine, theirs = raised(area.amina).concern.record, raised(area.pat).concern.record
    key, row = opens(mine, who=area.amina), TeamKey.objects.filter(pk=area.amina.team_id)
    whole = bytes(row.get().wrapped_private)
    damaged = {"cut": whole[:30], "empty": b"", "altered": whole[:-1] + bytes([whole[-1] ^ 1])}
    row.update(wrapped_private=damaged[change])

    with pytest.raises(sealing.CannotOpen):
        opens(mine, who=area.amina)
    first = run("rotate")
    assert (first.exit_code, len(ring.ring().keys)) == (1, 2)
    assert "do not open: Health visiting, Exampleshire Community Health" in first.output
    assert opens(theirs, who=area.pat)
    row.update(wrapped_private=whole)  # from a backup
    assert opens(mine, who=area.amina) == key
    assert run("rotate").exit_code == 0
    assert opens(mine, who=area.amina) == key


def test_what_does_not_open_can_be_given_up(area: Any) -> None:
    TeamKey.objects.filter(pk=area.rhys.team_id).update(wrapped_private=b"cut")

    assert run("rotate").exit_code == 1
    done, again = run("rotate", "--anyway"), run("rotate", "--team", "Records")

    assert (done.exit_code, again.exit_code) == (0, 0)
    assert opens(raised(area.rhys).concern.record, who=area.rhys)


def test_the_copy_and_the_file_are_brought_into_step_whichever_is_newer(area: Any) -> None:
    keys.begin_rotation(at=NOW)
    older = ring_file.path().read_text()
    keys.end_rotation(at=NOW)
    newer = ring_file.path().read_text()

    ring_file.write(older)  # stopped between the commit and the file
    keys.settle(at=NOW)
    assert ring_file.path().read_text() == newer
    RingCopy.objects.update(serial=1, text=older)  # a dump of before was restored
    keys.settle(at=NOW)
    assert RingCopy.objects.get().text == newer


def test_what_was_destroyed_opens_for_nobody_and_is_granted_to_nobody(area: Any) -> None:
    found = raised(area.amina)
    record, kept = found.concern.record, raised(area.amina).concern.record
    with reading(area.amina):
        vault.grant(found.key, to=[area.pat.team_id, area.carys.team_id], at=NOW)

    with reading(area.amina):
        done = vault.destroy(record, about=uuid4(), at=NOW)
        vault.grant(found.key, to=[area.pat.team_id], at=NOW)
        again = vault.destroy(record, about=found.concern.pk, at=NOW + timedelta(days=1))
        with connection.cursor() as cursor:
            cursor.execute("select current_setting('dimmer.reader', true)")
            assert cursor.fetchone() == (str(area.amina.pk),)

    assert (done, again) == (3, 0)
    for who in (area.amina, area.pat, area.carys):
        with pytest.raises(queries.NotEntitled):
            opens(record, who=who)
    assert opens(kept, who=area.amina)


def test_from_which_day_no_backup_opens_what_was_destroyed_is_said_or_that_nobody_knows(
    area: Any,
) -> None:
    with override_settings(BACKUP_DAYS=35):
        assert queries.beyond_use_on(NOW) == NOW.date() + timedelta(days=35)
        assert (
            "kept for 35 days: what is destroyed today is beyond use from" in run("status").output
        )
    assert queries.beyond_use_on(NOW) is None
    assert "Nobody has said how long backups are kept" in run("status").output


def test_a_grant_under_way_while_a_record_is_destroyed_does_not_outlive_it(
    area: Any, database: str
) -> None:
    found = raised(area.amina)
    record, pat = found.concern.record, area.pat.team_id
    half = queries.public_keys([pat])[pat]
    sealed = sealing.seal_to_team(found.key.key, public=half.public, place=f"record:{record}")
    done: list[int] = []

    def destroy() -> None:
        with reading(area.amina):
            done.append(vault.destroy(record, about=uuid4(), at=NOW))
        connection.close()

    with psycopg.connect(url.service(database=database)) as other:
        other.execute(
            "insert into vault_grant (id, record, reader, sealed, at)"
            " values (gen_random_uuid(), %s, %s, %s, now())",
            [record, pat, sealed],
        )
        destroying = threading.Thread(target=destroy)
        destroying.start()
        destroying.join(timeout=0.5)
        assert not done, "it did not wait"
    destroying.join(timeout=20)

    assert done == [2]
    with pytest.raises(queries.NotEntitled):
        opens(record, who=area.pat)


@pytest.mark.parametrize(
    "words", [("status",), ("rotate",), ("rotate", "--teams"), ("move", "--file", "new")]
)
def test_another_key_before_there_is_a_ring_is_refused_before_anything_is_written(
    area: Any, monkeypatch: Any, tmp_path: Path, words: tuple[str, ...]
) -> None:
    record = raised(area.amina).concern.record
    key, other = opens(record, who=area.amina), tmp_path / "other"
    other.write_text(sealing.new_key().hex())
    with monkeypatch.context() as patch:
        patch.setenv("DIMMER_KEY_FILE", str(other))
        patch.chdir(tmp_path)
        ring.forget()

        with pytest.raises(provider.NoKey, match="is not the one that the keys here were made"):
            command.keys.main(words, standalone_mode=False)
        with pytest.raises(provider.NoKey, match="Give that one"):
            look_at_keys()  # as `dimmer serve` and `dimmer work` do first

    ring.forget()
    assert not ring_file.path().exists()
    assert not RingCopy.objects.exists()
    assert not (tmp_path / "new").exists()
    assert opens(record, who=area.amina) == key
    assert run("status").exit_code == 0


def test_status_says_where_the_key_is_and_which_team_does_not_open(
    area: Any, monkeypatch: Any
) -> None:
    TeamKey.objects.filter(pk=area.rhys.team_id).update(wrapped_private=b"cut")

    said = run("status")

    assert said.exit_code == 2
    assert "a key in the demo's file" in said.output
    assert "Records, Exampleshire Community Health: version 1, of unknown age; DOES NOT OPEN" in (
        said.output
    )
    assert "The keys of 1 of the teams do not open" in said.output
    assert (
        "Health visiting, Exampleshire Community Health: version 1, of unknown age\n" in said.output
    )
