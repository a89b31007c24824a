"""Whoever is told and not asked: between whom consent is closed, recipient by recipient."""

from dataclasses import replace
from typing import Any

from built import CALM, KIT, item, matter, purpose, zofia
from dimmer import lawbook
from dimmer.core.advice import advise_without_missing, parse_facts
from dimmer.core.advice.anyway import shared_anyway
from dimmer.core.law.expression import Language, compile_clause

BOOK = lawbook.book()


def told(**changed: Any) -> set[tuple[str, str]]:
    facts = parse_facts(matter(**changed))
    return set(shared_anyway(advise_without_missing(facts, BOOK), facts, BOOK))


def test_at_the_marac_threshold_the_police_are_told_whatever_she_says() -> None:
    assert told() == {("zofia", "police")}


def test_what_only_her_agreement_carries_is_asked_for() -> None:
    assert not told(
        to="housing-association", people=[zofia(consent="given")], risk=CALM,
        purpose=purpose("provide-service"), items=[item("housing")],
    )  # fmt: skip


def test_only_those_of_whom_something_is_given_and_only_to_whom_it_is() -> None:
    found = told(
        people=[zofia(), KIT],
        recipients=[{"kind": "wider-workforce"}, {"kind": "police"}],
        purpose=purpose("protect-child", "prevent-crime"),
        items=[item("child-protection", about="kit")],
    )

    assert found == {("kit", "police")}


def test_each_person_is_looked_at_with_what_is_shared_about_them() -> None:
    found = told(
        people=[KIT, zofia()],
        recipients=[{"kind": "housing-association"}, {"kind": "police"}],
        purpose=purpose("protect-adult", "protect-child", "prevent-crime"),
        items=[item("domestic-abuse"), item("child-protection", about="kit")],
    )

    assert found == {
        ("kit", "police"),
        ("kit", "housing-association"),
        ("zofia", "police"),
        ("zofia", "housing-association"),
    }


def test_what_stays_back_beside_what_only_agreement_carries_is_not_told_instead() -> None:
    refuses = zofia(id="ania", consent="refused", telling_is_unsafe=False)
    both: dict[str, Any] = {
        "about": ["zofia", "ania"], "categories": ["criminal-allegation"],
    }  # fmt: skip
    beside: dict[str, Any] = {
        "to": "housing-association", "people": [zofia(consent="given"), refuses],
        "risk": {"level": "high", "urgency": "same-day", "marac_threshold": True},
        "without_documents": True,
    }  # fmt: skip

    assert told(**beside, items=[item("domestic-abuse"), item("health")])
    assert not told(**beside, items=[both, item("health")])


def test_what_is_kept_back_of_an_item_does_not_have_her_told_of_the_rest() -> None:
    """A law by which only hiv would go anyway, of which the police are given nothing here."""
    only_hiv = compile_clause("category is hiv", Language({}, {}, {}))
    law = replace(BOOK, terms={**BOOK.terms, "shares-anyway": only_hiv})
    facts = parse_facts(matter(items=[item("domestic-abuse", "hiv")]))

    advice = advise_without_missing(facts, law)

    assert [route.categories for route in advice.routes] == [("domestic-abuse",)]
    assert shared_anyway(advice, facts, law) == frozenset()
