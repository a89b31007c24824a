"""Change every row of the lawbook, one thing at a time, and see whether some story tells the difference.

Run by `make mutate-law`. A mutant is refused (the parser does not take it), failed (what a story or a reading
says must be so is so no longer), noticed (every story passes, yet what docs/reference/cases.md keeps of one changes)
or survives. A survivor needs a reason in survivors.toml beside this file. Exit status: 0 every survivor has
a reason and every reason a survivor, 1 not so.
"""
# ruff: noqa: INP001  (a script of the checkout, in no package)

import gc
import multiprocessing
import os
import random
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

import click
from court import Court, Tried
from mutants import Mutant, mutants

from dimmer.lawbook import book
from dimmer.lawbook.files import tables

REASONS = Path(__file__).with_name("survivors.toml")
VERDICTS = ("refused", "failed", "noticed", "survived")


def try_all(chosen: list[Mutant], *, processes: int) -> Iterator[list[Tried]]:
    """Try them, row by row, in several processes at once."""
    rows = [list(group) for _, group in groupby(chosen, key=lambda mutant: mutant.row)]
    court = Court(book())

    def work(at: int) -> list[Tried]:
        gc.collect()
        return [court.try_(mutant) for mutant in rows[at]]

    if processes == 1:
        yield from map(work, range(len(rows)))
        return
    gc.disable()  # what is made for a mutant is all thrown away at the end of its row
    gc.freeze()
    with multiprocessing.get_context("fork").Pool(processes, _take, (work,)) as pool:
        yield from pool.imap(_worked, range(len(rows)))


def _take(work: object) -> None:
    globals()["_work"] = work  # handed over by the fork: functions cannot be sent


def _worked(at: int) -> list[Tried]:
    found: list[Tried] = globals()["_work"](at)
    return found


def reasons() -> dict[str, str]:
    """Why a mutant may survive, by its id."""
    listed = tomllib.loads(REASONS.read_text(encoding="utf-8"))["reason"]
    return {mutant: row["why"] for row in listed for mutant in row["mutants"]}


def table(found: Iterable[Tried]) -> Iterator[str]:
    """How many of each kind came to what."""
    counts = Counter((one.kind, one.verdict) for one in found)
    kinds = sorted({kind for kind, _ in counts})
    yield f"{'kind':10} {'mutants':>8} " + " ".join(f"{verdict:>9}" for verdict in VERDICTS)
    for kind in [*kinds, "all"]:
        row = [
            sum(n for (k, v), n in counts.items() if v == verdict and kind in (k, "all"))
            for verdict in VERDICTS
        ]
        yield f"{kind:10} {sum(row):8} " + " ".join(f"{number:9}" for number in row)


@click.command()
@click.option("--only", default="", help="Only mutants whose name holds this text.")
@click.option("--sample", type=int, help="Only so many, drawn by --seed.")
@click.option("--seed", default=0, show_default=True)
@click.option("--processes", default=2, show_default=True)
@click.option("--noticed", is_flag=True, help="List those too that only the page of cases notices.")
def mutate(*, only: str, sample: int | None, seed: int, processes: int, noticed: bool) -> None:
    """Try mutants of the lawbook on the stories."""
    began = time.monotonic()
    chosen = [mutant for mutant in mutants(tables()) if only in mutant.id]
    if sample is not None and sample < len(chosen):
        kept = set(random.Random(seed).sample(range(len(chosen)), sample))  # noqa: S311 - a draw
        chosen = [mutant for at, mutant in enumerate(chosen) if at in kept]
    os.nice(5)
    found: list[Tried] = []
    for row in try_all(chosen, processes=processes):
        found += row
        print(f"\r{len(found)} of {len(chosen)}", end="", file=sys.stderr, flush=True)  # noqa: T201
    print(file=sys.stderr)  # noqa: T201
    known = reasons()
    survived = [one.id for one in found if one.verdict == "survived"]
    without = [one for one in survived if one not in known]
    every = {mutant.id for mutant in mutants(tables())}
    tried = {mutant.id for mutant in chosen} - set(survived)
    idle = [one for one in known if one in tried or one not in every]
    lists = {
        "NO STORY TELLS": without,
        "A REASON, YET NO SURVIVOR": idle,
        "excused": [f"{one}\n    {known[one]}" for one in survived if one in known],
    }
    if noticed:
        lists["noticed"] = [f"{one.id} ({one.story})" for one in found if one.verdict == "noticed"]
    for heading, ids in lists.items():
        click.echo("".join(f"{heading}: {one}\n" for one in ids), nl=False)
    click.echo("\n".join(table(found)))
    took = time.monotonic() - began
    click.echo(f"{len(survived)} survive, {len(without)} of them without a reason; {took:.0f} s")
    sys.exit(1 if without or idle else 0)


if __name__ == "__main__":
    mutate()
