"""What holds for the whole checkout: commands, pins, and what no file may name."""

import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PLACES = (".ci", "bench", "docs", "requirements", "scripts", "src", "tests")
BUILT = {"__pycache__", "node_modules"}
LONGEST = 400
LOCAL = "/(?:work|tmp|root|home)/"
FORBIDDEN = re.compile(rf"(?:pypi|pythonhosted|npmjs|debian)\.(?:org|com)|(?<![\w.]){LOCAL}\w")


def files() -> Iterator[Path]:
    """Every file of the checkout that somebody wrote."""
    for folder, inside, names in os.walk(ROOT):
        if Path(folder) == ROOT:
            inside[:] = [name for name in inside if name in PLACES]
        inside[:] = [name for name in inside if name not in BUILT]
        yield from (Path(folder, name) for name in names)


def pins(name: str) -> dict[str, str]:
    """The versions that a requirements file pins, by package."""
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^([\w.-]+)==([\w.]+)", text, flags=re.MULTILINE))


def test_no_file_names_a_package_registry_or_a_place_on_somebodys_machine() -> None:
    found = [
        f"{file.relative_to(ROOT)}: {line.strip()[:80]}"
        for file in files()
        if file.suffix not in {".png", ".woff2", ".ttf", ".pdf"}
        for line in file.read_text(encoding="utf-8", errors="replace").splitlines()
        if FORBIDDEN.search(line)
    ]

    assert found == []


def test_modules_look_for_their_second_idea_in_time() -> None:
    long = {
        str(file.relative_to(ROOT)): lines
        for file in files()
        if file.suffix == ".py" and "migrations" not in file.parts
        if (lines := len(file.read_text(encoding="utf-8").splitlines())) > LONGEST
    }

    assert long == {}


def test_make_alone_lists_every_command() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", text, flags=re.MULTILINE))

    told = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout  # noqa: S607

    listed = {line.split()[1] for line in told.splitlines()}
    assert listed == targets
    assert {
        "demo",
        "test",
        "check",
        "cases",
        "mutate-law",
        "mutate-core",
        "bench",
        "clean",
    } <= listed
    assert all(len(line.split()) > 3 for line in told.splitlines())


def test_ci_runs_what_everybody_runs() -> None:
    run = ROOT / ".ci" / "run"

    assert os.access(run, os.X_OK)
    assert "make test </dev/null" in run.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["run.txt", "test.txt", "bench.txt", "pure.txt", "mutate.txt"])
def test_every_package_is_pinned_by_version_and_hash(name: str) -> None:
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")

    entries = re.split(r"^(?=[\w.-]+==)", text, flags=re.MULTILINE)[1:]

    assert len(entries) == len(pins(name)) > 5
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "--index-url" not in text
    assert "http" not in text.replace("httpx", "").replace("httpcore", "")


@pytest.mark.parametrize("name", ["test.txt", "bench.txt"])
def test_what_is_tested_and_measured_is_what_runs(name: str) -> None:
    run = pins("run.txt")

    assert run.items() <= pins(name).items()


def test_the_demo_downloads_no_test_tools() -> None:
    tools = {
        "pytest",
        "hypothesis",
        "playwright",
        "mypy",
        "ruff",
        "cedarpy",
        "splink",
        "duckdb",
        "mutmut",
    }

    assert not tools & pins("run.txt").keys()
    assert "django" not in pins("pure.txt") | pins("mutate.txt")


def test_the_lock_of_the_styles_holds_no_address() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))

    packages = lock["packages"].values()

    assert not [package for package in packages if "resolved" in package]
    assert all(package.get("integrity") for name, package in lock["packages"].items() if name)


def test_the_reader_is_set_in_one_place_and_never_for_a_session() -> None:
    setting = re.compile(r"set_config\(|\bset\s+(?:session\s+|local\s+)?dimmer\.", re.IGNORECASE)

    places = {
        str(file.relative_to(ROOT / "src" / "dimmer"))
        for file in files()
        if file.is_relative_to(ROOT / "src") and file.suffix == ".py"
        if setting.search(file.read_text(encoding="utf-8"))
    }

    # The functions of the migrations say for one statement each whose rows they reach, and put it back.
    migrations = (
        "0005_circles.py",
        "0012_whether_anybody_sees_it.py",
        "0013_kept_off_by_the_database.py",
    )
    assert places == {
        "database/reader.py",
        "apps/people/migrations/0006_asked_as_the_team.py",
        *(f"apps/vault/migrations/{name}" for name in migrations),
    }
    for place in places:
        calls = re.findall(
            r"set_config\((.*?)\)(?=[,;\s])", (ROOT / "src" / "dimmer" / place).read_text()
        )
        assert calls
        assert all(call.endswith("true") for call in calls), calls
