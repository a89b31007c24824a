"""What is taken away carries the witnesses' cosignatures, as soon as one witness has cosigned a head that holds it."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
from click.testing import CliRunner, Result
from django.test import Client

import c2sp_note
from apps.test_archives import _made as archived
from attack.scenarios_of_samples import announced
from attack.victim import disconnect
from cosigning import Running, asking, fill, running
from dimmer.apps.ledger import actions, queries
from dimmer.apps.ledger.models import Checkpoint, Cosignature
from dimmer.apps.receipts.jobs import ask_witnesses
from dimmer.cli.offline.verify import verify
from dimmer.core.ledger import parse_receipt, write_key
from dimmer.core.ledger.cosignature import WitnessKey
from dimmer.database import url
from shares import acknowledged, decided
from stage import NOW

Browser = Callable[[Any], Client]


def taken(browser: Client, made: Any) -> str:
    answer = browser.get(f"/receipts/{made.pk}/text")
    assert answer.status_code == 200
    return answer.content.decode()


def checked(text: str | bytes, folder: Path, *more: str, what: str = "receipt") -> Result:
    file = folder / "taken"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    key = write_key(queries.verifier_key())
    return CliRunner().invoke(verify, [what, str(file), "--key", key, *more])


def test_a_receipt_is_without_until_a_witness_cosigned_and_with_it_from_then_on(
    witness: Running, area: Any, browser_of: Browser, tmp_path: Path
) -> None:
    made = acknowledged(area.amina, area.carys)
    browser = browser_of(area.carys)
    named = ("--witness", witness.vkey)

    before = taken(browser, made)
    assert ask_witnesses(NOW) == 1
    after = taken(browser, made)
    fill(400)  # the newest head is nobody's yet
    later = taken(browser, made)

    assert before.startswith("dimmer-receipt/1\n")
    assert checked(before, tmp_path).exit_code == 0
    assert "none cosigned it" in checked(before, tmp_path).output
    alone = checked(before, tmp_path, *named)
    assert (alone.exit_code, "NONE of the 1 that you named" in alone.output) == (1, True)
    assert after == later
    assert after.startswith("dimmer-receipt/2\n")
    seen = checked(after, tmp_path, *named)
    assert seen.exit_code == 0, seen.output
    assert "✓ witness    witness.example/w+" in seen.output
    assert "1 of the 1 that you named cosigned" in seen.output
    note = after.partition("\ncheckpoint\n")[2].encode()
    _, size, root, _ = c2sp_note.verify(note, write_key(queries.verifier_key()))
    assert c2sp_note.verify(note, witness.vkey)[1:3] == (size, root)
    unnamed = checked(after, tmp_path)
    assert (unnamed.exit_code, "not checked, since you named none" in unnamed.output) == (0, True)


def test_the_head_that_most_cosigned_is_taken_before_a_newer_one(
    database: str, area: Any, browser_of: Browser, tmp_path: Path
) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    made = acknowledged(area.amina, area.carys)
    with running(tmp_path / "one") as one, running(tmp_path / "two") as two:
        # one name, two keys: told apart by the key's id
        with asking(one, two):
            taken(browser_of(area.carys), made)
            assert ask_witnesses(NOW) == 2
            both = taken(browser_of(area.carys), made)
            fill(3)
            two.end()
            assert ask_witnesses(NOW) == 1
            still = taken(browser_of(area.carys), made)
        with asking(one):
            fewer = taken(browser_of(area.carys), made)

    assert both == still
    assert len(parse_receipt(both).cosignatures) == 2
    assert len(parse_receipt(fewer).cosignatures) == 1
    named = ("--witness", one.vkey, "--witness", two.vkey)
    done = checked(both, tmp_path, *named, *named)  # each counts once, however often it is named
    assert (done.exit_code, "2 of the 2 that you named cosigned" in done.output) == (0, True)
    done = checked(fewer, tmp_path, *named)
    assert (done.exit_code, "1 of the 2 that you named cosigned" in done.output) == (1, True)


def test_what_somebody_wrote_into_the_database_as_a_cosignature_is_in_no_receipt(
    witness: Running, area: Any, database: str, browser_of: Browser, tmp_path: Path
) -> None:
    made = acknowledged(area.amina, area.carys)
    browser = browser_of(area.carys)
    taken(browser, made)
    assert ask_witnesses(NOW) == 1
    true = taken(browser, made)
    size, line = Cosignature.objects.values_list("size", "line").get()
    other = write_key(WitnessKey("other.example", bytes(32)))
    wrong = line[:-8] + ("A" if line[-8] != "A" else "B") + line[-7:]
    fill(2)
    newest = Checkpoint.objects.order_by("-size").values_list("size", flat=True)[0]
    disconnect()
    with psycopg.connect(url.superuser(database=database)) as owner:
        for row in ((newest, witness.vkey, line), (size, other, wrong), (size, "no key", "no\n")):
            owner.execute(
                "insert into ledger_cosignature (size, witness, line, at) values (%s, %s, %s, now())",
                row,
            )

    assert taken(browser, made) == true


@pytest.mark.parametrize("how", ["key of the ledger", "no key", "two names"])
def test_who_is_no_witness_is_not_counted_as_one(
    witness: Running, area: Any, browser_of: Browser, tmp_path: Path, how: str
) -> None:
    made = acknowledged(area.amina, area.carys)
    text = taken(browser_of(area.carys), made)
    own = WitnessKey("somebody.example", queries.verifier_key().public_key)
    twice = (WitnessKey(name, bytes(32)) for name in ("a.example", "b.example"))
    given = {
        "key of the ledger": [write_key(own)],
        "no key": [write_key(queries.verifier_key())],
        "two names": list(map(write_key, twice)),
    }[how]

    done = checked(text, tmp_path, *(word for key in given for word in ("--witness", key)))

    assert done.exit_code == 2
    assert "--witness: " in done.stderr
    assert done.stdout == ""


def test_an_archive_and_the_receipts_in_it_carry_cosignatures(
    witness: Running, area: Any, browser_of: Browser, tmp_path: Path
) -> None:
    class Slow:
        """Whoever reads a page for as long as the worker needs, before they send what is on it."""

        def __init__(self, some: Any) -> None:
            self._browser = browser_of(some)
            self.get = self._browser.get

        def post(self, *given: Any) -> Any:
            actions.sequence()
            ask_witnesses(NOW)
            return self._browser.post(*given)

    data, words, _ = archived(area, Slow)  # type: ignore[arg-type]
    (tmp_path / "words").write_text(words)
    inside = ("--password-file", str(tmp_path / "words"), "--open", str(tmp_path / "in"))

    done = checked(data, tmp_path, "--witness", witness.vkey, *inside, what="archive")

    assert done.exit_code == 0, done.output
    assert re.search(r"^✓ witness    witness.example/w\+", done.output, re.MULTILINE)
    (receipt,) = (tmp_path / "in/receipts").iterdir()
    assert receipt.read_text().startswith("dimmer-receipt/2\n")
    assert checked(receipt.read_text(), tmp_path, "--witness", witness.vkey).exit_code == 0
    other = write_key(WitnessKey("other.example", bytes(32)))
    done = checked(data, tmp_path, "--witness", other, what="archive")
    assert (done.exit_code, "NONE of the 1 that you named" in done.output) == (1, True)


def test_a_draw_says_who_cosigned_the_head_that_draws(
    witness: Running, area: Any, browser_of: Browser, tmp_path: Path
) -> None:
    decided(area.amina, area.carys.team)
    row = announced(area)
    actions.sequence()
    auditor = browser_of(area.aud)
    (tmp_path / "list").write_bytes(auditor.get(f"/samples/{row.pk}/list").content)
    named = ("--witness", witness.vkey)

    before = auditor.get(f"/samples/{row.pk}/receipt").content
    assert ask_witnesses(NOW) == 1
    after = auditor.get(f"/samples/{row.pk}/receipt").content

    def drawn(receipt: bytes, *more: str) -> Result:
        (tmp_path / "taken").write_bytes(receipt)
        key = write_key(queries.verifier_key())
        given = ["sample", str(tmp_path / "list"), str(tmp_path / "taken"), "--key", key]
        return CliRunner().invoke(verify, [*given, *more])

    alone, seen = drawn(before, *named), drawn(after, *named)
    assert (alone.exit_code, "NONE of the 1 that you named" in alone.output) == (1, True)
    assert "Nothing is drawn" in alone.output
    assert seen.exit_code == 0, seen.output
    assert re.search(r"^✓ witness    witness.example/w\+", seen.output, re.MULTILINE)
    assert "1 of the 1 that you named cosigned" in seen.output
    assert "none cosigned it" in drawn(before).output
    assert "not checked, since you named none" in drawn(after).output
    own = write_key(WitnessKey("somebody.example", queries.verifier_key().public_key))
    assert drawn(after, "--witness", own).exit_code == 2
