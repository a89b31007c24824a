"""A witness as a process of its own, asked over HTTP: it cosigns what continues, and a fork is shouted about."""

import signal
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from http.client import HTTPException
from pathlib import Path
from typing import Any

import psycopg
import pytest
from click.testing import CliRunner
from django.test import Client
from django.utils import timezone

import c2sp_note
from attack.victim import disconnect
from cosigning import Running, asking, fill, running
from dimmer.apps.ledger import actions, queries
from dimmer.apps.ledger.models import Cosignature, Entry, Fork
from dimmer.apps.receipts.jobs import ask_witnesses
from dimmer.cli.offline.verify import verify
from dimmer.cli.service.check import check
from dimmer.cli.service.copy import ledger as ledger_command
from dimmer.core.ledger import write_key
from dimmer.core.ledger.cosignature import WitnessKey
from dimmer.core.ledger.witness import write_request
from dimmer.database import url
from stage import NOW

_BACK = (
    "delete from ledger_checkpoint where size > {0}; delete from ledger_leaf where index >= {0};"
    " delete from ledger_entry where number not in (select number from ledger_leaf);"
    " delete from ledger_cosignature where size > {0}"
)
"""What a backup of then would hold."""


def test_each_head_is_cosigned_once_and_another_hand_verifies_it(witness: Running) -> None:
    assert ask_witnesses(NOW) == 0  # there is nothing yet
    for count in (3, 400, 1):
        fill(count)
        assert [ask_witnesses(NOW), ask_witnesses(NOW)] == [1, 0]

        head = queries.head()
        assert head is not None
        note = queries.published(head).encode()
        origin, size, root, none = c2sp_note.verify(note, write_key(queries.verifier_key()))
        again = c2sp_note.verify(note, witness.vkey)
        assert again[:3] == (origin, size, root)
        assert none is None
        assert abs((again[3] or 0) - time.time()) < 60
        with pytest.raises(c2sp_note.Wrong):
            c2sp_note.verify(note.replace(b"\n%d\n" % size, b"\n%d\n" % (size + 1)), witness.vkey)
    assert list(Cosignature.objects.order_by("size").values_list("size", flat=True)) == [
        3,
        403,
        404,
    ]
    assert Fork.objects.count() == 0


def test_whoever_takes_the_ledger_away_has_the_cosignature(
    witness: Running, area: Any, browser_of: Callable[[Any], Client], tmp_path: Path
) -> None:
    fill(3)
    assert ask_witnesses(NOW) == 1
    key = write_key(queries.verifier_key())

    page = browser_of(area.aud).get("/ledger/checkpoint").content
    disconnect()
    copied = CliRunner().invoke(ledger_command, ["copy", str(tmp_path / "kept")])

    assert copied.exit_code == 0
    assert page == (tmp_path / "kept/checkpoint").read_bytes()
    assert c2sp_note.verify(page, witness.vkey)[1] == queries.size()
    asked = ["ledger", "--from", str(tmp_path / "kept"), "--key", key]
    done = CliRunner().invoke(verify, [*asked, "--witness", witness.vkey])
    assert (done.exit_code, "✓ witness.example/w cosigned it at 20" in done.output) == (0, True)
    other = write_key(WitnessKey("other.example", bytes(32)))
    done = CliRunner().invoke(verify, [*asked, "--witness", witness.vkey, "--witness", other])
    assert (done.exit_code, "✗ other.example has not cosigned it" in done.output) == (1, True)
    head = tmp_path / "kept/checkpoint"
    lines = head.read_text().splitlines(keepends=True)
    changed = lines[-1][:-8] + ("A" if lines[-1][-8] != "A" else "B") + lines[-1][-7:]
    head.write_text("".join([*lines[:-1], changed]))
    done = CliRunner().invoke(verify, [*asked, "--witness", witness.vkey])
    assert (done.exit_code, "✗ the cosignature of witness.example/w" in done.output) == (1, True)
    assert CliRunner().invoke(verify, [*asked, "--witness", key]).exit_code == 2
    assert CliRunner().invoke(verify, ["ledger", "--witness", witness.vkey]).exit_code == 2


@pytest.mark.parametrize("more", [1, 2, 7, 300])
def test_an_older_backup_that_is_restored_and_goes_on_is_shouted_about(
    witness: Running, area: Any, database: str, browser_of: Callable[[Any], Client], more: int
) -> None:
    actions.sequence()
    began = queries.size()
    fill(5)
    ask_witnesses(NOW)
    fill(2)
    ask_witnesses(NOW)
    disconnect()
    with psycopg.connect(url.superuser(database=database)) as owner:
        owner.execute(f"set session_replication_role = replica; {_BACK.format(began + 5)}")
    fill(more)
    before = Entry.objects.filter(kind="fork.seen").count()

    said = [ask_witnesses(NOW) for _ in range(2)]

    assert (before, said) == (0, [0, 0])
    found = Fork.objects.get()
    assert (found.witness, found.theirs, found.ours) == (witness.vkey, began + 7, began + 5 + more)
    assert Entry.objects.filter(kind="fork.seen").count() == 1
    assert queries.forks() == [found]
    told = {
        name: b"is not the one that a witness cosigned"
        in browser_of(getattr(area, name)).get("/").content
        for name in ("leila", "mona", "aud", "bo", "opal", "amina", "carys")
    }
    assert told == {name: name not in ("amina", "carys") for name in told}
    disconnect()
    checked = CliRunner().invoke(check)
    assert checked.exit_code == 1
    assert "✗ A FORK of the ledger" in checked.output
    assert queries.head() is not None


def test_a_witness_that_cosigns_again_ends_the_shouting(witness: Running, tmp_path: Path) -> None:
    fill(5)
    ask_witnesses(NOW)
    seen = timezone.now() - timedelta(hours=1)
    Fork.objects.create(witness=witness.vkey, theirs=9, ours=5, at=seen)
    assert queries.forks()
    fill(1)

    assert ask_witnesses(timezone.now()) == 1

    assert queries.forks() == []
    assert Fork.objects.count() == 1


def test_a_witness_that_is_killed_has_forgotten_nothing_that_it_said(
    database: str, tmp_path: Path
) -> None:
    """Asked by three at once while it is killed: what anybody heard was on the disk, and is continued."""
    heard: list[int] = []
    notes = {}
    for count in (4, 5, 6, 7, 8):
        fill(count)
        head = queries.head()
        assert head is not None
        notes[head.size] = head.note
    sizes = sorted(notes)
    bodies = {
        (old, new): write_request(notes[new], old=old, path=queries.growth(old, new=new))
        for old in (0, *sizes) for new in sizes if old <= new
    }  # fmt: skip

    for _ in range(4):
        somebody_heard = threading.Event()
        with running(tmp_path) as found:

            def ask(to: Running = found, told: threading.Event = somebody_heard) -> None:
                for (_, new), body in bodies.items():
                    try:
                        status, _, _ = to.post(body)
                    except (OSError, HTTPException):  # it was killed before it had said all
                        return
                    if status == 200:
                        heard.append(new)
                        told.set()

            asking_it = [threading.Thread(target=ask) for _ in range(3)]
            for each in asking_it:
                each.start()
            assert somebody_heard.wait(30)
            found.end()
            for each in asking_it:
                each.join()
        with running(tmp_path) as again:
            status, kind, said = again.post(bodies[0, sizes[0]])
            kept = int(said) if status == 409 else sizes[0]
            assert (status, kind) in ((409, "text/x.tlog.size"), (200, "text/plain; charset=utf-8"))
            assert kept >= max(heard, default=0)


def test_two_heads_of_one_size_are_kept_by_the_witness_as_proof(
    database: str, tmp_path: Path
) -> None:
    fill(5)
    fill(2)
    kept = queries.notes()[-1]
    fill(1)
    after = write_request(queries.notes()[-1], old=7, path=queries.growth(7, new=8))
    disconnect()
    with psycopg.connect(url.superuser(database=database)) as owner:
        owner.execute(f"set session_replication_role = replica; {_BACK.format(5)}")
    fill(2)
    other = queries.notes()[-1]
    with running(tmp_path) as found:
        assert found.post(write_request(kept, old=0, path=()))[0] == 200
        assert found.post(write_request(other, old=7, path=()))[:2] == (409, "text/x.tlog.size")
        assert found.post(after)[0] == 200  # takes the place of what was cosigned before
        said = found.end(signal.SIGINT)

    proofs = list((tmp_path / "witness").glob("*.fork-*"))
    assert {file.read_text() for file in proofs} == {kept, other}
    assert all(text in said for text in ("A FORK of", *map(str, proofs)))


def test_a_witness_that_is_away_or_another_stops_nothing(witness: Running, tmp_path: Path) -> None:
    fill(3)
    (tmp_path / "other").mkdir()
    with running(tmp_path / "other") as other:
        stranger = Running.__new__(Running)  # its address, with the key of another
        stranger.vkey, stranger.address = other.vkey, witness.address
        with asking(stranger):
            assert ask_witnesses(NOW) == 0
        other.end()
        with asking(other, witness):
            assert ask_witnesses(NOW) == 1
    assert Fork.objects.count() == 0
    assert list(Cosignature.objects.values_list("witness", flat=True)) == [witness.vkey]
