"""The shape of a file that is brought in: all that is wrong with it at once, in words, each with its line."""

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dimmer.cli.bringing.fields import Field
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


def read_toml(
    file: Path, check: Callable[[Mapping[str, Any]], Iterable[Problem]], *, holds: str
) -> Mapping[str, Any]:
    """What a TOML file holds, once nothing in it is wrong.

    Args:
        check: what is wrong with what it holds.
        holds: what a file that is empty should hold.

    Raises:
        BadFile: it cannot be read, or something in it is not as it must be.
    """
    text = _text_of(file, holds)
    try:
        whole = tomllib.loads(text)
    except RecursionError:
        raise _bad(file, "is nested too deeply") from None
    except ValueError as error:  # tomllib's own, and numbers or days that Python refuses
        raise _bad(file, f"is no TOML: {error}") from error
    problems = list(check(whole))
    if problems:
        raise BadFile(file, problems, lines=lines_of(text))
    return whole


def _bad(file: Path, words: str) -> BadFile:
    return BadFile(file, [Problem("", words)], lines={})


def _text_of(file: Path, holds: str) -> str:
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
        raise _bad(file, f"is empty; it holds {holds}")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _bad(file, f"is not UTF-8 (line {line}); save it as UTF-8") from error


def tables(
    parent: Mapping[str, Any], name: str, path: str
) -> Iterator[tuple[str, Mapping[str, Any] | Problem]]:
    """The tables of a list with their paths; in place of what is none, the problem."""
    rows = parent.get(name, [])
    start = f"{path}.{name}" if path else name
    if not isinstance(rows, list):
        yield start, Problem(start, f"must be a list of tables: write [[{start.split('[')[0]}]]")
        return
    if not path and not rows and name in parent:
        yield start, Problem(start, f"is empty: write one [[{start}]] or more")
    for number, row in enumerate(rows, start=1):
        where = f"{start}[{number}]"
        yield where, row if isinstance(row, Mapping) else Problem(where, "must be a table")


def wrong_fields(
    table: Mapping[str, Any], fields: tuple[Field, ...], path: str, *, also: tuple[str, ...] = ()
) -> Iterator[Problem]:
    """What is wrong with the fields of a table; `also` names its keys that are looked at elsewhere."""
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
