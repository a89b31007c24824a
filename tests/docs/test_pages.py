"""The pages hold together: links lead somewhere, files and commands that are named exist."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from dimmer.cli.main import COMMANDS

ROOT = Path(__file__).parents[2]
_INSIDE_A_ROOM = {"jinja2/", "migrations/", "queries/", "views/"}
_NOT_OURS = {"node_modules", "static-built", "build", "__pycache__"}


def _files() -> Iterator[Path]:
    """Every file of the project: what is made, hidden or installed is left out."""
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        hidden = any(part.startswith(".") and part not in (".ci", ".npmrc") for part in parts)
        if path.is_file() and not hidden and not _NOT_OURS.intersection(parts):
            yield path


PAGES = [path for path in _files() if path.suffix == ".md"]
OUR_PAGES = [
    page
    for page in PAGES
    if page.parent == ROOT or "explanation" in page.parts or "adr" in page.parts
]


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as the usual renderers make them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {
        re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings
    }


def _words(page: Path) -> str:
    """The page without its blocks of code."""
    return re.sub(
        r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE
    )


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)\s]+)\)", _words(page))
    broken = []
    for link in links:
        where, _, anchor = link.partition("#")
        if re.match(r"[a-z]+:", where):
            continue
        target = (page.parent / where).resolve() if where else page
        if not target.exists() or (anchor and anchor not in _anchors(target)):
            broken.append(link)

    assert not broken


@pytest.mark.parametrize("page", OUR_PAGES, ids=_name)
def test_every_file_of_the_code_that_a_page_names_exists(page: Path) -> None:
    named = set(re.findall(r"`((?:[\w.]+/)+[\w.]*)[`:]", _words(page)))
    homes = (ROOT, ROOT / "src/dimmer", ROOT / "src/dimmer/apps", ROOT / "src/dimmer/lawbook")

    missing = [
        name for name in sorted(named)
        if name not in _INSIDE_A_ROOM and not any((home / name).exists() for home in homes)
    ]  # fmt: skip

    assert not missing


@pytest.mark.parametrize("page", OUR_PAGES, ids=_name)
def test_every_test_that_a_page_names_exists(page: Path) -> None:
    tests = "\n".join(
        path.read_text(encoding="utf-8") for path in ROOT.joinpath("tests").rglob("test_*.py")
    )
    named = set(re.findall(r"`(test_\w+)`", _words(page)))

    assert not [name for name in sorted(named) if f"def {name}(" not in tests]


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_every_command_that_a_page_names_exists(page: Path) -> None:
    makefile = ROOT.joinpath("Makefile").read_text(encoding="utf-8")
    text = page.read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    made = set(re.findall(r"(?:`|^ *\$? *)make ([a-z-]+)\b", text, re.MULTILINE))
    ran = set(re.findall(r"(?:`|^ *\$? *|bin/)dimmer ([a-z]+)\b(?! v\d)", text, re.MULTILINE))

    assert made <= targets
    assert ran <= set(COMMANDS)


def test_the_reading_of_commands_finds_those_of_the_readme() -> None:
    text = ROOT.joinpath("README.md").read_text(encoding="utf-8")

    assert re.search(r"^make demo$", text, re.MULTILINE)
    assert re.search(r"^make test$", text, re.MULTILINE)


def test_every_contract_of_the_house_is_explained() -> None:
    with ROOT.joinpath("pyproject.toml").open("rb") as file:
        contracts = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    page = ROOT.joinpath("ARCHITECTURE.md").read_text(encoding="utf-8")

    assert not [one["id"] for one in contracts if f"`{one['id']}`" not in page]


def test_what_the_tutorial_tells_people_to_press_stands_on_the_pages() -> None:
    page = ROOT.joinpath("docs/tutorials/first-concern.md").read_text(encoding="utf-8")
    kinds = {".html", ".py", ".toml"}
    shown = "\n".join(
        path.read_text(encoding="utf-8")
        for path in ROOT.joinpath("src/dimmer").rglob("*")
        if path.suffix in kinds
    )
    pressed = {" ".join(words.split()) for words in re.findall(r"\*\*([^*]+)\*\*", page)}

    assert len(pressed) > 20
    assert not [words for words in sorted(pressed) if words not in shown]


def test_the_list_of_pages_has_them_all() -> None:
    home = ROOT / "docs"
    listed = set(
        re.findall(r"\]\(([\w/-]+\.md)\)", (home / "README.md").read_text(encoding="utf-8"))
    )
    kinds = ("tutorials", "how-to", "reference", "explanation")

    written = {
        page.relative_to(home).as_posix() for kind in kinds for page in (home / kind).rglob("*.md")
    }

    assert written <= listed
