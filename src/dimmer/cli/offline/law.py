"""`dimmer law`: look into the lawbook. What stands in it, since when, who says so, who has checked it.

Exit status: 0 done, 1 nothing found, 2 bad input. Imports no Django and asks no network, unless it is
asked for an edition that the database keeps, or which stored decisions a change of law touches.
"""

import importlib
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from textwrap import fill

import click

from dimmer import lawbook
from dimmer.cli.offline.differ import diff_editions
from dimmer.cli.offline.edition import HELP, NoEdition, law_named
from dimmer.cli.offline.keeping import retention
from dimmer.cli.offline.rows import Row, rows_of
from dimmer.core.law.codes import NATIONS
from dimmer.lawbook.speaking import speaking

_TOUCHED = "dimmer.cli.service.touched"  # needs the database, where there is one: imported where it is asked for
_WIDTH = 96
_WRITTEN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DAY = click.DateTime(["%Y-%m-%d"])
_nation = click.option("--nation", type=click.Choice(NATIONS), help="Only what counts there.")
_json = click.option("--json", "as_json", is_flag=True, help="Print for machines.")


_edition = click.option("--edition", metavar="WHICH", help=HELP)


class _Group(click.Group):
    """With one command that needs the database's world, imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*super().list_commands(ctx), "editions"]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name != "editions":
            return super().get_command(ctx, cmd_name)
        found: click.Command = importlib.import_module("dimmer.cli.service.editions").editions
        return found


@click.group(cls=_Group)
def law() -> None:
    """Look into the lawbook: its rows, their days, their sources, who checked them."""


@law.command("list")
@click.option("--area", help="Only one gate (basis, condition, power …), or duty.")
@_nation
@_edition
@_json
def list_(*, area: str | None, nation: str | None, edition: str | None, as_json: bool) -> None:
    """List every row: area, id, confidence, status, title."""
    found = [
        row
        for row in _rows(edition)
        if area in (None, row.area) and (nation is None or nation in row.nations)
    ]
    _print(found, as_json=as_json, none="No row is like that. `dimmer law list` has them all.")


@law.command()
@click.argument("wanted", metavar="ID")
@_edition
@_json
def show(*, wanted: str, edition: str | None, as_json: bool) -> None:
    """Show the rows with an id, or the row with a name, whole."""
    found = [
        row
        for row in _rows(edition)
        if wanted.casefold() in (row.id.casefold(), row.name.casefold())
    ]
    if as_json or not found:
        _print(
            found,
            as_json=as_json,
            none=f"No row is called {wanted}. `dimmer law list` has them all.",
        )
    click.echo("\n\n".join(map(_whole, found)))


@law.command()
@click.argument("day", metavar="DATE", type=_DAY)
@_nation
@_json
def on(*, day: datetime, nation: str | None, as_json: bool) -> None:
    """List what is in force on a day, written as 2026-02-05."""
    found = [row for row in _rows() if row.is_law_on(day.date(), nation=nation)]
    _print(found, as_json=as_json, none="Nothing in this lawbook was in force on that day.")


@law.command()
@click.argument("before")
@click.argument("after", required=False)
@_nation
@_json
def diff(*, before: str, after: str | None, nation: str | None, as_json: bool) -> None:
    """Say what begins and ends between two days, or what comes, goes and changes between two editions.

    A day is written as 2026-02-05. An edition is a folder of its files, or one that the database keeps, by
    the beginning of its digest; where the second is left out, it is the installed one.

    Between two days it also names the stored decisions that this touches, where there is a database: those
    that would be advised otherwise on the second day than on the first, or were advised on such a row. Of
    each: reference, kinds of recipients, day, and what would begin or end. That it was asked is entered in
    the ledger. Of editions: `dimmer replay --as-then --edition WHICH`, on the server.
    """
    days = [_day(each) for each in (before, after)]
    if days[0] is None and days[1] is None:
        if nation:
            raise click.UsageError("--nation goes with days")
        diff_editions(before, after, as_json=as_json)
    elif days[0] is None or days[1] is None:
        raise click.UsageError("give two days, or editions")
    else:
        _diff_days(days[0], days[1], nation=nation, as_json=as_json)


def _diff_days(first: date, last: date, *, nation: str | None, as_json: bool) -> None:
    if first > last:
        raise click.UsageError("the first day is the earlier one")
    comes, goes = [], []
    for row in _rows():
        then, now = row.is_law_on(first, nation=nation), row.is_law_on(last, nation=nation)
        if now and not then:
            comes.append(row)
        elif then and not now:
            goes.append(row)
    rows = {row.id for row in (*comes, *goes)}
    stored, lines = importlib.import_module(_TOUCHED).touched(first, last, rows=rows, nation=nation)
    if as_json:
        plain = {"begins": _plain(comes), "ends": _plain(goes), "decisions": stored}
        click.echo(json.dumps(plain, ensure_ascii=False, indent=1))
        return
    for words, sign, found in (("Begins", "+", comes), ("Ends", "-", goes)):
        click.echo(f"{words} after {first} and by {last}: {len(found) or 'nothing'}")
        for row in found:
            click.echo(f"{sign} {_line(row)}\n      {_days(row)}; {', '.join(row.nations)}")
    for line in lines:
        click.echo(line)


def _day(written: str | None) -> date | None:
    if written is None or not _WRITTEN.fullmatch(written):
        return None
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise click.UsageError(f"{written} is no day") from None


@law.command()
@_json
def coverage(*, as_json: bool) -> None:
    """Count the rows by area, nation, status, confidence, who checked them, and whether a story has them."""
    rows = _rows()
    heard = speaking(lawbook.book())
    acting = [row for row in rows if row.area != "reference"]
    silent = [row.name for row in acting if row.name not in heard]
    counts = {
        "area": Counter(row.area for row in rows),
        "nation": Counter(nation for row in rows for nation in row.nations),
        "status": Counter(row.authority.status.value for row in rows),
        "confidence": Counter(row.authority.confidence.value for row in rows),
        "checked": Counter(row.authority.checked_by for row in rows),
        "story": Counter(_in_stories(len(heard.get(row.name, ()))) for row in acting),
    }
    if as_json:
        plain = {"rows": len(rows), **counts, "without_a_story": silent}
        click.echo(json.dumps(plain, indent=1))
        return
    click.echo(f"{len(rows)} rows in edition {lawbook.book().edition}")
    for heading, counted in counts.items():
        click.echo(f"\nBy {heading}")
        for name, number in counted.items():
            click.echo(f"  {number:4}  {name}")
    if silent:
        click.echo(_paragraph(f"without a say in any story: {', '.join(silent)}"))


law.add_command(retention)


def _in_stories(number: int) -> str:
    """How often a row opens something, holds something back or lays a duty in a story, in words."""
    return "no story" if not number else "one story" if number == 1 else "several stories"


def _rows(edition: str | None = None) -> list[Row]:
    try:
        return rows_of(law_named(edition))
    except NoEdition as error:
        raise click.UsageError(str(error)) from None


def _print(rows: list[Row], *, as_json: bool, none: str) -> None:
    """One line each; where there is none, say so and end with status 1."""
    if as_json:
        click.echo(json.dumps(_plain(rows), ensure_ascii=False, indent=1))
    elif rows:
        for row in rows:
            click.echo(_line(row))
    if not rows:
        click.echo(f"dimmer law: {none}", err=True)
    if not rows or as_json:
        sys.exit(0 if rows else 1)


def _plain(rows: Iterable[Row]) -> list[dict[str, object]]:
    return [row.as_dict() for row in rows]


def _line(row: Row) -> str:
    authority = row.authority
    sure = f"{authority.status.value}, {authority.confidence.value}"
    return f"{row.area:15} {row.id:14} {row.title}  [{sure}; {row.name}]"


def _days(row: Row) -> str:
    return (
        ", ".join(
            f"from {spell.starts}" + (f" until before {spell.ends}" if spell.ends else "")
            for spell in row.authority.spells
        )
        or "no day in force yet"
    )


def _whole(row: Row) -> str:
    authority = row.authority
    parts = {
        "": row.summary,
        "who says so": authority.citation,
        "where": authority.url,
        "in force": f"{_days(row)} ({authority.status.value.replace('_', ' ')})",
        "nations": ", ".join(row.nations),
        "applies": row.clauses,
        "confidence": authority.confidence.value,
        "checked": f"{authority.checked_by}, {authority.checked_on}",
    }
    lines = [f"{row.id}: {row.title}", f"  {row.area}, row {row.name}"]
    lines += [
        _paragraph(f"{name}: {text}" if name else text) for name, text in parts.items() if text
    ]
    return "\n".join(lines)


def _paragraph(text: str) -> str:
    return fill(
        text, _WIDTH, initial_indent="  ", subsequent_indent="    ", break_long_words=False,
        break_on_hyphens=False,
    )  # fmt: skip
