"""All places at once come to what each place comes to by itself: the plain reading is the oracle."""

from functools import cached_property

import pytest
from hypothesis import given

from dimmer import lawbook
from dimmer.core.advice import Facts, Missing, advise
from dimmer.core.advice.advise import conclude
from dimmer.core.advice.compose import put_into_words
from dimmer.core.advice.duties import duties_of
from dimmer.core.advice.missing import missing_of, unanswered_facts
from dimmer.core.advice.read_off import conclude_at_once
from dimmer.core.law.layout import layout_of
from matters import all_cases, any_facts, examples, some_cases

BOOK = lawbook.book()
WEIGHTS = {
    "items": "which items may be shared",
    "routes": "which routes are open",
    "lights": "how much of it is shown",
    "duties": "which duties follow",
}
TELLING = {"K29", "N53", "T13", "T36"}
"""An answer shows more, by a route that nobody is asked about; opens a route elsewhere; opens another limb of the
same provision; names somebody."""
NOT_ASKED = ("items", "lights")
"""What a fact that nobody is asked for is told of."""


class Plain:
    """What advice comes to place by place, each part worked out when it is asked for: duties cost a third."""

    def __init__(self, facts: Facts) -> None:
        self._found = conclude(facts, BOOK)

    @cached_property
    def outcome(self) -> str:
        return self._found.outcome.value

    @cached_property
    def items(self) -> object:
        return [(row.item, row.recipient, row.action) for row in self._found.items]

    @cached_property
    def routes(self) -> object:
        return {
            place: {rule.id for gate in cell.routes for rule in gate}
            for place, cell in self._found.cells.items()
            if cell.is_open and cell.personal
        }

    @cached_property
    def lights(self) -> object:
        return [(row.item, row.recipient, row.given) for row in self._found.items]

    @cached_property
    def duties(self) -> object:
        return {(duty.code, duty.person) for duty in duties_of(self._found, BOOK)}


def plain_missing(facts: Facts) -> tuple[Missing, ...]:
    before = Plain(facts)
    found = []
    for name, question, tries, is_asked in unanswered_facts(facts, BOOK):
        changes = []
        for tried in tries:
            after = Plain(tried.applied(facts))
            different = next(
                (
                    part
                    for part in ("outcome", *(WEIGHTS if is_asked else NOT_ASKED))
                    if getattr(before, part) != getattr(after, part)
                ),
                None,
            )
            if different is not None:
                to = WEIGHTS.get(different, f"outcome: {after.outcome}")
                changes.append((word(tried.value), to))
        if changes:
            found.append(Missing(name, question.fact, tuple(changes), is_asked=is_asked))

    def weight(row: Missing) -> tuple[bool, int]:
        order = list(WEIGHTS.values())
        weights = (order.index(to) + 1 if to in order else 0 for _, to in row.changes)
        return not row.is_asked, min(weights)

    return tuple(sorted(found, key=weight))


def word(value: object) -> str:
    if isinstance(value, tuple):
        return " ".join(value) or "nobody"
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def assert_same(facts: Facts) -> None:
    plain, at_once = conclude(facts, BOOK), conclude_at_once(facts, BOOK)

    assert list(at_once.cells.items()) == list(plain.cells.items())
    assert at_once.items == plain.items
    assert put_into_words(at_once, BOOK) == put_into_words(plain, BOOK)


@examples(500)
@given(any_facts)
def test_advice_at_once_is_advice_place_by_place(facts: Facts) -> None:
    assert_same(facts)


@examples(100)
@given(any_facts)
def test_what_an_answer_would_change_is_what_advice_on_each_answer_says(facts: Facts) -> None:
    assert missing_of(facts, BOOK) == plain_missing(facts)


def test_every_case_comes_to_the_same_at_once_and_place_by_place() -> None:
    matters = list(all_cases())

    assert len(matters) >= 25
    for facts in matters:
        assert_same(facts)


@pytest.mark.parametrize("quarter", range(4))  # of all of them, each takes a minute
def test_what_is_missing_in_every_case_is_what_advice_on_each_answer_says(quarter: int) -> None:
    for facts in some_cases(of=4)[quarter::4]:
        assert advise(facts, BOOK).missing == plain_missing(facts)


def test_what_is_missing_in_small_stories_is_what_advice_on_each_answer_says() -> None:
    by_size = sorted(all_cases(), key=lambda facts: len(layout_of(facts).places))
    telling = [facts for facts in by_size if facts.id in TELLING]
    for facts in (*telling, *by_size[:400:16]):
        assert advise(facts, BOOK).missing == plain_missing(facts)
