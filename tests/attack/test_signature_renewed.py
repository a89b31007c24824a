"""The ledger is signed with a new key: whoever trusts either goes on, and a stolen earlier key signs nothing here."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.db import connection, transaction
from django.test import Client

import c2sp_note
from cosigning import asking, fill, running
from dimmer.apps.ledger import actions, queries
from dimmer.apps.ledger.models import Checkpoint
from dimmer.apps.receipts.jobs import ask_witnesses
from dimmer.apps.vault.actions import keys
from dimmer.cli.offline.verify import verify
from dimmer.cli.service.ledger import verify_ledger
from dimmer.core import ledger
from dimmer.core.ledger import write_key
from dimmer.database.turns import sequencers_wait
from dimmer.keyring import ring, ring_file, signing
from keyholding import run
from shares import acknowledged
from stage import NOW

Browser = Callable[[Any], Client]


@pytest.fixture
def stolen(area: Any) -> Iterator[signing.Signer]:
    """What a thief has: the key of before."""
    fill(3)
    before = signing.Signer(ring.ring())
    keys.renew_signature(at=NOW)
    return before


def key_of(signer: signing.Signer) -> str:
    return write_key(queries.key_of(signer.public_key()))


def newest() -> bytes:
    head = queries.head()
    assert head is not None
    return queries.published(head).encode()


def signs(note: bytes, key: str) -> bool:
    """Whether the holder of the key signed it, says another hand than Dimmer's."""
    try:
        c2sp_note.verify(note, key)
    except c2sp_note.Wrong:
        return False
    return True


def test_the_head_that_holds_the_act_is_signed_with_both_and_later_ones_with_the_new_one_alone(
    stolen: signing.Signer,
) -> None:
    old, new = key_of(stolen), write_key(queries.verifier_key())
    both = newest()
    fill(2)
    later = newest()
    first = queries.notes()[0].encode()

    assert [signs(first, old), signs(first, new)] == [True, False]
    assert [signs(both, old), signs(both, new)] == [True, True]
    assert [signs(later, old), signs(later, new)] == [False, True]


def test_the_whole_ledger_verifies_and_a_head_that_the_thief_signs_does_not(
    stolen: signing.Signer, capsys: Any
) -> None:
    kept = queries.notes()[0]
    fill(2)
    assert verify_ledger(seen=[kept]) == 0
    assert verify_ledger(seen=[kept], keys=[queries.verifier_key()]) == 0
    head = queries.head()
    assert head is not None
    root = ledger.parse_checkpoint(ledger.parse_note(head.note).text).head
    forged = ledger.sign_checkpoint(root, key=queries.key_of(stolen.public_key()), sign=stolen.sign)
    Checkpoint.objects.filter(size=head.size).update(note=forged)
    capsys.readouterr()

    assert verify_ledger() == 1

    assert "newest head was signed with an earlier key" in capsys.readouterr().err


def test_a_receipt_taken_anew_verifies_for_whoever_trusts_the_new_key_alone(
    database: str, area: Any, browser_of: Browser, tmp_path: Path
) -> None:
    made = acknowledged(area.amina, area.carys)
    actions.sequence()
    browser = browser_of(area.carys)
    address = f"/receipts/{made.pk}/text"
    old = write_key(queries.verifier_key())
    with running(tmp_path) as witness, asking(witness):
        assert ask_witnesses(NOW) == 1
        before = browser.get(address).content
        keys.renew_signature(at=NOW)
        after = browser_of(area.carys).get(address).content

    new = write_key(queries.verifier_key())
    assert [checked(before, tmp_path, key).exit_code for key in (old, new)] == [0, 1]
    assert checked(after, tmp_path, new).exit_code == 0


def checked(text: bytes, folder: Path, key: str) -> Result:
    file = folder / "taken"
    file.write_bytes(text)
    return CliRunner().invoke(verify, ["receipt", str(file), "--key", key])


def test_a_witness_that_knows_the_earlier_key_cosigns_the_head_of_both_and_then_none_until_it_knows_the_new_one(
    database: str, area: Any, tmp_path: Path
) -> None:
    with running(tmp_path) as early, asking(early):
        fill(3)
        assert ask_witnesses(NOW) == 1
        keys.renew_signature(at=NOW)
        assert ask_witnesses(NOW) == 1
        assert signs(newest(), early.vkey)
        fill(2)
        assert ask_witnesses(NOW) == 0
        assert not signs(newest(), early.vkey)
    with running(tmp_path) as told, asking(told):
        assert ask_witnesses(NOW) == 1
        assert signs(newest(), told.vkey)


def test_a_sequencer_that_comes_meanwhile_waits_and_signs_with_the_new_key(area: Any) -> None:
    """What it would have signed with the earlier key is what nobody should trust any more."""
    fill(1)
    took = threading.Event()

    def other() -> None:
        fill(1)
        took.set()
        connection.close()

    with sequencers_wait(connection):
        thread = threading.Thread(target=other)
        thread.start()
        time.sleep(0.3)
        assert not took.is_set(), "it did not wait"
        keys.renew_signature(at=NOW)
        both = newest()
    thread.join(timeout=20)

    assert took.is_set()
    assert signs(both, write_key(queries.verifier_key()))
    assert signs(newest(), write_key(queries.verifier_key()))
    assert verify_ledger() == 0


def test_a_stop_before_the_file_was_written_is_brought_into_step(area: Any) -> None:
    fill(2)
    before = ring_file.path().read_text() if ring_file.path().exists() else None
    keys.renew_signature(at=NOW)
    renewed = signing.public_keys()
    if before is None:
        ring_file.path().unlink()
    else:
        ring_file.path().write_text(before)
    ring.forget()
    assert signing.public_keys() == renewed[1:]

    assert run("status").exit_code == 0

    assert signing.public_keys() == renewed
    fill(1)
    assert signs(newest(), write_key(queries.verifier_key()))


def test_the_command_says_what_to_publish_and_writes_it_beside_the_earlier_one(
    area: Any, database: str
) -> None:
    fill(2)
    old = write_key(queries.verifier_key())

    done = run("rotate", "--signature")
    said = run("status")

    new = write_key(queries.verifier_key())
    assert done.exit_code == 0, done.output
    assert new in done.output
    assert old in done.output
    assert f"key {new.split('+')[1]}; before it {old.split('+')[1]}" in said.output
    assert run("rotate", "--signature", "--teams").exit_code == 2
    with transaction.atomic():
        assert (
            ring.ring().seed not in str(Checkpoint.objects.values_list("note", flat=True)).encode()
        )
