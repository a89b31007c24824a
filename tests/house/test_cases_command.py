"""`make cases`: a line for each case, what failed in it, and an exit status that says so."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from dimmer.lawbook.stories import OURS

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two cases."""
    for name in ("V01", "V02"):
        for kind in ("toml", "expected.toml"):
            shutil.copy(OURS / f"{name}.{kind}", tmp_path)
    return tmp_path


def judged(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, ROOT / "scripts" / "cases.py", folder],
        capture_output=True,
        text=True,
        check=False,
    )


def test_cases_that_pass_are_listed(folder: Path) -> None:
    done = judged(folder)

    assert done.returncode == 0, done.stderr
    assert [line.split()[0] for line in done.stdout.splitlines()[:2]] == ["V01", "V02"]
    assert done.stdout.endswith("passed, 0 failed\n")


def test_a_case_that_fails_says_what_is_wrong(folder: Path) -> None:
    path = folder / "V01.expected.toml"
    text = path.read_text(encoding="utf-8").replace('outcome = "share"', 'outcome = "withhold"')
    path.write_text(text, encoding="utf-8")

    done = judged(folder)

    assert done.returncode == 1
    assert "outcome share, not share-limited or withhold" in done.stdout
    assert ", 1 failed" in done.stdout
