"""Where a change of law touches is where some answer differs, asked place by place: no place less, and none more."""

import sys
from dataclasses import replace
from datetime import date, timedelta
from itertools import chain
from pathlib import Path

import pytest

from dimmer import lawbook
from dimmer.core.advice import Facts
from dimmer.core.advice.cell import NO, YES, answer_to
from dimmer.core.advice.changed import Changed, changed
from dimmer.core.advice.duties import FOLLOWING
from dimmer.core.advice.lawbook import ASKED, STOP_GATES
from dimmer.core.advice.standing import lights_differ
from dimmer.core.law.expression import Compiled, opposite, stated
from dimmer.core.law.findings import FOUND
from dimmer.core.law.layout import Place, Places, layout_of, stand_at
from dimmer.core.law.many import ManyMatters
from dimmer.core.law.rule import DutyRule, Effect, Gate, Rule
from dimmer.core.law.view import View
from dimmer.core.proportionality import Ceilings, Light, danger_of
from dimmer.lawbook.files import tables
from dimmer.lawbook.read import build
from matters import all_cases

sys.path.append(str(Path(__file__).resolve().parents[3] / "scripts"))
from mutants import Mutant, mutants

BOOK = lawbook.book()
NAMELESS = {"N60", "X17", "Z90"}
"""Stories with something in them that identifies nobody."""
STORIES = [facts for at, facts in enumerate(all_cases()) if at % 12 == 0 or facts.id in NAMELESS]
NAMED = {"terms", "conclusions", "consequences"}
"""Without a term that others name there is no lawbook."""
KINDS = {
    (each.kind, file): each
    for each in mutants(tables())
    for file in [each.row.partition(":")[0].partition("/")[0]]
    if not (each.kind == "row" and file in NAMED)
}
"""A change of each kind to each kind of file."""


def is_unlike(one: Rule | None, other: Rule | None, views: tuple[View, View]) -> bool:
    """Whether a rule says another thing here; a rule that is not there says no."""
    said = []
    for rule, view in zip((one, other), views, strict=True):
        if rule is None:
            said.append(NO)
        elif rule.gate in STOP_GATES:
            said.append(rule.applies.ask(view))
        else:
            said.append(answer_to(rule, view))
    return said[0] != said[1]


def light_of(ceilings: Ceilings, view: View) -> tuple[Light, Light]:
    """What the category needs, and the most that the recipient is given of it."""
    given = ceilings.ceiling(
        view.category,
        recipient=view.recipient.kind,
        purposes=view.facts.purpose.kinds,
        danger=danger_of(view.facts.risk),
        role=view.person.role,
    )
    return ceilings.needs[view.category], given


def plain_answers(found: Changed, views: tuple[View, View]) -> bool:
    """Whether any answer differs where both views stand."""
    if any(one.ask(views[0]) != other.ask(views[1]) for one, other in found.claims):
        return True
    lights = [
        light_of(law.ceilings, view)
        for law, view in zip((found.before, found.after), views, strict=True)
    ]
    of_people = lights[0] != lights[1]
    for one, other in found.rules:
        if is_unlike(one, other, views):
            if Gate.PURPOSE in {row.gate for row in (one, other) if row is not None}:
                return True
            of_people = True
    names_somebody = any(
        law.terms["personal"].ask(view) != NO
        for law, view in zip((found.before, found.after), views, strict=True)
    )
    return of_people and names_somebody


def rest_of(rule: DutyRule | None, view: View, *, is_cell: bool) -> bool:
    """Whether all of a duty holds that does not turn on what the advice has found."""
    return (
        rule is not None
        and (is_cell or not rule.by_cell)
        and all(part.ask(view) == YES for part in rule.parts if FOUND not in part.facts)
    )


def plain_duties(found: Changed, views: tuple[View, View], *, is_cell: bool) -> bool:
    for one, other in found.duties:
        rests = {
            rest_of(row, view, is_cell=is_cell)
            for row, view in zip((one, other), views, strict=True)
        }
        asked = [
            [part.meaning for part in row.parts if FOUND in part.facts] if row else None
            for row in (one, other)
        ]
        same = (
            asked[0] is not None
            and asked[1] is not None
            and [each.of for each in asked[0]] == [each.of for each in asked[1]]
            and not any(each.turns for each in asked[0])
        )
        if rests == {True, False} or (rests == {True} and not same):
            return True
    return False


def plainly(found: Changed, facts: Facts, later: Facts) -> Places:
    """The places where an answer differs, asked from one after the other."""
    layout = layout_of(facts)
    views = (View(facts), View(later))
    places = 0
    for bit, place in enumerate(layout.places):
        is_cell = bool(layout.cells >> bit & 1)
        stand(views, place)
        if (is_cell and plain_answers(found, views)) or plain_duties(found, views, is_cell=is_cell):
            places |= 1 << bit
    return places


def stand(views: tuple[View, View], place: Place) -> None:
    for view in views:
        stand_at(view, place)


def assert_touches(found: Changed, on: date | None = None) -> None:
    again = [replace(facts, date=on or facts.date) for facts in STORIES]
    sheet = ManyMatters(STORIES)
    touched = found.touches(sheet, ManyMatters(again))
    for at, (facts, later) in enumerate(zip(STORIES, again, strict=True)):
        field = touched >> sheet.stride * at & (1 << sheet.stride) - 1
        assert field == plainly(found, facts, later), facts.id


@pytest.mark.parametrize("mutant", KINDS.values(), ids=lambda mutant: mutant.id)
def test_a_change_touches_where_some_answer_is_another(mutant: Mutant) -> None:
    after = build(mutant.tables, digest="another")

    assert_touches(changed(BOOK, after))
    assert_touches(changed(after, BOOK))


def only_where_it_was_said(claim: Compiled) -> Compiled:
    """The same claim, and no where it was unknown: each differs at other places."""
    return stated(claim, claim.says)


def test_of_many_changes_each_touches_where_it_differs() -> None:
    """Purposes and other rules, claims and duties at once; what identifies nobody is asked its purpose alone."""
    rules = tuple(
        replace(rule, applies=only_where_it_was_said(rule.applies)) for rule in BOOK.rules
    )
    duties = tuple(
        replace(
            duty, parts=(*map(only_where_it_was_said, duty.parts[:-1]), opposite(duty.parts[-1]))
        )
        for duty in BOOK.duties
    )
    said_no = {"said-no": only_where_it_was_said(BOOK.terms["said-no"])}
    claims = {**BOOK.terms, **{name: only_where_it_was_said(BOOK.terms[name]) for name in ASKED}}
    of_purpose = tuple(
        new if new.gate is Gate.PURPOSE else old for old, new in zip(BOOK.rules, rules, strict=True)
    )
    others = [
        replace(BOOK, rules=rules), replace(BOOK, rules=of_purpose), replace(BOOK, duties=duties),
        replace(BOOK, terms={**BOOK.terms, **said_no}), replace(BOOK, terms=claims),
        replace(BOOK, terms={**BOOK.terms, **said_no}, rules=rules),
    ]  # fmt: skip
    for other in others:
        assert_touches(changed(BOOK, other))
        assert_touches(changed(other, BOOK))


OWED = [
    duty
    for duty in BOOK.duties
    if duty.code not in FOLLOWING and any(FOUND not in part.facts for part in duty.parts)
]


@pytest.mark.parametrize("duty", OWED, ids=lambda duty: duty.name)
def test_a_duty_that_asks_less_touches_what_it_asked_and_no_other(duty: DutyRule) -> None:
    """Where what it asks of the findings is another too, every place where the rest holds may have another duty."""
    of_findings = [part for part in duty.parts if FOUND in part.facts]
    first, *others = [part for part in duty.parts if FOUND not in part.facts]
    less = replace(duty, parts=(*of_findings, *others))
    turned = replace(duty, parts=(*map(opposite, of_findings), first))
    for ours in ([less], [turned], []):
        rows = (ours if each is duty else [each] for each in BOOK.duties)
        law = replace(BOOK, duties=tuple(chain.from_iterable(rows)))
        assert_touches(changed(BOOK, law))
        assert_touches(changed(law, BOOK))


def test_a_claim_that_turns_between_two_days_is_compared() -> None:
    day = min(BOOK.terms["consent.lifts"].meaning.turns)

    assert changed(BOOK, BOOK, (day - timedelta(days=1), day)).claims
    assert not changed(BOOK, BOOK, (day, day)).claims


@pytest.mark.parametrize(
    "on", [date(2018, 5, 25), date(2026, 2, 5), date(2026, 6, 19), date(2029, 1, 1)]
)
def test_another_day_touches_what_begins_or_ends_between(on: date) -> None:
    days = {facts.date for facts in STORIES} | {on}

    assert_touches(changed(BOOK, BOOK, (min(days), max(days))), on)


def test_the_first_day_is_as_it_was_and_the_last_is_as_it_will_be() -> None:
    begins = date(2026, 2, 5)  # recognised legitimate interests

    def differ(first: date, last: date) -> bool:
        return any(
            one is not None and one.id.startswith("A6ea")
            for one, _ in changed(BOOK, BOOK, (first, last)).rules
        )

    assert differ(date(2026, 2, 4), begins)
    assert not differ(begins, date(2026, 2, 6))
    assert not differ(date(2026, 2, 3), date(2026, 2, 4))
    assert changed(BOOK, BOOK).is_nothing
    assert changed(BOOK, BOOK, (begins, begins)).is_nothing


def other_lights(*categories: str, by: int) -> Ceilings:
    """The table with other ceilings for some categories."""
    rows = tuple(
        replace(row, light=Light((row.light + by) % len(Light)))
        if row.categories & {*categories}
        else row
        for row in BOOK.ceilings.rows
    )
    return replace(BOOK.ceilings, rows=rows)


def other_needs(*categories: str) -> Ceilings:
    """The table with other needs of some categories."""
    changes = {each: Light((BOOK.ceilings.needs[each] + 1) % len(Light)) for each in categories}
    return replace(BOOK.ceilings, needs={**BOOK.ceilings.needs, **changes})


@pytest.mark.parametrize(
    "after",
    [
        BOOK.ceilings,
        other_lights("health", "location", by=2),
        other_lights(*BOOK.ceilings.needs, by=1),
        other_needs("health"),
        other_needs("domestic-abuse", "mental-health", "financial"),
        replace(other_needs("health"), rows=other_lights("domestic-abuse", by=3).rows),
    ],
    ids=["none", "two ceilings", "all ceilings", "a need", "three needs", "both"],
)
def test_lights_differ_where_the_tables_say_other_things(after: Ceilings) -> None:
    before, sheet = BOOK.ceilings, ManyMatters(STORIES)
    pairs = before.unlike(after)
    some = {*sorted(pairs)[::2]}
    found = {
        True: lights_differ(sheet, before, after, pairs),
        False: lights_differ(sheet, before, after, some),
    }
    for at, facts in enumerate(STORIES):
        layout, view = layout_of(facts), View(facts)
        for bit, place in enumerate(layout.places):
            stand_at(view, place)
            (need, given), (later, given_later) = (light_of(each, view) for each in (before, after))
            is_cell = bool(layout.cells >> bit & 1)
            for of_all, lights in found.items():
                is_asked = is_cell and (of_all or (view.category, view.recipient.kind) in some)
                differs = need != later or (is_asked and given != given_later)
                assert bool(lights >> sheet.stride * at + bit & 1) == differs, (facts.id, place)
    assert any(found.values()) == (after is not before)


def test_a_pair_of_which_the_matters_have_one_side_alone_changes_no_light() -> None:
    before, after = BOOK.ceilings, other_lights(*BOOK.ceilings.needs, by=1)
    first = STORIES[0]
    category, kind = first.items[0].categories[0], first.recipients[0].kind

    for pair in ((category, "of no matter"), ("of no matter", kind)):
        assert lights_differ(ManyMatters(STORIES), before, after, {pair}) == 0
    assert lights_differ(ManyMatters(STORIES), before, after, {(category, kind)})


def test_a_stop_that_moves_is_compared_and_what_opens_may_stand_in_any_order() -> None:
    stops = [rule for rule in BOOK.likely.rows if rule.gate in STOP_GATES]
    ways = [rule for rule in BOOK.likely.rows if rule.gate not in STOP_GATES]
    of_bar = [rule for rule in stops if rule.gate is Gate.BAR]
    moved = [rule for rule in stops if rule is not of_bar[0]]
    moved.insert(moved.index(of_bar[1]) + 1, of_bar[0])

    swapped = changed(BOOK, replace(BOOK, rules=(*moved, *ways))).rules
    turned = changed(BOOK, replace(BOOK, rules=(*stops, *reversed(ways))))

    assert {row.name for pair in swapped for row in pair if row} <= {of_bar[0].name, of_bar[1].name}
    assert len(swapped) == 2
    assert all(None in pair for pair in swapped)
    assert turned.is_nothing
    assert changed(BOOK, replace(BOOK, duties=BOOK.duties[::-1])).is_nothing


@pytest.mark.parametrize(
    ("of", "another"),
    [
        ("effect", {"effect": Effect.ASKS}),
        ("spreads", {"spreads": None}),
        ("duties", {"duties": ("review",)}),
    ],
)
def test_what_else_counts_of_a_stop_is_compared(of: str, another: dict[str, object]) -> None:
    rule = next(each for each in BOOK.rules if each.gate is Gate.BAR)
    value = not rule.spreads if of == "spreads" else another[of]
    other: Rule = replace(rule, **{of: value})  # type: ignore[arg-type]
    rules = tuple(other if each is rule else each for each in BOOK.rules)

    assert {*changed(BOOK, replace(BOOK, rules=rules)).rules} == {(rule, None), (None, other)}


@pytest.mark.parametrize("of", ["is_announced", "fallback"])
def test_what_else_counts_of_a_way_is_compared(of: str) -> None:
    rule = next(each for each in BOOK.rules if each.gate is Gate.POWER)
    other: Rule = replace(rule, **{of: not getattr(rule, of)})
    rules = tuple(other if each is rule else each for each in BOOK.rules)

    assert {*changed(BOOK, replace(BOOK, rules=rules)).rules} == {(rule, None), (None, other)}


def test_a_duty_of_every_place_is_another_than_one_of_the_matter() -> None:
    duty = next(each for each in BOOK.duties if each.code not in FOLLOWING)
    other = replace(duty, by_cell=not duty.by_cell)
    duties = tuple(other if each is duty else each for each in BOOK.duties)

    assert {*changed(BOOK, replace(BOOK, duties=duties)).duties} == {(duty, None), (None, other)}


def test_a_condition_that_needs_a_paper_no_longer_is_another_condition() -> None:
    rule = next(each for each in BOOK.rules if each.policy_document is not None)
    other = replace(rule, policy_document=None)
    rules = tuple(other if each is rule else each for each in BOOK.rules)

    assert changed(BOOK, replace(BOOK, rules=rules)).rules == ((rule, other),)
