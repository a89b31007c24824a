"""The page on the register and its tests tell of the same matters, and each is tried with its guard off."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "reference" / "register.md").read_text(encoding="utf-8")
FOLDER = ROOT / "tests" / "attack" / "register"
HOUR = "test_hour.py"
ONE = (["off"], ["rows_open"], ["off", "rows_open"])
"""One guard; where the database shows no row either, its wall comes down with it."""


def _tests() -> Iterator[tuple[str, ast.FunctionDef]]:
    """Every test of the register, with its file."""
    for path in sorted(FOLDER.glob("test_*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                yield path.name, node


TESTS = list(_tests())
ROWS = re.findall(r"^\| ([^|]+) \| ([^|]+) \| `(test_\w+)` \|$", PAGE, re.MULTILINE)


def test_every_test_of_the_register_stands_on_its_page_once_and_no_other_does() -> None:
    on_page = re.findall(r"`(test_\w+)`", PAGE)

    assert sorted(on_page) == sorted(node.name for _, node in TESTS)


def test_every_row_names_the_body_and_year_that_its_test_cites() -> None:
    cited = {node.name: ast.get_docstring(node) or "" for _, node in TESTS}

    assert len(ROWS) == len([file for file, _ in TESTS if file != HOUR])
    for matter, stops, name in ROWS:
        body, *year = re.split(r"[,:] ", matter)[:2]
        assert body.removeprefix("A ").removeprefix("The ").lower() in cited[name].lower(), matter
        assert stops, matter
        if year and re.match(r"\d", year[0]):
            assert year[0] in cited[name], matter


def test_every_matter_is_tried_again_with_its_guard_off() -> None:
    for file, node in TESTS:
        guards = re.findall(r"with (off|rows_open)\(", ast.unparse(node))
        assert sorted(guards) in ([[]] if file == HOUR else ONE), node.name


def test_every_module_carries_the_marker() -> None:
    for path in FOLDER.glob("test_*.py"):
        assert "pytestmark = pytest.mark.register\n" in path.read_text(encoding="utf-8"), path.name
