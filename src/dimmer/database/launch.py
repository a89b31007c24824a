"""Make a cluster with initdb, and run its server. Callers hold the lock."""

import os
import shutil
import socket
import time
from pathlib import Path

from dimmer.database import programs
from dimmer.database.home import home
from dimmer.database.passwords import EMBEDDED, SUPERUSER, password
from dimmer.database.place import Place
from dimmer.database.problem import DatabaseProblem
from dimmer.database.process import is_alive, is_ready, process
from dimmer.database.programs import Programs

_LOG_BYTES = 10_000_000
_INITDB = (
    f"--username={SUPERUSER}",
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--data-checksums",
)
_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "shared_buffers": "128MB",
    "max_connections": "100",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "jit": "off",
    "timezone": "UTC",
    "password_encryption": "scram-sha-256",
    # what people typed must not reach the log, not even inside an error
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length_on_error": "0",
}
THROWAWAY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    # each test connects anew: trying all orders of eight joins takes longer than reading a test's few rows in any
    "join_collapse_limit": "2",
    "from_collapse_limit": "2",
}
"""For a server of tests: what is lost with it is nothing, and what is in it is little."""
_IN_THE_BACKGROUND = 'log=$1; shift; "$@" >>"$log" 2>&1 </dev/null & echo $!'
_OLD_SESSIONS = "pre-existing shared memory block"
_SOCKET_FILES = (".s.PGSQL.5432", ".s.PGSQL.5432.lock")
_NO_PROCESS = 999_999_999
"""A process number higher than any system gives."""


def within_reach(chosen: Programs, where: Place) -> Programs:
    """The same programs, copied where the server's user reaches them if it must be."""
    try:
        told = where.account.run([chosen / "postgres", "--version"])
    except PermissionError:
        told = None
    if told is not None and told.returncode == 0:
        return chosen
    into = where.folder / f"programs-{chosen.major}"
    copied = programs.copy(chosen, into)
    for path in (into, *into.rglob("*")):
        where.account.own(path)
    return copied


def make(chosen: Programs, where: Place, *, is_durable: bool) -> None:
    """Run initdb beside the final place and move it there whole: half a cluster is never taken."""
    half = where.folder / "data.part"
    secret = where.folder / "superuser"
    shutil.rmtree(half, ignore_errors=True)
    secret.unlink(missing_ok=True)
    descriptor = os.open(secret, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(password(SUPERUSER, server=EMBEDDED))
        where.account.own(secret)
        files: list[str | Path] = ["--pgdata", half, "--pwfile", secret]
        done = where.account.run(
            [chosen / "initdb", *files, *_INITDB, *([] if is_durable else ["--no-sync"])]
        )
    finally:
        secret.unlink(missing_ok=True)
    if done.returncode != 0:
        shutil.rmtree(half, ignore_errors=True)
        raise _problem("PostgreSQL could not make its cluster", done.stderr, where)
    (half / "pg_hba.conf").write_text("local all all scram-sha-256\n")
    half.rename(where.data)


def run(chosen: Programs, where: Place, *, is_durable: bool, until: float) -> None:
    """Start the server unless it runs, and wait until it takes connections."""
    while True:
        number = process(where) or _launch(chosen, where, is_durable=is_durable)
        told = _wait_until_ready(where, number, until)
        if told is None:
            return
        if _OLD_SESSIONS not in told or time.monotonic() > until:
            raise _problem("PostgreSQL did not start", told, where)
        time.sleep(0.2)  # the sessions of a killed server are still on their way out


def _launch(chosen: Programs, where: Place, *, is_durable: bool) -> int:
    """Start the server as nobody's child: it outlives us. Return its process number."""
    _clear_away(where)
    if where.log.exists() and where.log.stat().st_size > _LOG_BYTES:
        where.log.replace(where.log.with_name("log.old"))
    quoted = str(where.sockets).replace('"', '""')
    settings = (
        _SETTINGS | {"unix_socket_directories": f'"{quoted}"'} | ({} if is_durable else THROWAWAY)
    )
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    server: list[str | Path] = [chosen / "postgres", "-D", where.data, *options]
    done = where.account.run(["/bin/sh", "-c", _IN_THE_BACKGROUND, "sh", where.log, *server])
    if done.returncode != 0:
        raise _problem("PostgreSQL could not be started", done.stderr, where)
    return int(done.stdout)


def _clear_away(where: Place) -> None:
    """After a power cut the number in postmaster.pid may be another program's, or a dead child's.

    PostgreSQL would refuse to start. Only the number is changed: the shared memory noted beside
    it still lets PostgreSQL see whether a session of the old server lives on, and refuse that.
    """
    if _somebody_answers(where):
        raise DatabaseProblem(
            f"Another server uses the data in {where.folder}, perhaps in another container: "
            "stop it there, or set another DIMMER_HOME here."
        )
    left = where.data / "postmaster.pid"
    if left.exists():
        _, _, rest = left.read_text().partition("\n")
        left.write_text(f"{_NO_PROCESS}\n{rest}")
    for name in _SOCKET_FILES:  # the folder is this server's alone, and it does not run
        (where.sockets / name).unlink(missing_ok=True)


def _somebody_answers(where: Place) -> bool:
    """Whether a server lives that we cannot see: two on the same data would destroy it."""
    with socket.socket(socket.AF_UNIX) as knock:
        return knock.connect_ex(str(where.sockets / _SOCKET_FILES[0])) == 0


def _wait_until_ready(where: Place, number: int, until: float) -> str | None:
    """Wait for the server. Return what it said if it ended instead."""
    while not is_ready(where):
        if not is_alive(number):
            return _tail(where.log)
        if time.monotonic() > until:
            raise DatabaseProblem(f"PostgreSQL is not ready yet; its log is {where.log}.")
        time.sleep(0.01)
    return None


def _tail(log: Path) -> str:
    return log.read_text(errors="replace")[-2000:] if log.exists() else ""


def _problem(what: str, told: str, where: Place) -> DatabaseProblem:
    """Words for what PostgreSQL said."""
    if "No space left" in told:
        return DatabaseProblem(f"{what}: the disk is full. Free space where {where.folder} lies.")
    if "Permission denied" in told or "could not change permissions" in told:
        return DatabaseProblem(
            f"{what}: it may not write to {where.folder}. "
            f"Give {home()} to the user that runs Dimmer."
        )
    lines = told.strip().splitlines() or ["it said nothing"]
    grave = [line for line in lines if "FATAL:" in line or "error:" in line] or lines
    said = grave[-1].rpartition("FATAL:  ")[2].strip()
    return DatabaseProblem(f"{what}: {said}. Its log is {where.log}.")
