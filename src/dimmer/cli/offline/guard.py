"""`dimmer guard`: what in a text or a file leads to somebody, before it leaves. Offline, the same answer every time."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from dimmer.core.locators import Kind, find
from dimmer.files import Found, Looked, Refused, look

_DOCUMENTS = {".docx", ".xlsx", ".pdf", ".png", ".jpg", ".jpeg"}
_UNLIKE_TEXT = (b"PK", b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"\xd0\xcf\x11\xe0")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One array, with one object for each text.")
@click.option(
    "--name",
    "names",
    multiple=True,
    help="A name to look for, however it is spelt. As often as needed.",
)
def guard(file: Path, *, as_json: bool, names: tuple[str, ...]) -> None:
    """Find what says where somebody is, or who they are, in FILE.

    FILE is plain text, texts in a .jsonl file, or a Word document, Excel workbook, PDF, PNG or JPEG picture, of
    which also what it hides is told: comments, changes, hidden sheets, properties, places.

    Each line of a .jsonl file is one object with id, text and perhaps people (name, aliases). What is found is
    listed with the place of its first character and the one after its last. It finds; it does not decide.
    """
    content = file.read_bytes()
    text, is_lines = _plain(content), file.suffix == ".jsonl"
    is_document = file.suffix.lower() in _DOCUMENTS or content.startswith(_UNLIKE_TEXT)
    if is_document or (text is None and not is_lines):
        _tell(file.name, _looked(content, file.name, names), as_json=as_json)
        return
    if text is None:
        raise click.UsageError("a .jsonl file is read as UTF-8, and this is something else")
    texts = list(_texts(text)) if is_lines else [{"id": file.name, "text": text}]
    found = [(each, _findings(each, names)) for each in texts]
    if as_json:
        click.echo(json.dumps([{"id": each.get("id"), "findings": rows} for each, rows in found]))
        return
    for each, rows in found:
        for row in rows:
            click.echo(_line(each["id"], each["text"], row))
    click.echo(f"{sum(len(rows) for _, rows in found)} found in {len(texts)} texts")


def _looked(content: bytes, name: str, names: tuple[str, ...]) -> Looked:
    try:
        return look(content, name=name, names=names)
    except Refused as refused:
        raise click.UsageError(str(refused)) from refused


def _tell(name: str, looked: Looked, *, as_json: bool) -> None:
    """What a file shows, and what it hides."""
    if as_json:
        row = {
            "id": name,
            "type": looked.kind,
            "pages": looked.pages,
            "text": looked.text,
            "findings": _rows(looked.found),
            "hidden": [
                {
                    "kind": each.kind.value,
                    "where": each.where,
                    "text": each.words,
                    "todo": each.todo,
                    "findings": _rows(each.found),
                }
                for each in looked.hidden
            ],
        }
        click.echo(json.dumps([row]))
        return
    for row in _rows(looked.found):
        click.echo(_line("shown", looked.text, row))
    for each in looked.hidden:
        click.echo(f"{each.kind.value}  {each.where}\n    {each.todo}")
        for row in _rows(each.found):
            click.echo(f"    {_line('hidden', each.words, row)}")
    hidden = sum(len(each.found) for each in looked.hidden)
    click.echo(f"{len(looked.found)} found in what it shows, {hidden} in what it hides")


def _rows(found: tuple[Found, ...]) -> list[dict[str, Any]]:
    return [{"start": each.start, "end": each.end, "class": each.kind} for each in found]


def _line(where: str, text: str, row: dict[str, Any]) -> str:
    part = json.dumps(text[row["start"] : row["end"]], ensure_ascii=False)
    return f"{where}  {row['start']}-{row['end']}  {row['class']}  {part}"


def _plain(content: bytes) -> str | None:
    """The text, where it is UTF-8. In any other writing nothing may be found where all of it stands."""
    try:
        return None if b"\0" in content else content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def _texts(whole: str) -> Iterator[dict[str, Any]]:
    """The texts of a file that holds one object in each line."""
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


def _findings(row: dict[str, Any], asked: tuple[str, ...]) -> list[dict[str, Any]]:
    people = [each for each in row.get("people") or () if isinstance(each, dict)]
    names = [
        str(name)
        for each in people
        for name in (each.get("name"), *(each.get("aliases") or ()))
        if name
    ]
    return [
        {"start": each.start, "end": each.end, "class": each.kind.value}
        for each in find(row["text"], names=[*names, *asked])
        if each.kind is not Kind.BANK  # a kind of ours, which the format does not know
    ]
