"""`dimmer law retention`: how long records are kept, and who says so."""

import json
import sys
from typing import Any

import click

from dimmer import lawbook
from dimmer.core.law import codes
from dimmer.lawbook.retention import Scheduled
from dimmer.lawbook.retention_page import term_in_words


@click.command()
@click.argument("kind", required=False, type=click.Choice(codes.AGENCY_KINDS), metavar="[KIND]")
@click.option("--nation", type=click.Choice(codes.NATIONS), help="Only what holds there.")
@click.option("--json", "as_json", is_flag=True, help="One JSON array.")
def retention(*, kind: str | None, nation: str | None, as_json: bool) -> None:
    """Say how long records are kept by agencies of a KIND, such as police, or by all.

    These are statutes and what is common: the schedule of your own agency governs. Nothing is kept without
    end but for a reason, and with a day on which somebody looks again.
    """
    found = [
        row
        for row in lawbook.retention()
        if (kind is None or not row.holders or kind in row.holders)
        and (nation is None or nation in row.nations)
    ]
    if as_json:
        click.echo(json.dumps([_plain(row) for row in found], ensure_ascii=False, indent=1))
    for row in found if not as_json else ():
        click.echo(f"{row.name:28} {term_in_words(row.term)}  [{row.confidence.value}]")
        click.echo(f"{'':28} {row.of}; {row.citation}")
    if not found:
        click.echo("dimmer law: nothing is said of that", err=True)
        sys.exit(1)


def _plain(row: Scheduled) -> dict[str, Any]:
    runs = [
        {"years": run.years, "since": run.since.value, "died_under": run.died_under}
        for run in row.term.runs
    ]
    return {
        "name": row.name, "of": row.of, "holders": row.holders, "nations": row.nations, "runs": runs,
        "review_every": row.term.review_every, "reason": row.term.reason, "citation": row.citation,
        "url": row.url, "confidence": row.confidence.value, "checked_by": row.checked_by,
        "checked_on": row.checked_on.isoformat(),
    }  # fmt: skip
