"""`dimmer db`, as an operator types it."""

from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner, Result

from dimmer.cli.database import db
from dimmer.database.problem import DatabaseProblem


def typed(*words: str) -> Result:
    return CliRunner().invoke(db, words)


def test_the_switch_works_both_ways_and_says_how_it_stands(embedded: Path) -> None:
    said = [(typed(word).exit_code, typed(word).output) for word in ("status", "start", "stop")]

    assert [code for code, _ in said] == [1, 0, 0]
    assert "not made yet" in said[0][1]
    assert "ready: running as process" in said[1][1]
    assert "was not running" in said[2][1]
    assert typed("status").exit_code == 1
    assert embedded.exists()


@pytest.mark.parametrize(
    ("option", "user"),
    [
        ((), "dimmer_service"),
        (("--owner",), "dimmer_owner"),
        (("--backup",), "dimmer_backup"),
        (("--superuser",), "postgres"),
    ],
)
def test_the_addresses_it_prints_work(embedded: Path, option: tuple[str, ...], user: str) -> None:
    typed("start")

    address = typed("url", *option).output.strip()

    with psycopg.connect(address) as connection:
        assert connection.execute("select current_user").fetchone() == (user,)
    assert address.startswith("postgresql://")
    assert embedded.exists()


def test_a_dump_starts_what_it_needs(embedded: Path, tmp_path: Path) -> None:
    done = typed("dump", str(tmp_path / "all.sql"))

    assert done.exit_code == 0
    assert "PostgreSQL database dump complete" in (tmp_path / "all.sql").read_text()
    assert embedded.exists()


def test_a_folder_is_no_file_to_dump_to(embedded: Path, tmp_path: Path) -> None:
    done = typed("dump", str(tmp_path))

    assert done.exit_code == 2
    assert "is a directory" in done.output
    assert not embedded.exists()


def test_a_server_that_is_not_ours_is_not_stopped(fresh: str) -> None:
    done = typed("stop")

    assert done.exit_code == 2
    assert "not Dimmer's own" in done.output
    assert typed("status").exit_code == 0
    assert fresh


def test_what_is_wrong_is_raised_in_words_for_the_command_line_to_say(
    embedded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIMMER_DATABASE_URL", "not an address")

    done = typed("start")

    assert isinstance(done.exception, DatabaseProblem)
    assert "is no address of a PostgreSQL" in str(done.exception)
    monkeypatch.delenv("DIMMER_DATABASE_URL")
    assert not (embedded / "postgresql").exists()
