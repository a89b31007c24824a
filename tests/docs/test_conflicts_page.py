"""The page on conflicts of sources says of each what is tested, and of none that it is when it is not."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "explanation" / "where-sources-conflict.md"
ALL = [f"C-{number:02}" for number in range(1, 34)]


def told_by_tests() -> str:
    paths = sorted((ROOT / "tests" / "lawbook").glob("test_conflicts*.py"))
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)


def not_built() -> list[str]:
    return re.findall(r"^not built: (C-\d\d)", told_by_tests(), re.MULTILINE)


def test_every_conflict_is_on_the_page_and_marked_where_it_is_not_built() -> None:
    rows = re.findall(r"^\| (C-\d\d) \|(.*)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)

    assert [number for number, _ in rows] == ALL
    assert [number for number, row in rows if "**not built**" in row] == not_built()


def test_every_conflict_that_is_built_has_one_test_of_its_number() -> None:
    tested = [
        f"C-{number}" for number in re.findall(r"^def test_c(\d\d)_", told_by_tests(), re.MULTILINE)
    ]

    assert tested == [number for number in ALL if number not in not_built()]
