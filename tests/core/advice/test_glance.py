"""A first look rules out the matters in which no row of facts could let a rule apply, and no other."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from built import KIT, matter, zofia
from dimmer import lawbook
from dimmer.core.advice import Facts, parse_facts
from dimmer.core.advice.cell import NO
from dimmer.core.advice.changed import changed
from dimmer.core.advice.duties import FOLLOWING
from dimmer.core.advice.lawbook import Lawbook
from dimmer.core.advice.standing import DANGER
from dimmer.core.law.expression import Compiled, Language, compile_clause, opposite
from dimmer.core.law.glance import Glance, tells
from dimmer.core.law.layout import lay_out, stand_at
from dimmer.core.law.rule import DutyRule, Rule
from dimmer.core.law.schema import TABLES
from dimmer.core.law.view import View
from dimmer.core.proportionality import Light, danger_of
from matters import any_facts, examples, one_value, some_cases

BOOK = lawbook.book()
ROWS = [row for row in (*BOOK.rules, *BOOK.duties) if tells(row.parts)]
NAMED = {row.name: row for row in BOOK.rules}
CASES = some_cases()


def without(gone: Rule) -> Lawbook:
    return replace(BOOK, rules=tuple(row for row in BOOK.rules if row is not gone))


def plain(parts: Iterable[Compiled]) -> list[Compiled]:
    return [part for part in parts if part.leaf is not None and part.leaf.path.column]


def could(parts: Iterable[Compiled], facts: Facts) -> bool:
    """Whether each part that turns on one plain fact is at some place not answered no."""
    return all(any(part.ask(view) != NO for view in standing(facts)) for part in plain(parts))


def standing(facts: Facts) -> Iterable[View]:
    for place in lay_out(facts).places:
        view = View(facts)
        stand_at(view, place)
        yield view


def left_of(matters: Sequence[Facts], rows: Iterable[Iterable[Compiled]]) -> list[int]:
    return [at for at, facts in enumerate(matters) if any(could(parts, facts) for parts in [*rows])]


def numbers(parts: Sequence[Compiled], matters: Sequence[Facts]) -> list[int]:
    glance = Glance(matters)
    return glance.numbers(glance.could(parts))


@examples(40)
@given(st.lists(any_facts, min_size=1, max_size=6), st.sampled_from(ROWS))
def test_a_matter_is_ruled_out_where_a_plain_fact_answers_no_everywhere(
    matters: list[Facts], row: Rule | DutyRule
) -> None:
    for parts in (row.parts, [opposite(part) for part in plain(row.parts)]):
        assert numbers(parts, matters) == left_of(matters, [parts])


@pytest.mark.parametrize("row", ROWS[::7], ids=lambda row: row.name)
def test_of_the_cases_those_are_left_of_which_no_part_is_answered_no(row: Rule | DutyRule) -> None:
    assert numbers(row.parts, CASES) == left_of(CASES, [row.parts])


def test_more_values_than_a_byte_tells_apart_rule_nothing_out() -> None:
    ages = [(first, second) for first in range(25) for second in range(first)]
    matters = [
        parse_facts(matter(people=[zofia(age=first), {**KIT, "age": second}]))
        for first, second in ages
    ]
    young = compile_clause("person.age under 3", Language({}, {}, {}))

    assert len(matters) > 256
    assert numbers([young], matters[:256]) == left_of(matters[:256], [[young]])
    assert len(numbers([young], matters[:256])) < 256
    assert numbers([young], matters) == [*range(len(matters))]


def test_what_a_change_of_rows_reaches_is_what_any_row_reaches_under_either_law() -> None:
    gone = NAMED["unneeded"]
    wider = next(row for row in ROWS if isinstance(row, Rule) and len(plain(row.parts)) > 1)
    fewer = plain(wider.parts)[1:]
    duty = next(row for row in ROWS if isinstance(row, DutyRule) and row.code not in FOLLOWING)
    duties = tuple(row for row in BOOK.duties if row is not duty)
    other = replace(wider, applies=opposite(wider.applies), parts=tuple(fewer))
    laws: list[tuple[Lawbook, list[Iterable[Compiled]]]] = [
        (without(gone), [gone.parts]),
        (replace(BOOK, duties=duties), [duty.parts]),
        (replace(without(gone), duties=duties), [gone.parts, duty.parts]),
        (replace(BOOK, rules=(*without(wider).rules, other)), [wider.parts, fewer]),
    ]
    for law, parts in laws:
        reached = left_of(CASES, parts)
        assert list(changed(BOOK, law).within_reach(CASES)) == reached
        assert list(changed(law, BOOK).within_reach(CASES)) == reached
        assert len(reached) < len(CASES)


def test_of_several_rows_that_went_each_is_looked_for() -> None:
    gone = (NAMED["adult-reviews"], NAMED["northern-irish-schools"])
    law = replace(BOOK, rules=tuple(row for row in BOOK.rules if row not in gone))

    reached = left_of(CASES, [row.parts for row in gone])

    assert list(changed(BOOK, law).within_reach(CASES)) == reached
    assert all(len(left_of(CASES, [row.parts])) < len(reached) for row in gone)


def test_a_change_of_more_than_rows_reaches_every_matter() -> None:
    rules, name = without(NAMED["unneeded"]).rules, "consent.lifts"
    terms = {**BOOK.terms, name: opposite(BOOK.terms[name])}
    silent = NAMED["public-interest"]
    needs = {**BOOK.ceilings.needs, "health": Light.DARK}
    others = [
        without(silent),
        replace(BOOK, rules=rules, terms=terms),
        replace(BOOK, rules=rules, ceilings=replace(BOOK.ceilings, needs=needs)),
        replace(BOOK, rules=rules, ceilings=replace(BOOK.ceilings, rows=BOOK.ceilings.rows[1:])),
    ]
    assert not tells(silent.parts)
    for law in others:
        assert changed(BOOK, law).within_reach(CASES) == range(len(CASES))


@given(any_facts, st.data())
def test_danger_turns_on_the_facts_that_it_is_said_to_turn_on(
    facts: Facts, data: st.DataObject
) -> None:
    others = [each for each in TABLES["risk"] if f"risk.{each.name}" not in DANGER.turns_on]
    drawn = {
        each.name: data.draw(one_value(each) if each.required else st.none() | one_value(each))
        for each in others
    }

    assert danger_of(replace(facts.risk, **drawn)) is danger_of(facts.risk)
    assert others
