"""A dump holds every row, goes back in through psql, and is never half a file."""

import secrets
import stat
import subprocess
from pathlib import Path

import psycopg
import pytest

from dimmer.database import dump, policies, programs, template, url
from dimmer.database.problem import DatabaseProblem


@pytest.fixture(scope="module")
def full(ground: str) -> str:
    """The ground with rows, some of them hidden from everybody but the backup."""
    with psycopg.connect(url.service()) as connection:
        connection.execute(
            "insert into concern select n, 'words ' || n from generate_series(1, 500) n"
        )
        connection.execute("insert into ledger_entry values (1, 'made')")
    with psycopg.connect(url.owner()) as connection:
        connection.execute(policies.enable("concern", sees="false")[0].encode())
    return ground


def test_every_row_goes_out_and_back_in(full: str, tmp_path: Path) -> None:
    file = tmp_path / "all.sql"
    copy = f"copy_{secrets.token_hex(4)}"

    dump.dump(file)
    template.make(copy)
    psql = programs.find() / "psql"
    restored = subprocess.run(
        [psql, "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", f"--file={file}", url.superuser(database=copy)],
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip

    assert restored.stderr == ""
    with psycopg.connect(url.backup(database=copy)) as connection:
        rows = connection.execute("select count(*), min(words) from concern").fetchone()
        entries = connection.execute("select kind from ledger_entry").fetchall()
    with psycopg.connect(url.service(database=copy)) as connection:
        hidden = connection.execute("select count(*) from concern").fetchone()
    template.drop(copy)
    assert (rows, entries, hidden) == ((500, "words 1"), [("made",)], (0,))
    assert full


def test_it_is_for_its_owner_alone_and_holds_no_password(full: str, tmp_path: Path) -> None:
    file = tmp_path / "all.sql"

    dump.dump(file)

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "words 500" in file.read_text()
    assert "password" not in file.read_text().lower()
    assert full


def test_a_dump_that_fails_leaves_what_was_there(
    full: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "all.sql"
    file.write_text("the last good one")
    monkeypatch.setenv("DIMMER_DATABASE_BACKUP_URL", url.service())

    with pytest.raises(DatabaseProblem, match="row-level security"):
        dump.dump(file)

    assert file.read_text() == "the last good one"
    assert list(tmp_path.iterdir()) == [file]
    assert full


def test_a_place_that_cannot_be_written_is_said_in_words(full: str, tmp_path: Path) -> None:
    with pytest.raises(DatabaseProblem, match="cannot be written: no such file or directory"):
        dump.dump(tmp_path / "missing" / "all.sql")

    assert full
