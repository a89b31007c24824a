"""Two editions of the lawbook compared as they are written: which rows come, go and change, field by field."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import click

from dimmer.cli.offline.edition import NoEdition, text_named
from dimmer.core.law.table import BadLawbook
from dimmer.lawbook.files import Tables, digest_of, tables_of

_CALLED = ("name", "fact", "code")
_ELSE = ("categories", "recipients", "purposes", "dangers", "roles")  # a ceiling has no name


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that is not the same in both.

    Args:
        before: its fields in the first; None where it is not there. So `after`.
    """

    file: str
    name: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None

    @property
    def fields(self) -> dict[str, tuple[Any, Any]]:
        """What is another in each field that differs; None where a row has no such field."""
        one, other = self.before or {}, self.after or {}
        return {
            key: (one.get(key), other.get(key))
            for key in dict.fromkeys((*one, *other))
            if one.get(key) != other.get(key)
        }


def differences(before: Tables, after: Tables) -> Iterator[Difference]:
    """The rows that differ, in the order of the files. The order of rows says nothing here."""
    one, other = dict(_rows(before)), dict(_rows(after))
    for file, name in dict.fromkeys((*one, *other)):
        found = Difference(file, name, one.get((file, name)), other.get((file, name)))
        if found.before != found.after:
            yield found


def _rows(tables: Tables) -> Iterator[tuple[tuple[str, str], Mapping[str, Any]]]:
    for file, held in tables.items():
        seen: dict[str, int] = {}
        yield (file, ""), {key: value for key, value in held.items() if not _is_list(value)}
        for kind, rows in held.items():
            for row in rows if _is_list(rows) else ():
                name = f"{kind} {_name(row)}"
                seen[name] = seen.get(name, 0) + 1
                yield (file, f"{name} ({seen[name]})" if seen[name] > 1 else name), row


def _is_list(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(row, dict) for row in value)


def _name(row: Mapping[str, Any]) -> str:
    called = next((str(row[key]) for key in _CALLED if key in row), "")
    return called or " / ".join(" ".join(row[key]) for key in _ELSE if key in row)


def diff_editions(before: str, after: str | None, *, as_json: bool) -> None:
    """Print the rows that come, go and change; where the second is None, it is the installed edition."""
    try:
        texts = [text_named(which) for which in (before, after)]
        found = list(differences(*map(tables_of, texts)))
    except (NoEdition, BadLawbook) as error:
        raise click.UsageError(str(error)) from None
    if as_json:
        plain = [
            {"file": row.file, "row": row.name, "before": row.before, "after": row.after}
            for row in found
        ]
        click.echo(json.dumps(plain, ensure_ascii=False, indent=1, default=str))
        return
    first, last = (digest_of(text)[:12] for text in texts)
    comes = sum(row.before is None for row in found)
    goes = sum(row.after is None for row in found)
    click.echo(
        f"From edition {first} to {last}: {comes} rows come, {goes} go, {len(found) - comes - goes} change"
    )
    for row in found:
        sign = "+" if row.before is None else "-" if row.after is None else "~"
        click.echo(f"{sign} {row.file}  {row.name or 'at its head'}")
        for name, values in row.fields.items() if sign == "~" else ():
            was, now = (_written(value) for value in values)
            click.echo(f"      {name}: {was}\n      {'now':>{len(name)}}: {now}")
    if found:
        click.echo("Stored decisions that this touches: dimmer replay --as-then --edition WHICH")


def _written(value: object) -> str:
    return "nothing" if value is None else json.dumps(value, ensure_ascii=False, default=str)
