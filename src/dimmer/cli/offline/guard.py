"""`dimmer guard`: what in a text leads to somebody, before it leaves. Offline, the same answer every time."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from dimmer.core.locators import Kind, find


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One array, with one object for each text.")
def guard(file: Path, *, as_json: bool) -> None:
    """Find what says where somebody is, or who they are, in FILE: plain text, or texts in a .jsonl file.

    Each line of a .jsonl file is one object with id, text and perhaps people (name, aliases). What is found is
    listed with the place of its first character and the one after its last. It finds; it does not decide.
    """
    texts = list(_texts(file))
    found = [(each, _findings(each)) for each in texts]
    if as_json:
        click.echo(json.dumps([{"id": each.get("id"), "findings": rows} for each, rows in found]))
        return
    for each, rows in found:
        for row in rows:
            part = each["text"][row["start"] : row["end"]]
            click.echo(
                f"{each['id']}  {row['start']}-{row['end']}  {row['class']}  {json.dumps(part, ensure_ascii=False)}"
            )
    click.echo(f"{sum(len(rows) for _, rows in found)} found in {len(texts)} texts")


def _texts(file: Path) -> Iterator[dict[str, Any]]:
    """The texts of a file; what is not JSON, line by line, is one text."""
    whole = file.read_bytes().decode("utf-8-sig", "replace")
    if file.suffix != ".jsonl":
        yield {"id": file.name, "text": whole}
        return
    for number, line in enumerate(whole.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError:
            row = None
        if not isinstance(row, dict) or not isinstance(row.get("text"), str):
            raise click.UsageError(f"line {number} is no object with a text")
        yield row


def _findings(row: dict[str, Any]) -> list[dict[str, Any]]:
    people = [each for each in row.get("people") or () if isinstance(each, dict)]
    names = [
        str(name)
        for each in people
        for name in (each.get("name"), *(each.get("aliases") or ()))
        if name
    ]
    return [
        {"start": each.start, "end": each.end, "class": each.kind.value}
        for each in find(row["text"], names=names)
        if each.kind is not Kind.BANK  # a kind of ours, which the format does not know
    ]
