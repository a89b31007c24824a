"""What `dimmer check` and the desk say of witnesses: an alarm ends by a cosignature, not by a row."""

import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection
from django.test import Client, override_settings
from django.utils import timezone

from attack.victim import disconnect
from cosigning import Running, asking, fill, running
from dimmer.apps.ledger import queries
from dimmer.apps.ledger.models import Cosignature, Entry, Fork
from dimmer.apps.receipts.actions import note_fork
from dimmer.apps.receipts.jobs import ask_witnesses
from dimmer.cli.service.check import check
from dimmer.config import witnesses
from dimmer.core.ledger import parse_note, write_key
from dimmer.core.ledger.cosignature import WitnessKey, cosign
from dimmer.core.ledger.note import write_signature
from dimmer.database import url
from stage import NOW

PRIVATE = Ed25519PrivateKey.generate()
OTHER = write_key(WitnessKey("other.example/w", bytes(32)))


@pytest.fixture
def witness(database: str, tmp_path: Path) -> Iterator[Running]:
    """A witness of the ledger here, which asks it."""
    with running(tmp_path) as found, asking(found):
        yield found


def as_owner(sql: str, *values: Any) -> None:
    """What no role of ours may do to a row that is only ever added."""
    name = connection.settings_dict["NAME"]
    disconnect()
    with psycopg.connect(url.superuser(database=name)) as owner:
        owner.execute("set session_replication_role = replica")
        owner.execute(sql.encode(), values)


def remove(row: Cosignature) -> None:
    as_owner("delete from ledger_cosignature where id = %s", row.pk)


def change(row: Cosignature, at: datetime) -> None:
    as_owner("update ledger_cosignature set at = %s where id = %s", at, row.pk)
    row.refresh_from_db()


def test_no_row_that_somebody_wrote_ends_the_shouting(witness: Running) -> None:
    fill(5)
    ask_witnesses(NOW)
    true = Cosignature.objects.get()
    fill(1)
    seen = timezone.now() + timedelta(minutes=5)
    fork = Fork.objects.create(witness=witness.vkey, theirs=9, ours=5, at=seen)
    later = seen + timedelta(hours=1)
    for size, line in ((6, "a line\n"), (6, true.line), (9, true.line)):
        row = Cosignature.objects.create(size=size, witness=witness.vkey, line=line, at=later)
        assert queries.forks() == [fork]
        assert queries.cosigned_at(row) is None
        remove(row)
    change(true, later)  # a true one, from before the fork
    assert queries.cosigned_at(true) is not None

    assert queries.forks() == [fork]


def test_there_is_one_alarm_of_a_witness_at_a_time(witness: Running) -> None:
    fill(5)
    said = [
        note_fork(witness=witness.vkey, theirs=theirs, ours=5, at=NOW) for theirs in range(9, 20)
    ]

    assert said == [True, *[False] * 10]
    assert Entry.objects.filter(kind="fork.seen").count() == 1
    assert note_fork(witness=OTHER, theirs=9, ours=5, at=NOW)


def test_check_is_not_content_with_a_witness_that_is_silent_or_a_row_that_is_forged(
    witness: Running, area: Any, browser_of: Callable[[Any], Client]
) -> None:
    def told() -> str:
        disconnect()
        lines = CliRunner().invoke(check).output.splitlines()
        return "\n".join(line for line in lines if "witness.example/w" in line)

    fill(2)
    head = queries.head()
    assert head is not None
    old = WitnessKey("old.witness.example/w", PRIVATE.public_key().public_bytes_raw())
    months = int(time.time()) - 90 * 86_400
    made = cosign(parse_note(head.note).text, key=old, sign=PRIVATE.sign, at=months)
    set_to = witnesses.from_environment(
        {witnesses.VARIABLE: f"{write_key(old)} https://old.witness.example"}
    )
    with override_settings(WITNESSES=set_to):
        Cosignature.objects.create(
            size=head.size, witness=write_key(old), line=write_signature(made), at=NOW
        )
        assert "✓ old.witness.example/w cosigned the ledger" in told()
        fill(1)
        assert "✗ old.witness.example/w cosigned the ledger" in told()
        assert "and none of the" in told()
        Cosignature.objects.create(
            size=queries.size(), witness=write_key(old), line=write_signature(made), at=NOW
        )
        assert "✗ What is kept as the cosignature of old.witness.example/w" in told()
    assert ask_witnesses(NOW) == 1
    assert "✓ witness.example/w cosigned the ledger" in told()
    note_fork(witness=write_key(old), theirs=99, ours=5, at=NOW)
    assert "✗ A FORK of the ledger: old.witness.example/w" in told()
    assert "old.witness.example/w is no longer in DIMMER_WITNESSES" in told()
    assert b"That witness is no longer asked" in browser_of(area.aud).get("/").content
