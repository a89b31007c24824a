"""Stored facts advised on again under today's lawbook, by two processes: what a change of law costs."""

from collections.abc import Iterator, Sequence
from multiprocessing import get_context
from os import cpu_count
from statistics import median
from time import perf_counter
from typing import Any

from bench import cases
from bench.row import Row, Size, reaching
from dimmer import lawbook
from dimmer.core.advice import Facts, advise_without_missing

_FORK = get_context("fork")


def run(size: Size) -> Iterator[Row]:
    """Advise on every stored matter again and compare with what was stored."""
    book = lawbook.book()
    matters = cases.variants(size.of(2_000, quick=40))
    stored = [advise_without_missing(facts, book).outcome for facts in matters]
    cores = min(2, cpu_count() or 1)
    taken = [_seconds(matters, stored, cores) for _ in range(size.rounds)]
    rates = sorted(len(matters) / each for each in taken)
    yield Row("replay: stored matters, no two alike", len(set(matters)), "1")
    yield Row(f"replay: rules of the lawbook, edition {book.edition}", len(book.rules), "1")
    yield reaching(
        f"replay: matters advised on again, cold, {cores} processes", 100_000,
        Row(
            "", median(rates), "1/s", low=rates[0], high=rates[-1],
            peer="OpenFisca, vectorised: not among what the benchmarks install",
        ),
    )  # fmt: skip


def _seconds(matters: Sequence[Facts], stored: Sequence[Any], cores: int) -> float:
    """Seconds until all are done, in processes that begin with what this one holds."""

    def work(at: int, changed: Any) -> None:
        book = lawbook.book()
        changed.value = sum(
            advise_without_missing(facts, book).outcome is not before
            for facts, before in zip(matters[at::cores], stored[at::cores], strict=True)
        )

    found = [_FORK.Value("i", -1) for _ in range(cores)]
    started = [_FORK.Process(target=work, args=(at, found[at])) for at in range(cores)]
    start = perf_counter()
    for process in started:
        process.start()
    for process in started:
        process.join()
    taken = perf_counter() - start
    assert [each.value for each in found] == [0] * cores, "the same law gave another answer"
    return taken
