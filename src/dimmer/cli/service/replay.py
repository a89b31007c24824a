"""`dimmer replay`: advise again on every stored decision, and say which would no longer stand."""

import gc
import json
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from datetime import date, datetime
from multiprocessing import get_context
from os import cpu_count
from typing import TYPE_CHECKING, Any
from uuid import UUID

import click
from rich.console import Console
from rich.progress import Progress

from dimmer.cli.offline.edition import HELP, NoEdition, law_named
from dimmer.cli.service import begin
from dimmer.core.advice import Lawbook
from dimmer.database.prepare import prepare

if TYPE_CHECKING:
    from dimmer.apps.reviews.queries import Laws, Other

_DAY = click.DateTime(["%Y-%m-%d"])
_OTHERWISE, _BAD_INPUT = 1, 2


@dataclass(frozen=True, slots=True)
class Asked:
    """What is compared: stored advice with a day's (None: each its own), or a first day's with that day's.

    Args:
        rows: the ids of rows that begin or end between two days; what was advised on them is named too.
        nation: only what was decided under the law of that nation.
    """

    on: date | None
    first: date | None = None
    rows: frozenset[str] = frozenset()
    nation: str | None = None


@dataclass(frozen=True, slots=True)
class Replayed:
    """What was found: how many decided rounds there are, and which would be advised otherwise."""

    rounds: int
    emergencies: int
    others: Sequence["Other"]
    seconds: float


class NotSetUp(Exception):
    """The database has no tables yet: the message says what to run."""


@click.command
@click.option("--on", metavar="DATE", type=_DAY, help="Under the law of that day; else of today.")
@click.option(
    "--from",
    "first",
    metavar="DATE",
    type=_DAY,
    help="Compare with the law of that day, not with what was advised: which decisions a change of law"
    " touches. The rows that change: `dimmer law diff`.",
)
@click.option(
    "--as-then", is_flag=True, help="Under the law of each decision's own day: is it reproduced?"
)
@click.option("--edition", metavar="WHICH", help=HELP)
@click.option(
    "--whole",
    "is_whole",
    is_flag=True,
    help="Advise on all again, those too that the change of law cannot touch.",
)
@click.option("--json", "as_json", is_flag=True, help="Print for machines.")
def replay(
    *,
    on: datetime | None,
    first: datetime | None,
    as_then: bool,
    edition: str | None,
    is_whole: bool,
    as_json: bool,
) -> None:
    """Advise again on every stored decision, under the installed edition of the lawbook or another.

    Says how many would be advised as they were, and of each other one: reference, kinds of recipients,
    day and edition, which parts differ (outcome, items, routes, duties; facts, where this edition cannot
    read them), the outcome then and now. Ages stay as they were. Nothing is changed; that it was run is
    entered in the ledger.

    What an edition would change before it is installed: `--as-then --edition FOLDER`. Where the edition that
    advised is kept (`dimmer law editions`), only what the change of law can touch is advised on again; all is
    with `--whole`, and where a decision's own edition is asked for its own day.

    Exit status: 0 all stand, 1 some would be advised otherwise, 2 bad input.
    """
    if as_then and (on or first):
        raise click.UsageError("--as-then goes with no other day")
    prepare()
    begin()
    from django.utils import timezone

    day = None if as_then else on.date() if on else timezone.localdate()
    asked = Asked(day, first.date() if first else None)
    if asked.first and day and asked.first > day:
        raise click.UsageError("the day of --from is the earlier one")
    try:
        law = law_named(edition)
        found = replay_all(asked, law, is_whole=is_whole)
    except NoEdition as error:
        raise click.UsageError(str(error)) from None
    except NotSetUp as error:
        click.echo(str(error), err=True)
        sys.exit(_BAD_INPUT)
    count, others = found.rounds, found.others
    whole = {
        "edition": str(law.edition),
        "on": day and day.isoformat(),
        "from": asked.first and asked.first.isoformat(),
        "rounds": count,
        "stand": count - len(others),
        "emergencies": found.emergencies,
    }
    if as_json:
        told = {**whole, "others": [plain(row) for row in others]}
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        _print(whole, others)
    rate = f"{count:,} in {found.seconds:.1f} s: {count / found.seconds:,.0f} a second."
    click.echo(rate, err=True)
    sys.exit(_OTHERWISE if others else 0)


def replay_all(asked: Asked, law: Lawbook, *, is_whole: bool = False) -> Replayed:
    """Advise on every stored decision again, and enter on the ledger that it was done.

    Raises:
        NotSetUp: there are no tables.
    """
    from django.db import ProgrammingError
    from django.utils import timezone

    from dimmer.apps.decisions.queries import laws_at_hand
    from dimmer.apps.reviews import actions, queries

    try:
        portions, emergencies = queries.portions(), queries.without_advice()
        laws = queries.Laws(law, laws_at_hand(), is_whole)
    except ProgrammingError:
        raise NotSetUp("The database is not set up. Run `dimmer migrate` first.") from None
    began, count, others = time.monotonic(), 0, list["Other"]()
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Advising again", total=sum(len(ids) for _, ids in portions))
        for opened, found in _replayed(portions, asked, laws):
            count += opened
            others += found
            progress.advance(task, opened)
    seconds = time.monotonic() - began
    # nothing that was found is told before the ledger says that it was looked for
    actions.replayed(
        count=count, others=len(others), edition=str(law.edition), on=asked.on, at=timezone.now()
    )
    others.sort(key=lambda row: (row.on, row.reference, row.round))
    return Replayed(count, emergencies, others, seconds)


def _replayed(
    portions: Sequence[tuple[UUID, list[UUID]]], asked: Asked, laws: "Laws"
) -> Iterator[tuple[int, list["Other"]]]:
    """How many rounds of each portion were opened, and which of them are others: a process for each core."""
    _take(laws)
    cores = min(cpu_count() or 1, len(portions))
    if cores <= 1:
        for team, ids in portions:
            yield _work(team, ids, asked)
        return
    from django.db import connection, connections

    connections.close_all()  # each process has its own
    connection.close_pool()  # type: ignore[attr-defined]  # of the PostgreSQL backend
    fork = get_context("fork")
    with ProcessPoolExecutor(cores, mp_context=fork, initializer=_begin_process) as pool:
        waiting: list[Future[Any]] = [pool.submit(_work, *each, asked) for each in portions]
        for done in as_completed(waiting):
            yield done.result()


def _begin_process() -> None:
    """One process, one thread, one connection."""
    from django.db import connection

    # looking for garbage takes as long as all the rest, and what is opened here has no cycles
    gc.disable()
    # a pool connects in threads of its own and gives up after seconds: no place for either in a forked process
    connection.settings_dict["OPTIONS"].pop("pool", None)


_taken: list[
    "Laws"
] = []  # a law is no data that could be sent to a process: it is there when one begins


def _take(laws: "Laws") -> None:
    _taken[:] = [laws]


def _work(team: UUID, ids: Sequence[UUID], asked: Asked) -> tuple[int, list["Other"]]:
    """Read as the team that holds the rounds, for the length of one transaction."""
    from django.db import connection, transaction

    from dimmer.apps.reviews import queries
    from dimmer.database.reader import AsTeam, set_reader

    with transaction.atomic():
        set_reader(connection, AsTeam(team))
        rounds = [
            row
            for row in queries.rounds_opened(ids, reader=team)
            if asked.nation in (None, row.facts["nation"])
        ]
    if asked.rows and asked.first and asked.on:
        others = queries.touched(
            rounds, first=asked.first, last=asked.on, rows=asked.rows, laws=_taken[0]
        )
    elif asked.first and asked.on:
        others = queries.between_days(rounds, first=asked.first, last=asked.on, laws=_taken[0])
    else:
        others = queries.against_stored(rounds, on=asked.on, laws=_taken[0])
    return len(rounds), list(others)


def plain(row: "Other") -> dict[str, Any]:
    """One of them in plain values."""
    found = {**asdict(row), "round": str(row.round), "on": row.on.isoformat()}
    for name in ("begins", "ends"):
        found[name] = [list(sign.says) for sign in getattr(row, name)]
    return found


def _print(whole: dict[str, Any], others: Sequence["Other"]) -> None:
    day = f"the law of {whole['on']}" if whole["on"] else "the law of each decision's own day"
    than = f" than under that of {whole['from']}" if whole["from"] else ""
    click.echo(
        f"{whole['rounds']:,} decided rounds, under {day}, edition {whole['edition']}:\n"
        f"{whole['stand']:,} stand, {len(others):,} would be advised otherwise{than}."
    )
    if whole["emergencies"]:
        click.echo(
            f"{whole['emergencies']:,} were emergencies, shared without advice: not among them."
        )
    for row in others:
        after = row.after or "cannot be read"
        outcome = row.before if row.before == after else f"{row.before}, now {after}"
        click.echo(
            f"{row.reference}  {', '.join(row.recipients)}  {row.on} under {row.edition}\n"
            f"      {', '.join(row.parts)}: {outcome}"
        )
