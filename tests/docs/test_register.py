"""The page on the register and its tests tell of the same matters, and each is tried with its guard off."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "reference" / "register.md").read_text(encoding="utf-8")
FOLDER = ROOT / "tests" / "attack" / "register"
HOUR = "test_hour.py"
NONE: frozenset[str] = frozenset()
OFF, WALL = frozenset({"off"}), frozenset({"rows_open"})
ONE = ({NONE, OFF}, {NONE, WALL}, {NONE, OFF, WALL, OFF | WALL})
"""One guard; where the database shows no row either, each holds with the other down, and nothing with both."""


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


def _down(node: ast.AST, down: frozenset[str] = NONE) -> Iterator[frozenset[str]]:
    """What is off or open wherever a test says what it expects."""
    if isinstance(node, ast.With):
        asked = {ast.unparse(each.context_expr).partition("(")[0] for each in node.items}
        down |= asked & (OFF | WALL)
        if "pytest.raises" in asked:
            yield down
    if isinstance(node, ast.Assert):
        yield down
    for each in ast.iter_child_nodes(node):
        yield from _down(each, down)


def test_every_matter_is_tried_again_with_its_guard_off() -> None:
    for file, node in TESTS:
        assert set(_down(node)) in ([{NONE}] if file == HOUR else ONE), node.name


def test_every_module_carries_the_marker() -> None:
    for path in FOLDER.glob("test_*.py"):
        assert "pytestmark = pytest.mark.register\n" in path.read_text(encoding="utf-8"), path.name
