"""Replay finds what advice on each matter, one by one, finds."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dimmer import lawbook
from dimmer.core.advice import Facts, Lawbook, advise_without_missing
from dimmer.core.advice.replay import Outline, Sign, Stored, between, outline_of, replay
from dimmer.core.law.many import ManyMatters
from dimmer.core.law.paths import PATHS
from dimmer.core.law.rule import Gate, Rule
from dimmer.core.law.tries import OneMatter
from matters import all_cases, any_facts

BOOK = lawbook.book()
STOPS = [rule for rule in BOOK.rules if rule.gate in (Gate.PURPOSE, Gate.BAR, Gate.NEED, Gate.HARM)]


def outline(facts: Facts, book: Lawbook) -> Outline:
    return outline_of(facts, advise_without_missing(facts, book).as_dict())


def without(rule: Rule) -> Lawbook:
    return replace(BOOK, rules=tuple(one for one in BOOK.rules if one is not rule))


def one_by_one(matters: Sequence[Facts], before: Lawbook, after: Lawbook) -> dict[int, set[str]]:
    found = {}
    for at, facts in enumerate(matters):
        changed = set(outline(facts, before)) ^ set(outline(facts, after))
        if changed:
            found[at] = {sign.part for sign, _ in changed}
    return found


def by_replay(matters: Sequence[Facts], before: Lawbook, after: Lawbook) -> dict[int, set[str]]:
    stored = [Stored(facts, outline(facts, before)) for facts in matters]
    found = list(replay(stored, after))
    for each in found:
        assert each.before == advise_without_missing(matters[each.at], before).outcome.value
        assert each.after == advise_without_missing(matters[each.at], after).outcome.value
    return {each.at: set(each.parts) for each in found}


@settings(max_examples=60, deadline=None)
@given(st.lists(any_facts, min_size=1, max_size=6))
def test_every_fact_of_many_matters_is_what_it_is_of_each(matters: list[Facts]) -> None:
    together = ManyMatters(matters)

    for path in PATHS.values():
        values = together.values(path)
        for at, facts in enumerate(matters):
            field = (1 << together.stride) - 1
            found = {
                value: there
                for value, places in values.items()
                if (there := places >> together.stride * at & field)
            }
            assert found == OneMatter(facts).values(path)


@settings(max_examples=60, deadline=None)
@given(st.lists(any_facts, min_size=1, max_size=8), st.sampled_from(STOPS))
def test_a_change_of_law_changes_what_it_changes_one_by_one(
    matters: list[Facts], rule: Rule
) -> None:
    changed = without(rule)

    assert by_replay(matters, BOOK, BOOK) == {}
    assert by_replay(matters, BOOK, changed) == one_by_one(matters, BOOK, changed)


@pytest.mark.parametrize("rule", STOPS[::6], ids=lambda rule: rule.name)
def test_without_a_rule_the_cases_come_out_as_one_by_one(rule: Rule) -> None:
    matters, changed = list(all_cases()), without(rule)

    assert by_replay(matters, BOOK, changed) == one_by_one(matters, BOOK, changed)


def test_a_rule_that_is_gone_is_noticed() -> None:
    matters = list(all_cases())
    changes = [by_replay(matters, BOOK, without(rule)) for rule in STOPS]

    assert {part for each in changes for parts in each.values() for part in parts} == {
        "outcome", "items", "routes", "duties",
    }  # fmt: skip


DAYS = st.dates(date(2018, 5, 25), date(2030, 1, 1))


@settings(max_examples=60, deadline=None)
@given(st.lists(any_facts, min_size=1, max_size=8), DAYS, DAYS)
def test_another_day_changes_what_it_changes_one_by_one(
    matters: list[Facts], first: date, last: date
) -> None:
    before, after = ([replace(one, date=day) for one in matters] for day in (first, last))

    found = list(between(before, last, BOOK))

    signs = [[dict(outline(one, BOOK)) for one in side] for side in (before, after)]
    changed = {
        at: {sign for sign in then.keys() | now.keys() if then.get(sign) != now.get(sign)}
        for at, (then, now) in enumerate(zip(*signs, strict=True))
    }
    assert {each.at: set(each.parts) for each in found} == {
        at: {sign.part for sign in differing} for at, differing in changed.items() if differing
    }
    for each in found:
        then, now = (side[each.at] for side in signs)
        assert Sign("outcome", (each.before,)) in then
        assert Sign("outcome", (each.after,)) in now
        assert set(each.begins) == {sign for sign in now if now[sign] & ~then.get(sign, 0)}


def test_the_same_day_changes_nothing() -> None:
    matters = [replace(one, date=date(2026, 3, 1)) for one in all_cases()]

    assert list(between(matters, date(2026, 3, 1), BOOK)) == []
