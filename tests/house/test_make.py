"""`make` on machines that lack something: it says what, in words, and never as a traceback."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WITHOUT_ENSUREPIP = """#!/bin/sh
if [ "$1" = -c ]; then exec {python} "$@"; fi
exec {python} -c 'import runpy, sys
sys.modules["ensurepip"] = None
sys.argv = sys.argv[1:]
sys.path.insert(0, "scripts")
runpy.run_path(sys.argv[0], run_name="__main__")' "$@"
"""
OLD = """#!/bin/sh
case "$2" in *print*) echo 3.9 ;; *) exit 1 ;; esac
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout that nothing was built in yet."""
    folder = tmp_path / "a checkout"
    folder.mkdir()
    for name in ("Makefile", "pyproject.toml", "package.json", "package-lock.json", ".npmrc"):
        shutil.copy(ROOT / name, folder)
    for name in ("scripts", "requirements"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "src" / "dimmer" / "web" / "styles").mkdir(parents=True)
    return folder


def make(checkout: Path, **environment: str) -> tuple[int, str]:
    done = subprocess.run(
        ["make", "demo"],  # noqa: S607  (whichever make is there)
        cwd=checkout,
        env={**os.environ, "PYTHON": sys.executable, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def program(folder: Path, text: str) -> str:
    path = folder / "python3"
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def test_a_python_that_is_too_old_is_named(checkout: Path, tmp_path: Path) -> None:
    code, told = make(checkout, PYTHON=program(tmp_path, OLD))

    assert code != 0
    assert "needs Python 3.11 or later" in told
    assert "is 3.9" in told


def test_no_python_at_all_is_said_so(checkout: Path) -> None:
    code, told = make(checkout, PYTHON="no-such-python")

    assert code != 0
    assert "None was found" in told


def test_a_python_without_venv_says_what_to_install(checkout: Path, tmp_path: Path) -> None:
    python = program(tmp_path, WITHOUT_ENSUREPIP.format(python=sys.executable))

    code, told = make(checkout, PYTHON=python)

    assert code != 0
    assert "sudo apt install python3-venv" in told
    assert "Traceback" not in told
    assert not (checkout / ".venv").exists()


def test_a_registry_that_cannot_be_reached_says_what_to_look_at(checkout: Path) -> None:
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:1/simple", "PIP_CONFIG_FILE": os.devnull}

    code, told = make(checkout, **nowhere, PIP_RETRIES="0", PIP_FIND_LINKS="")

    assert code != 0
    assert "the package registry cannot be reached" in told
    assert "Traceback" not in told
    assert len(told.splitlines()) < 12


if os.geteuid() != 0:  # root may write anywhere

    def test_a_folder_that_cannot_be_written_says_what_to_do(checkout: Path) -> None:
        checkout.chmod(0o555)

        code, told = make(checkout)

        checkout.chmod(0o755)
        assert code != 0
        assert "Make a copy of your own" in told
