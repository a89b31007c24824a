"""`dimmer concern import`: bring concerns in from a file, all or none."""

import hmac
import json
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn
from uuid import UUID

import click
import rfc8785
from rich.console import Console
from rich.progress import Progress

from dimmer.cli.bringing.fields import day_of
from dimmer.cli.bringing.read_file import read_file
from dimmer.cli.bringing.shape import BadFile
from dimmer.cli.service import begin
from dimmer.core.locators import WHEREABOUTS, is_of_refuge
from dimmer.database.prepare import prepare
from dimmer.keyring.ring import secret

_BAD_INPUT = 2


@click.group
def concern() -> None:
    """Bring concerns in from a file."""


@concern.command(name="import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--as", "email", required=True, metavar="EMAIL", help="Who raises them, in whose team."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def bring_in(*, file: Path, email: str, as_json: bool) -> None:
    """Bring the concerns of FILE (TOML) into somebody's team, all or none.

    Prints the reference of each. The same file brought in twice comes in once. The file's shape:
    docs/how-to/bring-concerns-in.md.
    """
    try:
        concerns = read_file(file)
    except BadFile as error:
        _refuse(str(error))
    _refuse_refuges(concerns)
    prepare()
    begin()
    from django.db import ProgrammingError
    from django.utils import timezone

    from dimmer.apps.agencies.access import Deed, may
    from dimmer.apps.agencies.queries import practitioner_by_email
    from dimmer.apps.desk import actions

    try:
        by = practitioner_by_email(email)
    except ProgrammingError:
        _refuse("The database is not set up. Run `dimmer migrate` first.")
    if by is None:
        _refuse(f"Nobody signs in as {email!r}.")
    if not may(by, Deed.WORK):
        _refuse(f"{email} may not raise concerns for their team: their role is {by.role}.")
    tokens = _tokens(concerns)
    written = [
        _written(concern, token=token, make=actions.Written)
        for concern, token in zip(concerns, tokens, strict=True)
    ]
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Bringing concerns in", total=len(written))
        brought = actions.bring_in(
            written, by=by, at=timezone.now(), done=lambda more: progress.advance(task, more)
        )
    for pk, reference, is_new in brought:
        row = {"reference": reference, "id": str(pk), "new": is_new}
        click.echo(json.dumps(row) if as_json else reference)
    new = sum(is_new for *_, is_new in brought)
    click.echo(f"{new:,} brought in, {len(brought) - new:,} here already.", err=True)


def _refuse_refuges(concerns: list[Mapping[str, Any]]) -> None:
    """Where a refuge is, is kept nowhere; the message names which person, and repeats nothing."""
    for number, concern in enumerate(concerns, 1):
        for person in concern.get("people", []):
            where = ", ".join(person.get(name, "") for name in ("address", "postcode"))
            if is_of_refuge(where.strip(", ")):
                _refuse(
                    f"concern {number}, person {person['id']}: where a refuge is, is kept nowhere. "
                    "Give its provider's office, PO box or telephone number."
                )


def _refuse(words: str) -> NoReturn:
    click.echo(words, err=True)
    sys.exit(_BAD_INPUT)


def _tokens(concerns: list[Mapping[str, Any]]) -> list[UUID]:
    """A token for each, from the content; the second of two equal ones gets its own.

    Keyed with the deployment's secret: ids that are made of them stand in clear, and nobody may try likely contents.
    """
    key = bytes.fromhex(secret("ids of imported concerns"))
    seen: Counter[bytes] = Counter()
    found = []
    for concern in concerns:
        content = rfc8785.dumps(_plain(concern))
        seen[content] += 1
        digest = hmac.digest(key, f"{seen[content]} ".encode() + content, "sha256")
        found.append(UUID(bytes=digest[:16], version=4))
    return found


def _plain(value: Any) -> Any:
    """The same with days as text, so that a day in quotes and one without are one."""
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value if isinstance(value, str) else value.isoformat()


def _written(concern: Mapping[str, Any], *, token: UUID, make: Any) -> Any:
    """As the pages would have sent it, people named by their keys."""
    people = concern.get("people", [])
    keys = {person["id"]: f"person-{place}" for place, person in enumerate(people, start=1)}
    return make(
        token=token,
        summary=concern["summary"].strip(),
        people=[_person(person) for person in people],
        items=[_item(item, keys) for item in concern.get("items", [])],
        answers={},
    )


def _person(row: Mapping[str, Any]) -> dict[str, Any]:
    said = {name: row.get(name, "").strip() for name in ("name", *WHEREABOUTS)}
    return {
        **said,
        "role": row["role"],
        "date_of_birth": _day(row.get("date_of_birth")),
        "unborn": False,
    }


def _item(row: Mapping[str, Any], keys: Mapping[str, str]) -> dict[str, Any]:
    return {
        "text": row["text"].strip(),
        "about": [keys[name] for name in row["about"]],
        "categories": list(row["categories"]),
        "nature": row.get("nature", "unmarked"),
        "source": row.get("source", "").strip(),
        "observed": _day(row.get("observed")),
    }


def _day(value: Any) -> str:
    day = day_of(value)
    return day.isoformat() if day else ""
