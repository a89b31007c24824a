"""Read a file of concerns, refusing whatever is not in its shape: all problems at once, in words."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dimmer.cli.bringing.fields import CONCERN, ITEM, PERSON, Field
from dimmer.cli.bringing.lines import lines_of

MOST_BYTES = 50_000_000
_MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong: its path in the file (empty for the file itself), and what to do."""

    path: str
    words: str
    allowed: tuple[str, ...] = ()


class BadFile(ValueError):
    """The file cannot be brought in: its problems say why, one line each."""

    def __init__(self, file: Path, problems: list[Problem], *, lines: Mapping[str, int]) -> None:
        shown = [_said(file, problem, lines) for problem in problems[:_MOST_SHOWN]]
        if len(problems) > _MOST_SHOWN:
            shown.append(f"{file}: and {len(problems) - _MOST_SHOWN:,} more")
        super().__init__("\n".join(shown))
        self.problems = problems


def _said(file: Path, problem: Problem, lines: Mapping[str, int]) -> str:
    line = lines.get(problem.path) or lines.get(problem.path.rpartition(".")[0])
    where = f"{file}:{line}" if line else str(file)
    path = f": {problem.path}" if problem.path else ""
    allowed = f" (allowed: {' '.join(problem.allowed)})" if problem.allowed else ""
    return f"{where}{path}: {problem.words}{allowed}"


def read_file(file: Path) -> list[Mapping[str, Any]]:
    """The concerns of a file, checked: every value is of its type, every code is known.

    Raises:
        BadFile: it cannot be read, or something in it is not as it must be.
    """
    text = _text_of(file)
    try:
        whole = tomllib.loads(text)
    except RecursionError:
        raise _bad(file, "is nested too deeply") from None
    except ValueError as error:  # tomllib's own, and numbers or days that Python refuses
        raise _bad(file, f"is no TOML: {error}") from error
    problems = list(_check(whole))
    if problems:
        raise BadFile(file, problems, lines=lines_of(text))
    concerns: list[Mapping[str, Any]] = whole["concern"]
    return concerns


def _bad(file: Path, words: str) -> BadFile:
    return BadFile(file, [Problem("", words)], lines={})


def _text_of(file: Path) -> str:
    try:
        if file.is_dir():
            raise _bad(file, "is a folder; name a TOML file")
        if not file.exists():
            raise _bad(file, "is not there")
        if not file.is_file():
            raise _bad(file, "is no ordinary file")
        with file.open("rb") as opened:
            content = opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise _bad(file, f"cannot be read: {(error.strerror or str(error)).lower()}") from error
    if len(content) > MOST_BYTES:
        raise _bad(
            file, f"is larger than {MOST_BYTES // 1_000_000} MB; bring it in as several files"
        )
    if not content.strip():
        raise _bad(file, "is empty; it holds one [[concern]] or more")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _bad(file, f"is not UTF-8 (line {line}); save it as UTF-8") from error


def _check(whole: Mapping[str, Any]) -> Iterator[Problem]:
    for key in whole:
        if key != "concern":
            yield Problem(key, "is an unknown key", ("concern",))
    if "concern" not in whole:
        yield Problem("concern", "is missing: write one [[concern]] or more")
        return
    for path, concern in _tables(whole, "concern", ""):
        if isinstance(concern, Problem):
            yield concern
            continue
        yield from _fields(concern, CONCERN, path, also=("people", "items"))
        yield from _parts(concern, path)


def _parts(concern: Mapping[str, Any], path: str) -> Iterator[Problem]:
    ids: set[str] = set()
    for where, person in _tables(concern, "people", path):
        if isinstance(person, Problem):
            yield person
            continue
        yield from _fields(person, PERSON, where)
        name = person.get("id")
        if isinstance(name, str):
            if name in ids:
                yield Problem(f"{where}.id", f"{name!r} is the id of somebody else in this concern")
            ids.add(name)
    for where, item in _tables(concern, "items", path):
        if isinstance(item, Problem):
            yield item
            continue
        yield from _fields(item, ITEM, where)
        about = item.get("about")
        for name in about if isinstance(about, list) else ():
            if isinstance(name, str) and name not in ids:
                words = f"nobody in this concern has the id {name!r}"
                yield Problem(f"{where}.about", words, tuple(sorted(ids)))


def _tables(
    parent: Mapping[str, Any], name: str, path: str
) -> Iterator[tuple[str, Mapping[str, Any] | Problem]]:
    """The tables of a list with their paths; in place of what is none, the problem."""
    rows = parent.get(name, [])
    start = f"{path}.{name}" if path else name
    if not isinstance(rows, list):
        yield start, Problem(start, f"must be a list of tables: write [[{start.split('[')[0]}]]")
        return
    if name == "concern" and not rows:
        yield start, Problem(start, "is empty: write one [[concern]] or more")
    for number, row in enumerate(rows, start=1):
        where = f"{start}[{number}]"
        yield where, row if isinstance(row, Mapping) else Problem(where, "must be a table")


def _fields(
    table: Mapping[str, Any], fields: tuple[Field, ...], path: str, *, also: tuple[str, ...] = ()
) -> Iterator[Problem]:
    known = {field.name: field for field in fields}
    for name, value in table.items():
        if name in also:
            continue
        field = known.get(name)
        if field is None:
            yield Problem(f"{path}.{name}", "is an unknown key", (*known, *also))
        elif wrong := field.wrong(value):
            yield Problem(f"{path}.{name}", wrong.words, wrong.allowed)
    for field in fields:
        if field.is_needed and field.name not in table:
            yield Problem(f"{path}.{field.name}", "is missing")
