"""Stored advice compared with the advice of another law, by two processes: what a change of law costs."""

import gc
import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from multiprocessing import get_context
from os import cpu_count
from statistics import median
from typing import Any

from bench import cases, timing
from bench.row import Row, Size, reaching
from dimmer import lawbook
from dimmer.core.advice import Facts, Lawbook, advise_without_missing
from dimmer.core.advice.advise import conclude
from dimmer.core.advice.compose import put_into_words
from dimmer.core.advice.replay import Change, Stored, outline_of, replay, replay_changed
from dimmer.core.law.layout import shape_of
from dimmer.core.law.rule import Effect, Rule

_FORK = get_context("fork")
_CHECKED = 200
_A_DAY = date(2026, 2, 4)
"""The eve of recognised legitimate interests: before any day of the matters, so that law begins between."""


def run(size: Size) -> Iterator[Row]:
    """Take the rule out of the law that changes most, and find every stored advice that it changes."""
    before = lawbook.book()
    # every round has matters of its own: what was advised on before must not answer for others
    count = size.of(20_000, quick=60)
    matters = cases.variants(count * size.rounds)
    stored = [
        Stored(facts, outline_of(facts, advise_without_missing(facts, before).as_dict()))
        for facts in matters
    ]
    rounds = list(_in_parts(stored, size.rounds))
    after = _changed(before, rounds[0][: size.count(_CHECKED, quick=20)])
    _check(rounds[0][: size.count(_CHECKED, quick=20)], before, after)
    cores = min(2, cpu_count() or 1)
    taken = [
        _seconds(each, cores, lambda part: replay_changed(part, after, under=before))
        for each in rounds
    ]
    rates = sorted(count / seconds for seconds, _ in taken)
    whole = sorted(
        count / _seconds(each, cores, lambda part: replay(part, after))[0] for each in rounds
    )
    yield Row("replay: stored matters of a round, no two alike", count, "1")
    yield Row(
        "replay: distinct fact sets of a round, ids, titles and days aside",
        len({replace(each.facts, id="", title="", date=_A_DAY) for each in rounds[0]}),
        "1",
    )
    yield Row(
        "replay: shapes of matters (who is recipient, whom items are about)",
        len(set(map(shape_of, matters))),
        "1",
    )
    yield Row(
        f"replay: rules and rules of duties of the lawbook, edition {before.edition}",
        len(before.rules) + len(before.duties), "1",
    )  # fmt: skip
    yield Row(
        "replay: stored advices of a round that the change makes others",
        median(found for _, found in taken),
        "1",
    )
    yield reaching(
        f"replay: stored matters under the changed law, cold, {cores} processes", 100_000,
        Row(
            "", median(rates), "1/s", low=rates[0], high=rates[-1],
            peer="OpenFisca, vectorised: not among what the benchmarks install",
        ),
    )  # fmt: skip
    each_rule = sorted(_without_each(before, rounds[0], cores, size.count(3, quick=60)))
    yield Row(
        f"replay: so with each of {len(each_rule)} other rules gone, {cores} processes",
        median(each_rule), "1/s", low=each_rule[0], high=each_rule[-1],
    )  # fmt: skip
    days = sorted(
        count
        / _seconds(each, cores, lambda part: replay_changed(part, before, under=before, on=_A_DAY))[
            0
        ]
        for each in rounds
    )
    yield Row(
        f"replay: so under the same law on another day, {cores} processes",
        median(days), "1/s", low=days[0], high=days[-1],
    )  # fmt: skip
    yield Row(
        f"replay: all advised on again and compared, cold, {cores} processes",
        median(whole), "1/s", low=whole[0], high=whole[-1],
    )  # fmt: skip
    few = [each.facts for each in rounds[0][: size.count(_CHECKED, quick=20)]]
    beside = timing.rates(
        {
            "at once": lambda: len(_differing(rounds[0], after)) * 0 + len(rounds[0]),
            "one by one": lambda: len(
                [put_into_words(conclude(facts, after), after) for facts in few]
            ),
        },
        rounds=size.rounds,
        clock=timing.OWN,
    )
    yield timing.against(
        "replay: the same in one process, warm", beside["at once"], beside["one by one"],
        unit="1/s", peer="the plain reading, place by place",
    )  # fmt: skip


def _changed(book: Lawbook, stored: Sequence[Stored]) -> Lawbook:
    """The lawbook without the rule whose want makes most of some stored advices others."""
    stops = [rule for rule in book.rules if rule.effect is not Effect.OPENS]
    changes = [_without(rule, book) for rule in stops]
    return max(changes, key=lambda other: len(_differing(stored, other)))


def _without(gone: Rule, book: Lawbook) -> Lawbook:
    return replace(book, rules=tuple(rule for rule in book.rules if rule is not gone))


def _without_each(
    book: Lawbook, stored: Sequence[Stored], cores: int, step: int
) -> Iterator[float]:
    """The rate with each so many-th rule gone."""
    for gone in book.rules[::step]:
        after = _without(gone, book)
        seconds, _ = _seconds(
            stored, cores, lambda part, after=after: replay_changed(part, after, under=book)
        )
        yield len(stored) / seconds


def _check(stored: Sequence[Stored], before: Lawbook, after: Lawbook) -> None:
    """The plain reading of both laws finds the same advices changed, and nothing changes without a change."""
    assert not list(replay(stored, before)), "the same law gave another answer"
    changed = {
        at for at, each in enumerate(stored) if set(each.outline) != set(_plain(each.facts, after))
    }
    for found in (replay(stored, after), replay_changed(stored, after, under=before)):
        assert {each.at for each in found} == changed, "another answer than one by one"


def _plain(facts: Facts, book: Lawbook) -> Any:
    return outline_of(facts, put_into_words(conclude(facts, book), book).as_dict())


def _differing(stored: Sequence[Stored], book: Lawbook) -> list[int]:
    return [each.at for each in replay(stored, book)]


def _in_parts(stored: Sequence[Stored], count: int) -> Iterator[Sequence[Stored]]:
    """So many parts of one length, one behind the other: each has variants of every case."""
    length = -(-len(stored) // count)
    return (stored[at : at + length] for at in range(0, length * count, length))


def _seconds(
    stored: Sequence[Stored], cores: int, again: Callable[[Sequence[Stored]], Iterable[Change]]
) -> tuple[float, int]:
    """Seconds of the processor of the slowest process, which begins with what this one holds; how many differ."""

    def work(at: int, changed: Any, taken: Any) -> None:
        gc.disable()  # as the processes of `dimmer replay` do
        part = pickle.loads(pickle.dumps(parts[at]))  # noqa: S301 - our own; memory of its own, as of what it had read
        start = timing.OWN()
        changed.value = sum(1 for _ in again(part))
        taken.value = timing.OWN() - start

    parts = list(_in_parts(stored, cores))
    found = [(_FORK.Value("i", -1), _FORK.Value("d", 0.0)) for _ in range(cores)]
    started = [_FORK.Process(target=work, args=(at, *found[at])) for at in range(cores)]
    # what this process holds is no garbage: else each child would walk through it, copying its pages
    gc.freeze()
    for process in started:
        process.start()
    for process in started:
        process.join()
    gc.unfreeze()
    assert all(changed.value >= 0 for changed, _ in found), "a process did not end well"
    return max(taken.value for _, taken in found), sum(changed.value for changed, _ in found)
