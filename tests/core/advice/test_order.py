"""The same facts under the same edition have the same answer, in whatever order things are named."""

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dimmer import lawbook
from dimmer.core.advice import Advice, Facts, advise_without_missing
from matters import any_facts, examples

BOOK = lawbook.book()


def unordered(advice: Advice, item_at: list[int]) -> dict[str, Any]:
    """All that advice says, without its order; items by the number that they once had."""
    return {
        "outcome": advice.outcome,
        "items": {
            (item_at[row.item - 1], row.recipient, row.action, row.why, row.given, row.needs,
             frozenset(row.withheld))
            for row in advice.items
        },
        "routes": {
            (row.recipient, row.person, category, row.confidence, gate, identifier)
            for row in advice.routes
            for category in row.categories
            for gate in ("basis", "condition", "power", "confidentiality")
            for identifier in getattr(row, gate)
        },
        "barred": {row.id for row in advice.barred},
        "duties": {
            (row.code, row.person, frozenset(row.categories)) for row in advice.duties
        },
        "citations": dict(advice.citations),
        "positions": {
            (row.recipient, row.person, row.category, row.position) for row in advice.positions
        },
    }  # fmt: skip


@examples(200)
@given(any_facts, st.data())
def test_the_order_of_people_items_and_recipients_changes_nothing(
    facts: Facts, data: st.DataObject
) -> None:
    at = list(range(len(facts.items)))
    turned = data.draw(st.permutations(at))
    other = replace(
        facts,
        items=tuple(facts.items[place] for place in turned),
        people=tuple(data.draw(st.permutations(facts.people))),
        recipients=tuple(data.draw(st.permutations(facts.recipients))),
    )

    one, same = (advise_without_missing(each, BOOK) for each in (facts, other))

    assert unordered(one, at) == unordered(same, turned)


@examples(100)
@given(any_facts)
def test_the_same_facts_have_the_same_answer_word_for_word(facts: Facts) -> None:
    first, again = (advise_without_missing(each, BOOK) for each in (facts, replace(facts)))

    assert first == again
    assert first.as_dict() == again.as_dict()
    assert first.edition is BOOK.edition


@examples(200)
@given(any_facts, st.data())
def test_another_recipient_changes_nothing_of_what_is_shown_to_the_first(
    facts: Facts, data: st.DataObject
) -> None:
    first, *others = facts.recipients
    another = data.draw(any_facts).recipients[0]
    if another.person is None and another.name not in {row.name for row in facts.recipients}:
        others.append(another)

    alone, together = (
        advise_without_missing(replace(facts, recipients=recipients), BOOK)
        for recipients in ((first,), (first, *others))
    )

    for of_the_first in (
        lambda advice: [row for row in advice.items if row.recipient == first.name],
        lambda advice: {row for row in advice.routes if row.recipient == first.name},
        lambda advice: {row for row in advice.positions if row.recipient == first.name},
    ):
        assert of_the_first(alone) == of_the_first(together)
