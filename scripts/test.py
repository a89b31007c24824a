"""All that CI runs, or with `check` the part that takes a minute. Goes on after a failure, sums up."""
# ruff: noqa: INP001  (a script of the checkout, in no package)

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import postgresql

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
PURE = ("tests/core", "tests/lawbook")
"""Tests that need no Django, and are run once where there is none."""
NO_DATABASE = {"core", "lawbook", "house", "journeys", "keyring", "docs", "papers"}
NO_DATABASE_EITHER = (
    "tests/bench/test_questions.py",
    "tests/cli/test_advise.py",
    "tests/cli/test_guard.py",
    "tests/cli/test_import_file.py",
    "tests/cli/test_law.py",
    "tests/cli/test_linked.py",
    "tests/cli/test_verify.py",
    "tests/exampleshire/test_data.py",
)
"""Whichever PostgreSQL stands there, these are the same: once is enough."""
JOURNEYS = ROOT / "tests" / "journeys"
LOOKS: dict[str, list[str]] = {
    "format": ["ruff", "format", "--check", "--quiet", "."],
    "lint": ["ruff", "check", "--quiet", "."],
    "types": ["mypy"],
    "imports": ["lint-imports", "--no-logo"],
    "docs": ["python", "docs/generate.py", "--check"],
}
COUNTS = re.compile(r"(\d+) (passed|failed|error)")


@dataclass(frozen=True)
class Step:
    """A run of pytest that is made beside another."""

    name: str
    paths: Sequence[Path | str]
    before: tuple[str, ...] = ()
    extra: dict[str, str] = field(default_factory=dict)
    programs: Path | None = None


@dataclass
class Suite:
    """The steps so far, and what came of them."""

    environment: dict[str, str]
    lines: list[str] = field(default_factory=list)
    passed: int = 0
    failed: int = 0

    def count(self, step: str, summary: str, *, passed: int, failed: int) -> None:
        """Note one step."""
        self.lines.append(f"{'FAIL' if failed else 'ok  '} {step}: {summary}")
        self.passed += passed
        self.failed += failed

    def look(self, step: str, command: list[str]) -> None:
        """Run one of the linters, and show what it says only if it complains."""
        began = time.monotonic()
        path = [str(BIN / command[0]), *command[1:]]
        done = subprocess.run(  # noqa: S603  (from the table above)
            path, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            say(f"{step}:\n{done.stdout}{done.stderr}")
        is_good = done.returncode == 0
        took = f"{time.monotonic() - began:.1f} s"
        self.count(step, took, passed=int(is_good), failed=int(not is_good))

    def pytest(self, step: str, paths: list[Path], *before: str | Path, **extra: str) -> None:
        """Run pytest, show what it says as it says it, and count."""
        say(f"\nTests {step}")
        self.tally(step, self.run(paths, *before, tell=say, **extra))

    def aside(self, step: Step) -> tuple[list[str], tuple[str, int]]:
        """Run one beside another: what was said, and how it ended."""
        told: list[str] = []
        if step.programs is None:
            return told, self.run(step.paths, *step.before, tell=told.append, **step.extra)
        with postgresql.running(step.programs) as address:
            return told, self.run(step.paths, tell=told.append, DIMMER_DATABASE_URL=address)

    def run(
        self,
        paths: Sequence[Path | str],
        *before: str | Path,
        tell: Callable[[str], None],
        **extra: str,
    ) -> tuple[str, int]:
        """Run pytest and pass on each line. Return the last, and the exit status."""
        command = [*(before or (BIN / "python", "-m", "pytest")), "-q", "--durations=12", *paths]
        last = ""
        with subprocess.Popen(  # noqa: S603  (pytest)
            command,
            cwd=ROOT,
            env=self.environment | extra,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
        ) as running:
            for line in running.stdout or ():
                tell(line.rstrip("\n"))
                last = line.strip() or last
        return last, running.returncode

    def tally(self, step: str, ended: tuple[str, int]) -> None:
        """Count what a run of pytest said last."""
        last, status = ended
        counts = {what: int(number) for number, what in COUNTS.findall(last)}
        failed = counts.get("failed", 0) + counts.get("error", 0)
        failed = failed or int(status != 0)
        self.count(step, last, passed=counts.get("passed", 0), failed=failed)

    def miss(self, step: str, package: str) -> None:
        """Say what could not be run for want of a package."""
        advice = f"not run: {package} is missing (Debian: sudo apt install {package})"
        self.lines.append(f"MISS {step}: {advice}")


def main(scope: str) -> int:
    """Run the steps. Return the exit status."""
    with tempfile.TemporaryDirectory() as folder:
        key = Path(folder, "key")
        key.write_text(
            "0" * 64, encoding="ascii"
        )  # for types the settings are read: they ask for one
        rest = {name: value for name, value in os.environ.items() if not name.startswith("DIMMER_")}
        own = {"DIMMER_HOME": f"{folder}/home", "DIMMER_KEY_FILE": str(key)}
        # the same examples each time: a push is judged by what it changed, chance is for whoever runs pytest by hand
        own |= {"CI": "true", "PYTHONHASHSEED": "0"}
        suite = Suite(rest | own)
        if scope == "check":
            look_over(suite)
            quick = (BIN / "python", "-m", "pytest", "--hypothesis-profile=quick")
            suite.pytest("of the core", [ROOT / "tests" / "core"], *quick)
        else:
            everything(suite)
    say("\n".join(["", *suite.lines, "", f"{suite.passed} passed, {suite.failed} failed"]))
    return 1 if suite.failed else 0


def look_over(suite: Suite) -> None:
    """Run the linters."""
    for step, command in LOOKS.items():
        suite.look(step, command)


def everything(suite: Suite) -> None:
    """Two rows of work side by side: tests wait for the disk and the database more than they work."""
    folders = sorted(path for path in (ROOT / "tests").iterdir() if has_tests(path))
    alone = [ROOT / path for path in PURE if has_tests(ROOT / path)]
    others: list[Step] = [without_django(alone)]
    programs = postgresql.packed() or (postgresql.packed() if install("postgresql") else None)
    if programs is None:
        suite.miss("on the distribution's PostgreSQL", "postgresql")
    else:
        others.append(Step(f"on {postgresql.version(programs)}", on(folders), programs=programs))
    if shutil.which("chromium") or install("chromium"):
        others.append(Step("in Chromium", [JOURNEYS]))
    else:
        suite.miss("in Chromium", "chromium")
    if shutil.which("softhsm2-util") or install("softhsm2"):
        suite.environment["DIMMER_TESTS_NEED_SOFTHSM"] = "yes"  # what is there is not passed over
    else:
        suite.miss("in an HSM", "softhsm2")
    if shutil.which("pdftotext") or install("poppler-utils"):
        suite.environment["DIMMER_TESTS_NEED_POPPLER"] = "yes"
    else:
        suite.miss("of documents as others read them", "poppler-utils")
    with ThreadPoolExecutor(1) as beside:
        ended = [beside.submit(suite.aside, step) for step in others]
        look_over(suite)
        rest = [path for path in folders if path != JOURNEYS and path not in alone]
        suite.pytest("on the embedded PostgreSQL", rest)
        for step, one in zip(others, ended, strict=True):
            told, how = one.result()
            say("\n".join(["", f"Tests {step.name}", *told]))
            suite.tally(step.name, how)


def without_django(paths: list[Path]) -> Step:
    """The core and the lawbook, where there is no Django."""
    pure = (str(BIN.parent / "pure" / "bin" / "python"), "-m", "pytest", "-c", os.devnull)
    own = ("--rootdir=.", "--confcutdir=tests/core", "--import-mode=importlib")
    roots = os.pathsep.join((str(ROOT / "src"), str(ROOT / "tests")))
    before = (*pure, *own, "-p", "no:cacheprovider")
    return Step("without Django", paths, before=before, extra={"PYTHONPATH": roots})


def on(folders: list[Path]) -> list[Path | str]:
    """All that asks a database, for one that is another's."""
    there = [path for path in folders if path.name not in NO_DATABASE]
    return [*there, *(f"--ignore={path}" for path in NO_DATABASE_EITHER)]


def has_tests(folder: Path) -> bool:
    """Whether there are tests in the folder."""
    return any(folder.rglob("test_*.py"))


def install(package: str) -> bool:
    """Install a package of the distribution where we may. No service of it is started."""
    apt = shutil.which("apt-get")
    if os.geteuid() != 0 or apt is None:
        return False
    say(f"\nInstalling {package} …")
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    subprocess.run([apt, "-qq", "update"], env=quiet, capture_output=True, check=False)  # noqa: S603  (apt)
    wanted = [apt, "-qq", "install", "--yes", "--no-install-recommends", package]
    done = subprocess.run(wanted, env=quiet, capture_output=True, check=False)  # noqa: S603  (the same)
    return done.returncode == 0


def say(words: str) -> None:
    """Tell whoever waits, at once."""
    print(words, flush=True)  # noqa: T201  (it is its only voice)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "test"))
