"""All that CI runs, or with `check` the part that takes a minute. Goes on after a failure, sums up."""
# ruff: noqa: INP001  (a script of the checkout, in no package)

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path

import postgresql

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
PURE = ("tests/core", "tests/lawbook")
"""Tests that need no Django, and are run once where there is none."""
NO_DATABASE = {"core", "lawbook", "house", "journeys", "keyring", "docs", "papers", "files"}
THERE_TOO = (
    "tests/database",
    "--ignore=tests/database/test_cluster.py",  # both start the embedded server, whichever is asked for
    "--ignore=tests/database/test_command.py",
    *(
        f"tests/attack/test_{name}.py"
        for name in (
            "at_once",
            "facts_destroyed",
            "killed",
            "ledger",
            "ledger_migrated",
            "ledger_order",
            "live",
            "onward",
            "pool",
            "raw",
            "rows",
            "sealing",
        )
    ),
    "tests/apps/test_backup_returns.py",
    "tests/apps/test_keys.py",
    "tests/apps/test_roles_and_addresses.py",
    "tests/exampleshire/test_sealed.py",
)
"""What another server could answer differently: policies of rows, statements by hand, kills, locks, dumps, an area."""
THEIRS_IS_ENOUGH = ("test_killed.py", "test_at_once.py")
"""Processes killed in the middle of every act, and racing each other: once, on the server that installations run."""
DIGGERS = (
    ("DIMMER_TESTS_NEED_SOFTHSM", "softhsm2-util", "softhsm2", "in an HSM"),
    (
        "DIMMER_TESTS_NEED_POPPLER",
        "pdftotext",
        "poppler-utils",
        "of documents as others read them",
    ),
    (
        "DIMMER_TESTS_NEED_EXIFTOOL",
        "exiftool",
        "libimage-exiftool-perl",
        "of what files say of themselves",
    ),
    ("DIMMER_TESTS_NEED_UNZIP", "unzip", "unzip", "of what lies in packed files"),
)
"""Programs of others that tests use: what says that they are needed, the program, its Debian package, the tests."""
JOURNEYS = ROOT / "tests" / "journeys"
LOOKS: dict[str, list[str]] = {
    "format": ["ruff", "format", "--check", "--quiet", "."],
    "lint": ["ruff", "check", "--quiet", "."],
    "types": ["mypy"],
    "imports": ["lint-imports", "--no-logo"],
    "docs": ["python", "docs/generate.py", "--check"],
}
COUNTS = re.compile(r"(\d+) (passed|failed|error)")
NAMED = re.compile(r"^(?:FAILED|ERROR) .+", re.MULTILINE)


@dataclass(frozen=True)
class Step:
    """A run of pytest."""

    name: str
    paths: Sequence[Path | str]
    before: tuple[str, ...] = (str(BIN / "python"), "-m", "pytest")
    extra: dict[str, str] = field(default_factory=dict)
    programs: Path | None = None


@dataclass(frozen=True)
class Ended:
    """How one step ended, and all that was said meanwhile."""

    name: str
    summary: str
    passed: int
    failed: int
    said: str = ""

    @property
    def line(self) -> str:
        """For the sum at the end: where something failed, each by name, as far above it may be cut off."""
        named = "".join(f"\n     {each[:200]}" for each in NAMED.findall(self.said))
        return f"{'FAIL' if self.failed else 'ok  '} {self.name}: {self.summary}{named if self.failed else ''}"


@dataclass
class Suite:
    """What every step is given, and what came of those that have ended."""

    environment: dict[str, str]
    lines: list[str] = field(default_factory=list)
    passed: int = 0
    failed: int = 0

    def count(self, ended: Ended) -> None:
        """Note one step, and show what it said."""
        if ended.said:
            say(f"\n{ended.name}\n{ended.said}")
        self.lines.append(ended.line)
        self.passed += ended.passed
        self.failed += ended.failed

    def look(self, name: str, command: list[str]) -> Ended:
        """Run one of the linters; it is heard only if it complains."""
        began = time.monotonic()
        done = subprocess.run(  # noqa: S603  (from the table above)
            [str(BIN / command[0]), *command[1:]],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        failed = int(done.returncode != 0)
        said = f"{done.stdout}{done.stderr}" if failed else ""
        return Ended(name, f"{time.monotonic() - began:.1f} s", 1 - failed, failed, said)

    def pytest(self, step: Step) -> Ended:
        """Run pytest, on a server of its own where it wants one, and count."""
        if step.programs is None:
            return self.run(step, step.extra)
        with postgresql.running(step.programs) as address:
            return self.run(step, step.extra | {"DIMMER_DATABASE_URL": address})

    def run(self, step: Step, extra: dict[str, str]) -> Ended:
        """Run pytest in an environment that knows this too."""
        done = subprocess.run(  # noqa: S603  (pytest)
            [*step.before, "-q", "--durations=12", *step.paths],
            cwd=ROOT,
            env=self.environment | extra,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        summary = ([line for line in done.stdout.splitlines() if line.strip()] or [""])[-1].strip()
        counts = {what: int(number) for number, what in COUNTS.findall(summary)}
        failed = counts.get("failed", 0) + counts.get("error", 0) or int(done.returncode != 0)
        return Ended(f"Tests {step.name}", summary, counts.get("passed", 0), failed, done.stdout)

    def miss(self, step: str, package: str) -> None:
        """Say what could not be run for want of a package."""
        advice = f"not run: {package} is missing (Debian: sudo apt install {package})"
        self.lines.append(f"MISS Tests {step}: {advice}")


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
        # hundreds of tests start Python anew: it compiles each module once, and leaves nothing in the checkout
        rest.pop("PYTHONDONTWRITEBYTECODE", None)
        own["PYTHONPYCACHEPREFIX"] = f"{folder}/compiled"
        suite = Suite(rest | own)
        if scope == "check":
            for name, command in LOOKS.items():
                suite.count(suite.look(name, command))
            few = ("--hypothesis-profile=quick", ROOT / "tests" / "core")
            suite.count(suite.pytest(Step("of the core", few)))
        else:
            everything(suite)
    say("\n".join(["", *suite.lines, "", f"{suite.passed} passed, {suite.failed} failed"]))
    return 1 if suite.failed else 0


def everything(suite: Suite) -> None:
    """Two take from one row of steps, the longest first: so neither waits long for the other."""
    folders = sorted(path for path in (ROOT / "tests").iterdir() if has_tests(path))
    alone = [ROOT / path for path in PURE if has_tests(ROOT / path)]
    apps, attack = ROOT / "tests" / "apps", ROOT / "tests" / "attack"
    rest = [path for path in folders if path not in {JOURNEYS, apps, attack, *alone}]
    steps = [Step("of attacks", [attack]), Step("of rooms", [apps])]
    programs = postgresql.packed() or (postgresql.packed() if install("postgresql") else None)
    if programs is None:
        suite.miss("on the distribution's PostgreSQL", "postgresql")
    else:
        name = f"on {postgresql.version(programs)}"
        if os.environ.get("SERVER") != "all":
            once = [f"--ignore={attack / each}" for each in THEIRS_IS_ENOUGH]
            steps[0] = Step("of attacks", [attack, *once])
        steps.insert(1, Step(name, there_too(folders), programs=programs))
    if shutil.which("chromium") or install("chromium"):
        steps.append(Step("in Chromium", [JOURNEYS]))
    else:
        suite.miss("in Chromium", "chromium")
    for variable, program, package, of in DIGGERS:
        if shutil.which(program) or install(package):
            suite.environment[variable] = "yes"  # what is there is not passed over
        else:
            suite.miss(of, package)
    steps += [without_django(alone), Step("of all else", rest)]
    with ThreadPoolExecutor(2) as two:
        running = [two.submit(suite.pytest, step) for step in steps]
        running += [two.submit(suite.look, *each) for each in LOOKS.items()]
        for one in as_completed(running):
            suite.count(one.result())


def without_django(paths: list[Path]) -> Step:
    """The core and the lawbook, where there is no Django."""
    pure = (str(BIN.parent / "pure" / "bin" / "python"), "-m", "pytest", "-c", os.devnull)
    own = ("--rootdir=.", "--confcutdir=tests/core", "--import-mode=importlib")
    roots = os.pathsep.join((str(ROOT / "src"), str(ROOT / "tests")))
    before = (*pure, *own, "-p", "no:cacheprovider")
    return Step("without Django", paths, before=before, extra={"PYTHONPATH": roots})


def there_too(folders: list[Path]) -> Sequence[Path | str]:
    """What is run on a server that is another's: with SERVER=all, whatever asks a database."""
    if os.environ.get("SERVER") == "all":
        return [path for path in folders if path.name not in NO_DATABASE]
    return THERE_TOO


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
