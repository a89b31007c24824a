"""What a sheet of many matters comes to is what the plain advice on each of them comes to, sign by sign."""

from collections.abc import Iterable
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from built import item, matter
from dimmer import lawbook
from dimmer.core.advice import Facts, parse_facts
from dimmer.core.advice.advise import Conclusion, conclude, open_cells
from dimmer.core.advice.duties import duties_of
from dimmer.core.advice.lawbook import Lawbook
from dimmer.core.advice.outcome import Action
from dimmer.core.advice.signs import Signs, signs_of
from dimmer.core.law.layout import Layout, Places, layout_of
from dimmer.core.law.many import MOST, ManyMatters
from dimmer.core.law.rule import Confidence, DutyRule, Rule
from dimmer.core.law.tries import OneMatter
from dimmer.core.law.view import Scope
from dimmer.core.proportionality import Light
from matters import all_cases, any_facts

BOOK = lawbook.book()
Told = dict[tuple[str, ...], Places]


def places_of(facts: Facts, layout: Layout, wanted: Iterable[tuple[int, int, int, str]]) -> Places:
    places = {*wanted}
    return sum(
        1 << bit
        for bit, (r, i, p, c) in enumerate(layout.places)
        if (r, i, p, facts.items[i].categories[c]) in places
    )


def plainly(facts: Facts, book: Lawbook = BOOK) -> Told:
    """Each sign of the advice on one matter, place by place, and where it holds."""
    layout = layout_of(facts)
    found = conclude(facts, book)
    everywhere = (1 << len(layout.places)) - 1
    people = {row.id: at for at, row in enumerate(facts.people)}
    told: Told = {("outcome", found.outcome.value): everywhere}
    shared = list(open_cells(found))

    def tell(sign: tuple[str, ...], places: Places) -> None:
        if places:
            told[sign] = told.get(sign, 0) | places

    tell(("given",), places_of(facts, layout, (at for at, cell in shared if cell.personal)))
    for at, cell in shared:
        if cell.personal:
            for gate in cell.routes:
                for rule in gate:
                    tell(("route", rule.name), places_of(facts, layout, [at]))
    for sign, places in of_items(facts, found, layout):
        tell(sign, places)
    for duty in duties_of(found, book):
        whose = layout.sides[Scope.PERSON][people[duty.person]] if duty.person else everywhere
        tell(("duty", duty.code, "person" if duty.person else "case"), whose)
    return told


def of_items(
    facts: Facts, found: Conclusion, layout: Layout
) -> Iterable[tuple[tuple[str, ...], Places]]:
    """What becomes of each item for each recipient, and the light that it is given."""
    recipients = {row.name: at for at, row in enumerate(facts.recipients)}
    for row in found.items:
        r, i = recipients[row.recipient], row.item - 1
        whole = layout.sides[Scope.RECIPIENT][r] & layout.sides[Scope.ITEM][i]
        yield ("action", row.action.value), whole & layout.cells
        if row.action in (Action.SHARE, Action.REDACT):
            for light in Light:
                if Light.DARK < light <= row.given:
                    yield ("light", light.name), whole


def at_once(signs: Signs, shift: int, field: Places, cells: Places) -> Told:
    """The same, read off one field of a sheet."""
    told: dict[tuple[str, ...], Places] = {("given",): signs.given}
    told |= {("outcome", one.value): places for one, places in signs.outcomes.items()}
    told |= {("action", one.value): places & cells for one, places in signs.actions.items()}
    for rule, places in signs.routes:
        told["route", rule.name] = told.get(("route", rule.name), 0) | places & signs.given
    told |= {("duty", code, each): places for (code, each), places in signs.duties.items()}
    told |= {("light", light.name): places for light, places in signs.lights.items()}
    here = {sign: places >> shift & field for sign, places in told.items()}
    return {sign: places for sign, places in here.items() if places}


def assert_as_plain_advice(matters: list[Facts], book: Lawbook = BOOK) -> None:
    sheet = ManyMatters(matters)
    signs = signs_of(sheet, book, with_lights=True)
    for at, facts in enumerate(matters):
        shift, field = sheet.stride * at, (1 << sheet.stride) - 1
        assert at_once(signs, shift, field, sheet.cells) == plainly(facts, book), facts.id


def test_a_sheet_of_stories_says_of_each_what_plain_advice_on_it_says() -> None:
    stories = list(all_cases())
    for first in range(0, len(stories), MOST):
        assert_as_plain_advice(stories[first : first + MOST])


@settings(max_examples=60, deadline=None)
@given(st.lists(any_facts, min_size=1, max_size=4))
def test_a_sheet_of_any_matters_says_of_each_what_plain_advice_on_it_says(
    matters: list[Facts],
) -> None:
    assert_as_plain_advice(matters)


def test_what_identifies_nobody_may_come_before_what_does() -> None:
    items = [item("health", identifying=False), item("domestic-abuse")]

    assert_as_plain_advice([parse_facts(matter(items=items))])


def test_a_duty_may_be_owed_for_the_matter_and_to_somebody_and_nobody_is_owed_both_to_be_told_and_not() -> (
    None
):
    other = {
        0: replace(BOOK, duties=tuple(map(turned_round, BOOK.duties))),
        1: replace(BOOK, duties=tuple(map(turned_round, reversed(BOOK.duties)))),
        2: replace(BOOK, duties=tuple(map(for_the_matter, BOOK.duties))),
    }
    stories = list(all_cases())
    for first in range(0, len(stories), MOST):
        assert_as_plain_advice(stories[first : first + MOST], other[first // MOST % len(other)])


def turned_round(duty: DutyRule) -> DutyRule:
    """Some duties of the matter owed to each person, so that one code is owed in both ways."""
    others = [each for each in BOOK.duties if each.code == duty.code]
    each = "person" if duty.each == "case" and others.index(duty) % 2 == 0 else duty.each
    return replace(duty, each=each, by_cell=True)


def for_the_matter(duty: DutyRule) -> DutyRule:
    """A duty that names nobody: to tell, and not to tell."""
    return replace(duty, each="case", by_cell=True)


def test_a_story_by_itself_says_the_same_and_shows_no_light_that_nobody_asks_for() -> None:
    for facts in list(all_cases())[::20]:
        sheet = OneMatter(facts)
        field = (1 << sheet.stride) - 1

        assert at_once(signs_of(sheet, BOOK, with_lights=True), 0, field, sheet.cells) == plainly(
            facts
        )
        assert signs_of(sheet, BOOK).lights == {}


def test_of_law_that_nobody_is_sure_of_the_one_thing_that_is_shared_rests_on_doubt() -> None:
    def unsure(rule: Rule) -> Rule:
        return replace(rule, authority=replace(rule.authority, confidence=Confidence.LOW))

    facts = parse_facts(matter())
    doubtful = replace(BOOK, rules=tuple(map(unsure, BOOK.rules)))

    assert plainly(facts, doubtful) != plainly(facts)
    assert_as_plain_advice([facts], doubtful)
