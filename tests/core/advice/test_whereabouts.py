"""Where somebody is never goes to whoever is said to have harmed them, whatever the facts."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from dimmer import lawbook
from dimmer.core.advice import Action, Facts, advise_without_missing
from dimmer.core.law.facts import Recipient
from matters import any_facts, examples

BOOK = lawbook.book()


@st.composite
def where_somebody_is(draw: st.DrawFn) -> Facts:
    """A matter in which somebody accused would be given where people are."""
    facts = draw(any_facts)
    accused = replace(facts.people[0], role="alleged-perpetrator")
    row = Recipient("person", accused.id, draw(st.sampled_from(("same", "other"))))
    where = draw(st.sampled_from(("location", "contact")))
    return replace(
        facts,
        people=(accused, *facts.people[1:]),
        recipients=(row, *(one for one in facts.recipients if one.person is None)),
        items=tuple(
            replace(item, categories=tuple(dict.fromkeys((where, *item.categories))))
            for item in facts.items
        ),
    )


@examples(300)
@given(where_somebody_is())
def test_whereabouts_never_go_to_the_accused(facts: Facts) -> None:
    accused, recipient = facts.people[0].id, facts.recipients[0].name

    advice = advise_without_missing(facts, BOOK)

    for row in advice.items:
        if row.recipient != recipient or row.action not in (Action.SHARE, Action.REDACT):
            continue
        item = facts.items[row.item - 1]
        for who in item.about:
            for category in {"location", "contact"} & set(item.categories):
                assert who == accused or (who, category) in row.withheld
