"""The ledger of the demo area, on copies of its database: what a superuser did to a row is named."""

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from exampleshire.installed import Demo

_CHANGE = (
    "update ledger_entry e set {1} from ledger_leaf l where l.number = e.number and l.index = {0}"
)
_REMOVE = (
    "delete from ledger_entry e using ledger_leaf l where l.number = e.number and l.index = 42"
)
_SWAP = """
    update ledger_leaf set number = -number where index in (42, 300);
    update ledger_leaf a set number = -b.number from ledger_leaf b
    where a.number < 0 and b.number < 0 and a.index <> b.index
"""
_NEWEST = "(select max(index) from ledger_leaf)"
DAMAGE = {
    "nothing": ("select 1", 0, "have the root that was signed"),
    "one changed": (_CHANGE.format(42, "kind = 'x'"), 1, "✗ entry 42 was changed: it is now x of"),
    "the newest changed": (_CHANGE.format(_NEWEST, "kind = 'x'"), 1, "✗ entry {last} was changed"),
    "one back-dated": (_CHANGE.format(42, "at = at - interval '1 year'"), 1, "it was back-dated"),
    "one removed": (_REMOVE, 1, "✗ entry 42 is missing"),
    "two swapped": (
        _SWAP,
        1,
        "✗ entry 42 was moved: entry 300 stands in its place\n✗ entry 300 was moved",
    ),
}


@pytest.fixture
def copied(demo: Demo) -> Iterator[Callable[[str], dict[str, str]]]:
    """Copy the demo's database and do something to the copy; give the environment in which it is the one."""
    administrator = demo.run("db", "url", "--superuser").stdout.strip()
    given = {name: demo.run("db", "url", *more).stdout.strip() for name, more in (
        ("OWNER", ["--owner"]), ("SERVICE", []), ("BACKUP", ["--backup"]),
    )}  # fmt: skip
    original, copy = conninfo_to_dict(administrator)["dbname"], "copy_of_the_demo"

    def within(address: str) -> str:
        return make_conninfo(address, dbname=copy)

    def damaged(sql: str) -> dict[str, str]:
        with psycopg.connect(within(administrator), autocommit=True) as owner:
            owner.execute("set session_replication_role = replica")  # as who owns the server can
            owner.execute("alter table ledger_leaf drop constraint ledger_leaf_placed_once")
            owner.execute(sql)
        addresses = {f"DIMMER_DATABASE_{name}_URL": within(each) for name, each in given.items()}
        return demo.environment | addresses

    with (
        ExitStack() as after,
        psycopg.connect(make_conninfo(administrator, dbname="postgres"), autocommit=True) as server,
    ):
        after.callback(server.execute, f"drop database if exists {copy} with (force)")
        server.execute(f"create database {copy} template {original} strategy file_copy")
        yield damaged
        after.close()


@pytest.mark.parametrize("what", DAMAGE)
def test_on_a_copy_of_the_demo_what_was_done_is_named(
    demo: Demo, copied: Callable[[str], dict[str, str]], what: str
) -> None:
    sql, status, words = DAMAGE[what]
    ((last,),) = demo.rows("select max(index) from ledger_leaf")
    environment = copied(sql)

    done = subprocess.run(
        demo.command("verify", "ledger"),
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == status, done.stderr
    assert words.format(last=last) in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("column", "change", "words"),
    [
        ("", "", "entries have the root that"),
        ("kind", "x", "✗ entry 42 was changed: it is now x of"),
        ("kind", "x\\ny", "✗ entry 42 was changed: it is now x of"),
        ("at", "1999-01-01 00:00:00+00", "it was back-dated"),
        ("at", "infinity", "✗ entry 42 was changed"),
        ("number", "99999999", "✗ entry 42 is missing"),
    ],
)
def test_a_backup_of_the_demo_is_checked_as_it_lies_there(
    demo: Demo, tmp_path: Path, column: str, change: str, words: str
) -> None:
    file = tmp_path / "dump.sql"
    assert demo.run("db", "dump", str(file)).returncode == 0
    ((number,),) = demo.rows("select number from ledger_leaf where index = 42")
    lines = file.read_text().splitlines(keepends=True)
    begins = next(
        at for at, line in enumerate(lines) if line.startswith("COPY public.ledger_entry")
    )
    names = lines[begins].partition("(")[2].partition(")")[0].split(", ")
    for at in range(begins + 1, lines.index("\\.\n", begins)):
        row = dict(zip(names, lines[at].rstrip("\n").split("\t"), strict=True))
        if column and row["number"] == str(number):
            lines[at] = "\t".join((row | {column: change}).values()) + "\n"
    file.write_text("".join(lines))
    key = (demo.home / "ledger.vkey").read_text()

    done = subprocess.run(
        demo.command("verify", "ledger", "--from", str(file), "--key", key),
        env={name: value for name, value in os.environ.items() if not name.startswith("DIMMER_")},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (1 if column else 0, "")
    assert words in done.stdout


def test_the_demos_ledger_is_taken_away_and_proved_without_it(demo: Demo, tmp_path: Path) -> None:
    taken = demo.run("ledger", "copy", str(tmp_path / "kept"))
    assert taken.returncode == 0, taken.stderr

    key = (demo.home / "ledger.vkey").read_text()
    done = subprocess.run(
        demo.command("verify", "ledger", "--from", str(tmp_path / "kept"), "--key", key),
        env={name: value for name, value in os.environ.items() if not name.startswith("DIMMER_")},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert "entries have the root that" in done.stdout
