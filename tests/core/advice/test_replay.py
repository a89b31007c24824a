"""Replay finds what advice on each matter, one by one, finds."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from built import KIT, ZOFIA, item, matter, purpose
from dimmer import lawbook
from dimmer.core.advice import Facts, Lawbook, advise_without_missing, parse_facts
from dimmer.core.advice.replay import (
    Outline,
    Sign,
    Stored,
    between,
    outline_of,
    replay,
    replay_changed,
)
from dimmer.core.law.layout import layout_of
from dimmer.core.law.many import MOST, ManyMatters
from dimmer.core.law.paths import PATHS
from dimmer.core.law.rule import Gate, Rule
from dimmer.core.law.tries import OneMatter
from dimmer.core.law.view import Scope
from matters import all_cases, any_facts, days, examples, some_cases
from replayed import told, wholly

BOOK = lawbook.book()
STOPS = [rule for rule in BOOK.rules if rule.gate in (Gate.PURPOSE, Gate.BAR, Gate.NEED, Gate.HARM)]


def outline(facts: Facts, book: Lawbook) -> Outline:
    return outline_of(facts, advise_without_missing(facts, book).as_dict())


def without(rule: Rule) -> Lawbook:
    return replace(BOOK, rules=tuple(one for one in BOOK.rules if one is not rule))


@cache
def the_cases() -> tuple[list[Facts], list[Outline]]:
    """The cases, and what is advised on each under the law as it is: every law without a rule is set against it."""
    matters = some_cases()
    return matters, [outline(facts, BOOK) for facts in matters]


def one_by_one(
    matters: Sequence[Facts], before: Sequence[Outline], after: Lawbook
) -> dict[int, set[str]]:
    found = {}
    for at, (facts, then) in enumerate(zip(matters, before, strict=True)):
        changed = set(then) ^ set(outline(facts, after))
        if changed:
            found[at] = {sign.part for sign, _ in changed}
    return found


def by_replay(
    matters: Sequence[Facts], before: Sequence[Outline], after: Lawbook
) -> dict[int, set[str]]:
    stored = [Stored(facts, then) for facts, then in zip(matters, before, strict=True)]
    found = list(replay(stored, after))
    for each in found:
        assert each.before == advise_without_missing(matters[each.at], BOOK).outcome.value
        assert each.after == advise_without_missing(matters[each.at], after).outcome.value
    return {each.at: set(each.parts) for each in found}


@examples(60)
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


@examples(60)
@given(st.lists(any_facts, min_size=1, max_size=8), st.sampled_from(STOPS))
def test_a_change_of_law_changes_what_it_changes_one_by_one(
    matters: list[Facts], rule: Rule
) -> None:
    before, changed = [outline(facts, BOOK) for facts in matters], without(rule)

    assert by_replay(matters, before, BOOK) == {}
    assert by_replay(matters, before, changed) == one_by_one(matters, before, changed)


@pytest.mark.parametrize("rule", STOPS[::6], ids=lambda rule: rule.name)
def test_without_a_rule_the_cases_come_out_as_one_by_one(rule: Rule) -> None:
    (matters, before), changed = the_cases(), without(rule)

    assert by_replay(matters, before, changed) == one_by_one(matters, before, changed)


def test_a_rule_that_is_gone_is_noticed() -> None:
    matters, before = the_cases()
    changes = [by_replay(matters, before, without(rule)) for rule in STOPS]

    assert {part for each in changes for parts in each.values() for part in parts} == {
        "outcome", "items", "routes", "duties",
    }  # fmt: skip


@examples(60)
@given(st.lists(any_facts, min_size=1, max_size=8), days, days)
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
    matters = [replace(one, date=date(2026, 3, 1)) for one in some_cases()]

    assert list(between(matters, date(2026, 3, 1), BOOK)) == []


def on(day: date, **changed: Any) -> Facts:
    return parse_facts({**matter(**changed), "date": day})


A_CHILD: dict[str, Any] = {
    "to": "la-children", "commissioned": True, "people": [KIT], "purpose": purpose("protect-child"),
    "items": [item("child-protection", about="kit")],
}  # fmt: skip
EVE, DAY = date(2026, 2, 4), date(2026, 2, 5)
"""Recognised legitimate interests came in: A6ea-5 for crime, A6ea-6 for those at risk."""


def test_the_day_on_which_a_basis_begins_is_told_with_what_begins_in_which_matter() -> None:
    child, crime = between([on(EVE, **A_CHILD), on(EVE)], DAY, BOOK)

    assert (child.at, child.before, child.after) == (0, "share", "share")
    assert (crime.at, crime.before, crime.after) == (1, "share", "share")
    assert "routes" in child.parts
    assert "outcome" not in child.parts
    six, five = (Sign("routes", ("basis", one)) for one in ("A6ea-6", "A6ea-5"))
    assert six in child.begins
    assert five in crime.begins
    assert five not in child.begins


def test_small_matters_come_before_large_ones() -> None:
    large = on(EVE, items=[item("domestic-abuse"), item("health")])

    assert [each.at for each in between([large, on(EVE)], DAY, BOOK)] == [1, 0]


def test_what_ends_is_a_change_in_which_nothing_of_it_begins() -> None:
    (change,) = between([on(DAY, **A_CHILD)], EVE, BOOK)

    assert "routes" in change.parts
    six = Sign("routes", ("basis", "A6ea-6"))
    assert six not in change.begins
    assert six in change.ends
    assert not {*change.ends} & {*change.begins}


@pytest.mark.parametrize("on", [None, date(2026, 2, 4), date(2026, 2, 5)])
def test_only_what_a_change_touches_is_advised_on_and_no_story_is_missed(on: date | None) -> None:
    """More matters than a sheet has fields, some of them twice."""
    stories = list(all_cases())
    stories += [replace(facts, id="another", title="The same once more") for facts in stories[:9]]
    held = [Stored(facts, outline(facts, BOOK)) for facts in stories]
    after = without(next(one for one in BOOK.rules if one.name == "public-task"))

    found = list(replay_changed(held, after, under=BOOK, on=on))

    assert told(found) == wholly(held, after, on)
    assert len(found) > MOST // 2
    if on is not None:
        assert told(between(stories, on, after, under=BOOK)) == told(found)


def test_an_outline_says_what_was_advised_and_about_whom_towards_whom() -> None:
    facts = parse_facts(
        matter(
            people=[ZOFIA, KIT],
            recipients=[{"kind": "police"}, {"kind": "gp"}],
            items=[item("domestic-abuse"), item("health", about="kit")],
        )
    )
    layout = layout_of(facts)
    (police, gp), (zofia, kit) = layout.sides[Scope.RECIPIENT], layout.sides[Scope.PERSON]
    everywhere = police | gp
    route = dict.fromkeys(("basis", "condition", "power", "confidentiality"), ())

    found = dict(
        outline_of(
            facts,
            {
                "outcome": "share",
                "items": [{"item": 2, "recipient": "gp", "action": "share"}],
                "routes": [{**route, "recipient": "police", "person": "zofia", "power": ["P"]}],
                "duties": [
                    {"code": "record"},
                    {"code": "inform", "person": "kit"},
                    {"code": "label"},  # follows from others: left out
                ],
            },
        )
    )

    assert found == {
        Sign("outcome", ("share",)): everywhere,
        Sign("items", ("share",)): gp & layout.sides[Scope.ITEM][1] & layout.cells,
        Sign("routes", ("power", "P")): police & zofia,
        Sign("duties", ("record", "case")): everywhere,
        Sign("duties", ("inform", "person")): kit,
    }


@dataclass
class Opened:
    """A stored matter that writes down when what was advised is opened."""

    facts: Facts
    opened: list[str]

    @property
    def outline(self) -> Outline:
        self.opened.append(self.facts.id)
        return outline(self.facts, BOOK)


def test_of_matters_that_are_alike_one_is_advised_on_and_what_is_found_is_said_of_each() -> None:
    one, child = on(DAY), on(DAY, **A_CHILD)
    matters = [
        replace(one, id="first"),
        replace(one, id="the same", title="Under another title"),
        replace(one, id="of the day after", date=date(2026, 2, 6)),
        replace(child, id="another form of the same size"),
    ]
    opened: list[str] = []
    after = without(next(rule for rule in BOOK.rules if rule.name == "recognised-crime"))

    found = replay_changed([Opened(facts, opened) for facts in matters], after, under=BOOK)

    assert {change.at for change in found} >= {0, 1}
    assert "first" in opened
    assert "the same" not in opened
