"""`dimmer demo` at work: it serves, stops when asked, goes on after a kill, and leaves others alone."""

import contextlib
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator

import psycopg
import pytest

from dimmer.cli.exampleshire import read
from exampleshire.installed import Demo

_SCALE = 4


@contextlib.contextmanager
def _started(demo: Demo, *words: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        demo.command("demo", *words),
        env=demo.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def _address_in(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    for line in process.stdout:
        if "http://" in line:
            return line.split("http://")[1].split("/")[0]
    raise AssertionError(f"it ended with {process.wait()} and gave no address")


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"http://{address}/health", timeout=10) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def test_the_server_says_nothing_of_what_stands_in_an_address(demo: Demo) -> None:
    """A link's secret is in its address once."""
    canary = "Kanarienvogel-Ottoline-in-the-address-43chrs"

    with _started(demo) as process:
        address = _address_in(process)
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(f"http://{address}/link/{canary}", timeout=10)
        process.send_signal(signal.SIGTERM)
        rest, _ = process.communicate(timeout=40)

    assert canary not in rest
    files = [path for path in demo.home.rglob("*") if path.is_file()]
    assert not [path for path in files if canary.encode() in path.read_bytes()]


@pytest.mark.parametrize("asked_by", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_and_stops_with_all_that_it_started(demo: Demo, asked_by: signal.Signals) -> None:
    demo.run("db", "stop")

    with _started(demo) as process:
        address = _address_in(process)
        served = _answers(address)
        process.send_signal(asked_by)
        code = process.wait(timeout=40)

    assert served
    assert code == 0
    assert not _answers(address)
    assert demo.run("db", "status").returncode == 1
    demo.run("db", "start")


def test_it_takes_the_next_port_when_the_first_is_taken_and_says_so(demo: Demo) -> None:
    with contextlib.ExitStack() as held:
        with contextlib.suppress(OSError):  # somebody else may hold it: as good
            held.enter_context(socket.create_server(("127.0.0.1", 8000)))
        with _started(demo) as process:
            assert process.stdout is not None
            line = next(line for line in process.stdout if "http://" in line)
            process.terminate()
            process.wait(timeout=40)

    assert "localhost:8000" not in line
    assert "port 8000 was taken" in line


def test_a_scale_that_was_killed_half_way_goes_on(empty: Demo) -> None:
    with _started(empty, "--no-serve", "--scale", str(_SCALE)) as process:
        until = time.monotonic() + 200
        while not (empty.home / "demo.key").exists() and time.monotonic() < until:
            time.sleep(0.1)
        while _concerns(empty) < 10 and time.monotonic() < until:
            time.sleep(0.1)
        process.kill()
    halfway = _concerns(empty)

    done = empty.run("demo", "--no-serve", "--scale", str(_SCALE))

    assert done.returncode == 0, done.stderr
    assert 0 < halfway < len(read.stories()) * _SCALE
    assert _concerns(empty) == len(read.stories()) * _SCALE
    begun = "select count(*) from ledger_entry where kind = 'concern.begun'"
    assert empty.rows(begun) == [(len(read.stories()) * _SCALE,)]
    assert empty.run("verify", "ledger").returncode == 0


def _concerns(demo: Demo) -> int:
    try:
        return int(demo.rows("select count(*) from concerns_concern")[0][0])
    except psycopg.Error:
        return 0


def test_a_database_that_others_use_is_left_alone(empty: Demo) -> None:
    empty.run("db", "start")
    address = empty.run("db", "url", "--owner").stdout.strip()
    with psycopg.connect(address) as connection:
        connection.execute("create table agencies_agency (name text)")
        connection.execute("insert into agencies_agency values ('A real council')")
        connection.execute("grant select on agencies_agency to dimmer_service")

    done = empty.run("demo", "--no-serve")

    assert done.returncode == 2
    assert "A real council" in done.stderr
    assert not (empty.home / "demo.key").exists()
    with psycopg.connect(address) as connection:
        assert connection.execute(
            "select count(*) from pg_tables where schemaname = 'public'"
        ).fetchone() == (1,)
