"""A no that is passed over is never passed over in silence, whoever else an item is about."""

from collections.abc import Callable

import pytest
from hypothesis import given

from dimmer import lawbook
from dimmer.core.advice import Action, Facts, Lawbook
from dimmer.core.advice.advise import Conclusion, conclude
from dimmer.core.advice.cell import DESPITE, MUST_DESPITE
from dimmer.core.advice.read_off import conclude_at_once
from dimmer.core.law.paths import refused
from dimmer.core.law.view import View
from matters import all_cases, any_facts, examples

BOOK = lawbook.book()
Reading = Callable[[Facts, Lawbook], Conclusion]
READINGS = pytest.mark.parametrize("reading", [conclude, conclude_at_once])


def over_a_no(found: Conclusion) -> list[tuple[str, bool]]:
    """Why each item goes whole to somebody, and whether anybody whom it names in the law's sense said no to that."""
    view, seen = View(found.facts), []
    recipients = {row.name: at for at, row in enumerate(found.facts.recipients)}
    for row in found.items:
        if row.action is not Action.SHARE:
            continue
        said = False
        for (r, i, p, category), cell in found.cells.items():
            if (r, i) == (recipients[row.recipient], row.item - 1) and cell.personal:
                view.at_recipient(r)
                view.at_item(i)
                view.at_person(p)
                view.at_category(category)
                said |= refused(view) is True
        seen.append((row.why, said))
    return seen


def assert_said(found: Conclusion) -> int:
    seen = over_a_no(found)
    for why, said in seen:
        assert (why in (DESPITE, MUST_DESPITE)) == said, why
    return sum(said for _, said in seen)


@READINGS
def test_why_an_item_goes_says_that_somebody_in_it_said_no_exactly_where_somebody_did(
    reading: Reading,
) -> None:
    noes = [assert_said(reading(facts, BOOK)) for facts in list(all_cases())[::10]]

    assert sum(noes), "no case shares anything over a no"


@READINGS
@examples(60)
@given(facts=any_facts)
def test_and_so_of_any_matter(reading: Reading, facts: Facts) -> None:
    assert_said(reading(facts, BOOK))


@examples(60)
@given(facts=any_facts)
def test_both_readings_give_the_same_reason(facts: Facts) -> None:
    one, other = conclude(facts, BOOK), conclude_at_once(facts, BOOK)

    assert [row.why for row in one.items] == [row.why for row in other.items]
