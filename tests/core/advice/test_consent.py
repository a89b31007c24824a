"""What agreement carries, and what nobody's agreement carries any more once it is taken back."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dimmer import lawbook
from dimmer.core.advice import Advice, Facts, advise_without_missing
from matters import any_facts, examples

BOOK = lawbook.book()
AGREEMENT = {"A6a", "A9a", "C-consent"}
GATES = ("basis", "condition", "power", "confidentiality")


def ways(advice: Advice) -> Iterator[tuple[str, str, str, str, set[str]]]:
    """Recipient, person, category and gate, and what opens it."""
    for row in advice.routes:
        for category in row.categories:
            for gate in GATES:
                yield row.recipient, row.person, category, gate, set(getattr(row, gate))


@st.composite
def somebodys_consent(draw: st.DrawFn) -> tuple[str, Facts, Facts]:
    """Somebody; the matter while they agree; and once they have taken it back, or never said so."""
    facts = draw(any_facts)
    at = draw(st.integers(0, len(facts.people) - 1))
    less: Any = draw(st.sampled_from(("withdrawn", "refused", "not-sought")))
    agreed, gone = (
        replace(
            facts,
            people=tuple(
                replace(person, consent=consent) if place == at else person
                for place, person in enumerate(facts.people)
            ),
        )
        for consent in ("given", less)
    )
    return facts.people[at].id, agreed, gone


@examples(300)
@given(somebodys_consent())
def test_what_rested_on_nothing_but_consent_closes_with_it(
    matter: tuple[str, Facts, Facts],
) -> None:
    who, agreed, gone = matter

    before, after = (advise_without_missing(facts, BOOK) for facts in (agreed, gone))

    rested = {
        (recipient, person, category)
        for recipient, person, category, _, opens in ways(before)
        if person == who and opens and opens <= AGREEMENT
    }
    for recipient, person, category, _, opens in ways(after):
        own = recipient.removesuffix(":other") == person
        if (recipient, person, category) in rested and not own:
            assert not opens or opens - AGREEMENT


@examples(200)
@given(somebodys_consent())
def test_taking_consent_back_opens_no_way_to_anybody(matter: tuple[str, Facts, Facts]) -> None:
    _, agreed, gone = matter

    before, after = (advise_without_missing(facts, BOOK) for facts in (agreed, gone))

    places_before, places_after = (
        {(recipient, person, category) for recipient, person, category, _, _ in ways(advice)}
        for advice in (before, after)
    )
    assert places_after <= places_before


@examples(200)
@given(somebodys_consent())
def test_an_agreement_that_covers_nothing_opens_nothing_about_them(
    matter: tuple[str, Facts, Facts],
) -> None:
    who, agreed, _ = matter
    people = tuple(
        replace(one, consent_covers=()) if one.id == who else one for one in agreed.people
    )

    advice = advise_without_missing(replace(agreed, people=people), BOOK)

    for _, person, _, _, opens in ways(advice):  # C-consent is one's own information's too
        assert person != who or not opens & {"A6a", "A9a"}
