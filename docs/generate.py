#!/usr/bin/env python3
"""Write the parts of the documentation that come from the code; with --check, say what is stale.

Run by `make docs`. Exit status: 0 written or up to date, 1 stale.
"""

import importlib
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
from asvs_page import asvs_page

from dimmer import lawbook
from dimmer.cli.main import COMMANDS, dimmer
from dimmer.core.route import MOVES, Step
from dimmer.lawbook.cases_page import cases_page
from dimmer.lawbook.law_page import law_page
from dimmer.lawbook.readings_page import readings_page
from dimmer.lawbook.reasons_page import reasons_page
from dimmer.lawbook.reference import facts_file_page
from dimmer.lawbook.retention_page import retention_page
from dimmer.lawbook.stories import stories_advised
from dimmer.lawbook.turtle import extension

ROOT = Path(__file__).resolve().parents[1]
_NOTE = "<!-- Written by docs/generate.py. Change the code, then run `make docs`. -->"
_WIDTH = 100

_MEANINGS = {
    Step.PROPOSED: "somebody asks whether this team needs to know",
    Step.HELD: "it waits: for a fact, for advice, or for a second person",
    Step.TO_SHARE: "a named person has decided to share; nothing has left",
    Step.NOT_SHARED: "a named person has decided not to share, with reasons",
    Step.DISCLOSED: "it has left, and lies in the recipient's inbox",
    Step.RECEIVED: "the recipient says that it was read",
    Step.RECALLED: "it was taken back, and the recipient has been told",
    Step.REVIEWED: "a team has looked again",
    Step.CLOSED: "nothing is left to do",
}
"""What each step means. A step without a meaning here stops the writing."""


def pages() -> dict[Path, str]:
    """Every page, or part of one, with the text that it is to have."""
    reference = ROOT / "docs" / "reference"
    architecture = ROOT / "ARCHITECTURE.md"
    text = architecture.read_text(encoding="utf-8")
    advised = stories_advised(lawbook.book())
    return {
        reference / "route.md": route_page(),
        reference / "commands.md": commands_page(),
        reference / "asvs.md": f"{_NOTE}\n\n{asvs_page()}",
        reference / "facts-file.md": facts_file_page(lawbook.book()),
        reference / "dimmer-dpv.ttl": extension(
            lawbook.linked(), edition=lawbook.book().edition.dated.isoformat()
        ),
        reference / "cases.md": f"{_NOTE}\n\n{cases_page(advised, lawbook.book())}",
        reference / "reasons.md": f"{_NOTE}\n\n{reasons_page(advised)}",
        reference / "who-may-use-what.md": f"{_NOTE}\n\n{readings_page(lawbook.book())}",
        reference / "law.md": f"{_NOTE}\n\n{law_page(lawbook.book())}",
        reference / "retention.md": f"{_NOTE}\n\n{retention_page(lawbook.retention())}",
        architecture: _fill(_fill(text, "route", drawing()), "contracts", contracts()),
    }


def drawing() -> str:
    """The route as a drawing that renders where Mermaid does, and reads as text where it does not."""
    lines = ["```mermaid", "stateDiagram-v2", "    [*] --> proposed"]
    for before, afters in MOVES.items():
        lines += [f"    {_node(before)} --> {_node(after)}" for after in _in_order(afters)]
    lines += [f"    {_node(step)} --> [*]" for step, afters in MOVES.items() if not afters]
    return "\n".join([*lines, "```"])


def _node(step: Step) -> str:
    return step.value.replace("-", "_")


def _in_order(steps: frozenset[Step]) -> list[Step]:
    return [step for step in Step if step in steps]


def route_page() -> str:
    """The page of the route."""
    rows = [
        f"| {step.value} | {_MEANINGS[step]} | "
        f"{', '.join(after.value for after in _in_order(MOVES[step])) or 'nothing'} |"
        for step in Step
    ]
    return "\n".join(
        [
            _NOTE,
            "",
            "# The route of a proposal",
            "",
            "What travels is a *proposal*: one concern, one recipient team. Three recipients are three",
            "proposals, and each goes its own way. The moves stand in one table, `src/dimmer/core/route.py`;",
            "nothing moves without it.",
            "",
            drawing(),
            "",
            "| step | what it means | what may come next |",
            "|---|---|---|",
            *rows,
            "",
        ]
    )


def commands_page() -> str:
    """The page of the commands, from their own help."""
    parts = [
        _NOTE,
        "",
        "# Commands",
        "",
        "`.venv/bin/dimmer` after `make demo` or `make test`. Exit status: 0 done, 1 a check failed, 2 bad input.",
        "Where data lives is said by `DIMMER_HOME`.",
        "",
    ]
    for name, command in _commands():
        context = click.Context(
            command,
            info_name=name,
            max_content_width=_WIDTH,
            terminal_width=_WIDTH,
            **dimmer.context_settings,
        )
        parts += [f"## {name}", "", "```text", command.get_help(context).rstrip(), "```", ""]
    return "\n".join(parts)


def _commands() -> Iterator[tuple[str, click.Command]]:
    yield "dimmer", dimmer
    for name, (where, _) in COMMANDS.items():
        module, _, attribute = where.partition(":")
        yield from _tree(f"dimmer {name}", getattr(importlib.import_module(module), attribute))


def _tree(name: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    yield name, command
    if isinstance(command, click.Group):
        for own, below in sorted(command.commands.items()):
            yield from _tree(f"{name} {own}", below)


def contracts() -> str:
    """The import contracts, from pyproject.toml, as a table."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        linter = tomllib.load(file)["tool"]["importlinter"]
    rows = [f"| `{one['id']}` | {one['name']} | {_terms(one)} |" for one in linter["contracts"]]
    return "\n".join(["| contract | says | in detail |", "|---|---|---|", *rows])


def _terms(contract: dict[str, list[str]]) -> str:
    match contract["type"]:
        case "layers":
            layers = [layer.replace("|", "·") for layer in contract["layers"]]
            return "each may import what stands to its right: " + " > ".join(layers)
        case "protected":
            here, by = _code(contract["protected_modules"]), _code(contract["allowed_importers"])
            return f"{here} may be imported by {by} only"
        case _:
            return f"{_code(contract['source_modules'])} may not import {_code(contract['forbidden_modules'])}"


def _code(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _fill(text: str, name: str, part: str) -> str:
    """The text with what stands between the marks of that name replaced.

    Raises:
        ValueError: the marks are not there.
    """
    start, end = f"<!-- {name}: written by docs/generate.py -->", f"<!-- end of {name} -->"
    found = re.compile(f"{re.escape(start)}.*?{re.escape(end)}", re.DOTALL)
    filled, times = found.subn(lambda _: f"{start}\n{part}\n{end}", text)
    if times != 1:
        raise ValueError(f"the marks of {name} stand {times} times, not once")
    return filled


def stale() -> list[Path]:
    """The pages whose text is not what the code says."""
    return [
        page
        for page, text in pages().items()
        if not page.exists() or page.read_text(encoding="utf-8") != text
    ]


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if a page is stale.")
def generate(*, check: bool) -> None:
    """Write the pages that come from the code."""
    for page in (found := stale()):
        click.echo(f"{'stale' if check else 'written'}: {page.relative_to(ROOT)}")
        if not check:
            page.write_text(pages()[page], encoding="utf-8")
    sys.exit(1 if check and found else 0)


if __name__ == "__main__":
    generate()
