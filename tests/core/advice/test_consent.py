"""What agreement carries, and what nobody's agreement carries any more once it is taken back."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from hypothesis import assume, given
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
    who = facts.people[at]
    # Whoever is responsible for a child may agree for it: a yes is gone once theirs is gone too.
    speaking = (who.id, *(who.parental_responsibility or ()))
    agreed = replace_at(facts, at, consent="given", consent_refuses=None)
    gone = replace(
        facts,
        people=tuple(
            replace(one, consent=less, consent_refuses=None) if one.id in speaking else one
            for one in facts.people
        ),
    )
    return who.id, agreed, gone


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
    never_asked = any(each.id == who and each.consent == "not-sought" for each in gone.people)
    for recipient, person, category, gate, opens in ways(after):
        own = recipient.removesuffix(":other") == person
        implied = never_asked and gate == "confidentiality"  # among those who treat somebody
        if (recipient, person, category) in rested and not own and not implied:
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


NOWHERE = ("probation", "identity")
"""A kind of information for a kind of agency, of which a test takes care that the matter has neither."""


@st.composite
def somebodys_no(draw: st.DrawFn, *, to: str) -> tuple[Facts, Facts]:
    """Somebody who was not asked, or said no to what is elsewhere; or a no to everything, and one that names it all."""
    facts = draw(any_facts)
    assume(all(each.kind != NOWHERE[0] for each in facts.recipients))
    assume(all(NOWHERE[1] not in each.categories for each in facts.items))
    at = draw(st.integers(0, len(facts.people) - 1))
    every = (
        {each.kind for each in facts.recipients}
        if draw(st.booleans())
        else {kind for each in facts.items for kind in each.categories}
    )

    def where(**said: Any) -> Facts:
        person = replace(facts.people[at], consent_covers=None, consent_refuses=None, **said)
        return replace(facts, people=(*facts.people[:at], person, *facts.people[at + 1 :]))

    if to == "elsewhere":
        person = where(consent="not-sought")
        scope = draw(st.sampled_from((NOWHERE, NOWHERE[:1], NOWHERE[1:])))
        return person, replace_at(person, at, consent="refused", consent_refuses=scope)
    person = where(consent="refused")
    return person, replace_at(person, at, consent_refuses=tuple(sorted(every)))


def replace_at(facts: Facts, at: int, **said: Any) -> Facts:
    """The matter, with what one of its people said changed."""
    changed = replace(facts.people[at], **said)
    return replace(facts, people=(*facts.people[:at], changed, *facts.people[at + 1 :]))


@examples(200)
@given(somebodys_no(to="elsewhere"))
def test_a_no_to_something_else_is_no_no_to_this(matter: tuple[Facts, Facts]) -> None:
    unasked, elsewhere = (advise_without_missing(facts, BOOK) for facts in matter)

    assert elsewhere.outcome == unasked.outcome
    assert elsewhere.items == unasked.items
    assert list(ways(elsewhere)) == list(ways(unasked))


@examples(200)
@given(somebodys_no(to="all"))
def test_a_no_that_names_all_there_is_is_a_no(matter: tuple[Facts, Facts]) -> None:
    plain, spelt = (advise_without_missing(facts, BOOK) for facts in matter)

    assert spelt == plain
