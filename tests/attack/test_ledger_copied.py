"""`dimmer ledger copy`: what is taken away is proved without the deployment, and tells when that is not itself."""

from pathlib import Path
from typing import Any

import psycopg
import pytest
from click.testing import CliRunner, Result
from django.db import connection

from attack.victim import disconnect
from dimmer.apps.ledger import actions, queries
from dimmer.cli.offline.verify import verify
from dimmer.cli.service.copy import ledger
from dimmer.core.ledger import write_key
from dimmer.database import url
from stage import NOW, raised

_MORE = """
    insert into ledger_entry (id, kind, at, commitment)
    select gen_random_uuid(), 'bench.filled', %s, sha256(i::text::bytea) from generate_series(1, %s) i
"""


def fill(count: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_MORE, [NOW, count])
    actions.sequence()


def copy(folder: Path) -> Result:
    disconnect()
    return CliRunner().invoke(ledger, ["copy", str(folder)])


def check(*arguments: str | Path) -> Result:
    key = write_key(queries.verifier_key())
    return CliRunner().invoke(verify, [*map(str, arguments), "--key", key])


@pytest.mark.usefixtures("database")
def test_a_copy_is_proved_grows_with_the_ledger_and_says_what_was_done_to_it(
    tmp_path: Path,
) -> None:
    kept, older = tmp_path / "kept", tmp_path / "older"
    assert copy(kept).exit_code == 2  # there is nothing yet
    for count in (200, 100, 600):  # begun tiles grow, fill up, and begin again
        fill(count)
        assert copy(kept).exit_code == 0
        done = check("ledger", "--from", kept)
        assert (done.exit_code, done.stderr) == (0, "")
        if count == 100:
            older.write_text((kept / "checkpoint").read_text())
    assert "900 entries" in done.output
    assert check("consistency", older, kept / "checkpoint", "--from", kept).exit_code == 0
    bundle = kept / "tile/entries/001"
    data = bundle.read_bytes()
    bundle.write_bytes(data.replace(b"bench.filled", b"bench.forged", 1))

    assert (
        "✗ entry 256 was changed: it is now bench.forged" in check("ledger", "--from", kept).output
    )


def test_no_copy_holds_what_anybody_typed(area: Any, tmp_path: Path) -> None:
    found = raised(area.amina)
    actions.sequence()
    assert copy(tmp_path / "kept").exit_code == 0

    whole = b"".join(file.read_bytes() for file in (tmp_path / "kept").rglob("*") if file.is_file())

    assert b"concern.begun" in whole
    for word in (str(found.concern.pk), str(area.amina.pseudonym), "Zofia", "Nowak"):
        assert word.encode() not in whole


@pytest.mark.parametrize(("more", "words"), [(0, "older backup was restored"), (300, "A FORK")])
def test_a_ledger_that_does_not_continue_its_copy_is_refused(
    database: str, tmp_path: Path, more: int, words: str
) -> None:
    fill(300)
    fill(50)
    assert copy(tmp_path / "kept").exit_code == 0
    before = (tmp_path / "kept/checkpoint").read_text()
    with psycopg.connect(url.owner(database=database)) as owner:  # as it was before the last 50
        owner.execute(
            "delete from ledger_checkpoint where size > 300; delete from ledger_leaf where index >= 300;"
            " delete from ledger_entry where number not in (select number from ledger_leaf)"
        )
    if more:
        fill(more)

    done = copy(tmp_path / "kept")

    assert done.exit_code == 1
    assert words in done.output
    assert (tmp_path / "kept/checkpoint").read_text() == before
    assert check("ledger", "--from", tmp_path / "kept").exit_code == 0
