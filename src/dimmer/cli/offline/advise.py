"""`dimmer advise`: what law and guidance support on a facts file. A named person decides.

Exit status: 0 done, 2 bad input. Imports no Django and asks no network.
"""

import json
import sys
import tomllib
from pathlib import Path
from typing import Any

import click

from dimmer import lawbook
from dimmer.cli.offline import lines, words
from dimmer.cli.offline.linked import Said
from dimmer.core import advice as core

_MOST_BYTES = 1_000_000  # a facts file is a page or two; a disk image by mistake is not read


class BadInput(click.ClickException):
    """The file cannot be advised on; the message says why."""

    exit_code = 2

    def show(self, file: Any = None) -> None:  # noqa: ARG002 - always standard error
        """Print the message as it is."""
        click.echo(self.message, err=True)


@click.command()
@click.argument("facts_file", metavar="FACTS.toml", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print for machines.")
@click.option("--json-ld", "as_linked", is_flag=True, help="Print as linked data (JSON-LD).")
@click.option("--explain", is_flag=True, help="Show every gate and rule, and what it turned on.")
def advise(*, facts_file: Path, as_json: bool, as_linked: bool, explain: bool) -> None:
    """Advise on a facts file: what the law opens, bars and asks. A named person decides.

    The shape of a facts file is in docs/reference/facts-file.md.
    """
    if as_linked and (as_json or explain):
        raise click.UsageError("--json-ld goes with neither --json nor --explain")
    facts = read(facts_file)
    book = lawbook.book()
    advice = core.advise(facts, book)
    if as_linked:
        document = Said(facts, advice, lawbook.linked()).document()
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
        return
    if as_json:
        found = advice.as_dict()
        if explain:
            found["explained"] = words.explained(facts, book)
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    click.echo(words.told(facts, advice, book))
    if explain:
        click.echo(words.told_why(facts, book))


def read(path: Path) -> core.Facts:
    """Read and check a facts file.

    Raises:
        BadInput: it is no facts file; every problem is named, with its line where that is known.
    """
    text = _text(path)
    try:
        return core.parse_facts(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"{path}: this is not TOML: {error}") from None
    except RecursionError:
        raise BadInput(f"{path}: tables or lists stand too deep inside each other") from None
    except core.BadFacts as error:
        raise BadInput(
            "\n".join(
                _problem(path, text, problem.key, problem.message, problem.allowed)
                for problem in error.problems
            )
        ) from None


def _text(path: Path) -> str:
    try:
        if path.is_dir():
            raise BadInput(f"{path}: is a folder, not a facts file")
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise BadInput(f"{path}: {error.strerror or error}") from None
    if len(content) > _MOST_BYTES:
        raise BadInput(f"{path}: longer than {_MOST_BYTES:,} bytes, which no facts file is")
    try:
        return content.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise BadInput(f"{path}: not UTF-8 text: byte {error.start + 1} cannot be read") from None


def _problem(path: Path, text: str, key: str, message: str, allowed: tuple[str, ...]) -> str:
    line = lines.line_of(text, key)
    place = f"{path}:{line}" if line else str(path)
    said = f"{place}: {key}: {message}"
    return f"{said}\n    allowed: {' '.join(allowed)}" if allowed else said


if __name__ == "__main__":
    sys.exit(advise())
