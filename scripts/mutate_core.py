"""Change the core's code, one thing at a time, and see whether its tests tell the difference.

Run by `make mutate-core` with the Python of .venv/mutate; what is changed and which tests are asked is said
in pyproject.toml under tool.mutmut. A mutant is killed by a test that fails or does not end. One that
survives needs a reason in survivors_of_core.toml beside this file. Exit status: 0 every survivor has a
reason and every reason a survivor, 1 not so.
"""
# ruff: noqa: INP001  (a script of the checkout, in no package)

import os
import shutil
import subprocess
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.stats import status_by_exit_code
from mutmut.utils.file_utils import walk_mutatable_files
from mutmut.utils.format_utils import orig_function_and_class_names_from_key

ROOT = Path(__file__).resolve().parent.parent
REASONS = Path(__file__).with_name("survivors_of_core.toml")
KILLED = {"killed", "timeout"}
UNTRIED = "not checked"
PROCESSES = 2


def main(only: str) -> int:
    """Try the mutants, those in modules whose name holds `only`. Return the exit status."""
    began = time.monotonic()
    os.chdir(ROOT)  # mutmut works where it stands
    os.nice(5)
    shutil.rmtree("mutants", ignore_errors=True)
    if status := run([f"dimmer.core.*{only}*"] if only else []):
        return status
    found = dict(mutants())
    tried = {name for name, verdict in found.items() if verdict != UNTRIED}
    survivors = {name for name in tried if found[name] not in KILLED}
    known = reasons()
    without = sorted(survivors - known.keys())
    idle = sorted(one for one in known.keys() - survivors if one in tried or one not in found)
    lists = {"NO TEST TELLS": without, "A REASON, YET NO SURVIVOR": idle}
    for heading, names in lists.items():
        print("".join(f"{heading}: {one}\n" for one in names), end="")  # noqa: T201
    counts = Counter(found.values())
    print(", ".join(f"{number} {verdict}" for verdict, number in counts.most_common()))  # noqa: T201
    took = time.monotonic() - began
    print(f"{len(survivors)} survive, {len(without)} of them without a reason; {took:.0f} s")  # noqa: T201
    return 1 if without or idle else 0


def run(asked: list[str]) -> int:
    """Try the mutants that are asked for, all if none is. Return mutmut's exit status."""
    mutmut = Path(sys.executable).with_name("mutmut")
    command = [mutmut, "run", "--max-children", str(PROCESSES), *asked]
    return subprocess.run(command, check=False).returncode  # noqa: S603  (mutmut)


def mutants() -> Iterator[tuple[str, str]]:
    """Each mutant, named for its function and what was done, and what became of it."""
    for path in sorted(walk_mutatable_files()):
        file = SourceFileMutationData(path=path)
        file.load()
        seen: Counter[str] = Counter()
        for key, code in file.exit_code_by_key.items():
            name = named(key, path)
            seen[name] += 1
            yield (f"{name} ({seen[name]})" if seen[name] > 1 else name), status_by_exit_code[code]


def named(key: str, path: Path) -> str:
    """A mutant by module, function, and the lines that it changes; it outlives changes elsewhere."""
    function, owner = orig_function_and_class_names_from_key(key)
    lines = get_diff_for_mutant(key, path=path).splitlines()[3:]
    before, after = (
        " ".join(line[1:].strip() for line in lines if line[0] == sign) for sign in "-+"
    )
    where = (
        f"{path.parent.name}.{path.stem}.{owner + '.' if owner else ''}{function.split('.')[-1]}"
    )
    return f"{where}: {before} -> {after}"


def reasons() -> dict[str, str]:
    """Why a mutant may survive, by its name."""
    listed = tomllib.loads(REASONS.read_text(encoding="utf-8")).get("reason", [])
    return {mutant: row["why"] for row in listed for mutant in row["mutants"]}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
