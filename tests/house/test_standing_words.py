"""Words that stand on pages and papers for every case know nobody's sex: they say who is meant, or “they”."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent / "src" / "dimmer"
OF_ONE_SEX = re.compile(r"(?<![-\w])(he|she|his|hers?|him|himself|herself)(?![-\w])", re.IGNORECASE)
_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
PAGES = sorted(ROOT.glob("**/jinja2/**/*.html"))
ROOMS = sorted(
    path for part in ("apps", "web", "papers") for path in (ROOT / part).rglob("*.py") if "migrations" not in path.parts
)  # fmt: skip


def _texts(tree: ast.AST) -> Iterator[str]:
    """Strings of a module, but those that stand by themselves, which are its docstrings."""
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in alone:
            yield node.value


def test_pages_name_who_is_meant() -> None:
    found = {
        path.name: OF_ONE_SEX.findall(_COMMENT.sub("", path.read_text("utf-8"))) for path in PAGES
    }

    assert len(found) > 50
    assert not {name: words for name, words in found.items() if words}


def test_questions_and_sentences_of_the_rooms_name_who_is_meant() -> None:
    found = [
        (path.name, text)
        for path in ROOMS
        for text in _texts(ast.parse(path.read_text("utf-8")))
        if OF_ONE_SEX.search(text)
    ]

    assert len(ROOMS) > 50
    assert not found


@pytest.mark.parametrize("key", ["account", "feed"])
def test_ways_by_which_an_alleged_abuser_could_learn_name_who_is_meant(key: str) -> None:
    rows = tomllib.loads((ROOT / "lawbook" / "reach.toml").read_text("utf-8"))[key]

    said = [text for row in rows for text in row.values() if isinstance(text, str)]

    assert said
    assert not [text for text in said if OF_ONE_SEX.search(text)]
