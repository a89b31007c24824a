"""Dump every row as plain SQL, by the backup role."""

import os
import secrets
import shutil
import subprocess
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from dimmer.database import programs, url
from dimmer.database.prepare import connect
from dimmer.database.problem import DatabaseProblem

_ANOTHER_MAY = ("version mismatch", "SSL", "sslmode")
"""What a pg_dump says that is too old for the server, or was built without TLS."""
_DEBIAN = Path("/usr/lib/postgresql")


def dump(file: Path) -> None:
    """Write the whole database to `file` (plain SQL, UTF-8, mode 0600) for psql to restore.

    Raises:
        DatabaseProblem: it cannot be dumped or written. What stood in `file` still stands there.
    """
    part = file.with_name(f".{file.name}.{secrets.token_hex(4)}.part")
    try:
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        refusal: str | None = "PostgreSQL's pg_dump is not installed"
        for program in _candidates():
            refusal = _dump_with(program, part)
            if refusal is None:
                with part.open("rb") as written:
                    os.fsync(written.fileno())
                part.replace(file)
                return
            if not any(words in refusal for words in _ANOTHER_MAY):
                break
    except OSError as error:
        raise DatabaseProblem(
            f"{file} cannot be written: {(error.strerror or str(error)).lower()}."
        ) from error
    finally:
        part.unlink(missing_ok=True)
    raise DatabaseProblem(f"The database could not be dumped to {file}: {refusal}")


def _dump_with(program: Path, part: Path) -> str | None:
    """Run one pg_dump. Return what it said if it failed."""
    address = conninfo_to_dict(url.backup())
    secret = str(address.pop("password", ""))
    done = subprocess.run(  # noqa: S603  (PostgreSQL's own program, no shell)
        [
            program,
            "--format=plain",
            "--encoding=UTF8",
            "--no-password",
            f"--file={part}",
            make_conninfo("", **address),
        ],
        env=os.environ | ({"PGPASSWORD": secret} if secret else {}) | {"LC_ALL": "C"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == 0:
        return None
    said = [
        line for line in done.stderr.splitlines() if "error:" in line
    ] or done.stderr.splitlines()
    return said[-1].partition("error: ")[2] or said[-1] if said else "pg_dump said nothing"


def _candidates() -> list[Path]:
    """The wheel's pg_dump; for a server that was given first its own version's, then the newest.

    An older server does not understand all that a newer pg_dump writes.
    """
    if url.is_embedded():
        return [programs.find() / "pg_dump"]
    with connect(url.backup()) as connection:
        served = connection.info.server_version // 10_000
    packed = {int(path.parts[-3]): path for path in _DEBIAN.glob("[0-9]*/bin/pg_dump")}
    found = [packed[served]] if served in packed else []
    try:
        found.append(programs.find() / "pg_dump")
    except DatabaseProblem:
        if not packed:
            raise
    found += [packed[version] for version in sorted(packed, reverse=True) if version != served]
    elsewhere = shutil.which("pg_dump")
    return [*found, Path(elsewhere)] if elsewhere else found
