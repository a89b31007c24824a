"""The language of rules: three answers, and nothing that it does not have."""

from itertools import product
from typing import Any

import pytest

from dimmer.core.advice import parse_facts
from dimmer.core.law.answer import Answer, answer_of
from dimmer.core.law.expression import (
    BadClause,
    Compiled,
    Language,
    all_of,
    any_of,
    compile_clause,
    compile_clauses,
    meaning_of,
    some,
)
from dimmer.core.law.tries import OneMatter as Sheet
from dimmer.core.law.view import Scope, View


def claim(answer: int) -> Compiled:
    def columns(sheet: Sheet) -> tuple[int, int]:
        return sheet.everywhere if answer == 2 else 0, sheet.everywhere if answer else 0

    return Compiled(
        lambda _: answer, Scope.CASE, frozenset(), "a claim", columns, meaning_of("a claim", answer)
    )


LANGUAGE = Language(
    classes={"councils": frozenset({"la-children", "la-adults"})},
    terms={"grave": claim(2)},
    presumed={"items.needed": True},
)


def view(**risk: Any) -> View:
    return View(
        parse_facts(
            {
                "id": "x",
                "title": "x",
                "nation": "wales",
                "date": __import__("datetime").date(2026, 1, 1),
                "holder": {"kind": "la-adults"},
                "recipients": [{"kind": "police"}],
                "purpose": {"kinds": ["prevent-crime", "housing"]},
                "risk": {"level": "unknown", "urgency": "routine", **risk},
                "people": [{"id": "a", "role": "victim", "age": 17}],
                "items": [{"about": ["a"], "categories": ["threat"]}],
            }
        )
    )


def answers_of(compiled: Compiled) -> set[int]:
    """What a claim answers at all places of the same facts at once."""
    sheet = Sheet(view().facts)
    yes, may = compiled.columns(sheet)
    places = {2: yes, 1: may & ~yes, 0: sheet.everywhere & ~may}
    return {answer for answer, found in places.items() if found}


@pytest.mark.parametrize(
    ("clause", "answer"),
    [
        ("nation is wales", Answer.YES),
        ("nation in england scotland", Answer.NO),
        ("holder.kind in @councils", Answer.YES),
        ("not holder.kind in @councils police", Answer.NO),
        ("purpose.kinds in housing", Answer.YES),
        ("purpose.kinds in research", Answer.NO),
        ("risk.serious_crime", Answer.UNKNOWN),
        ("not risk.serious_crime", Answer.UNKNOWN),
        ("stated risk.serious_crime", Answer.NO),
        ("not stated risk.serious_crime", Answer.YES),
        ("unanswered risk.serious_crime", Answer.YES),
        ("risk.level is high", Answer.UNKNOWN),
        ("risk.level is unknown", Answer.YES),
        ("person.age under 18", Answer.YES),
        ("person.age under 17", Answer.NO),
        ("person.capacity is has", Answer.UNKNOWN),
        ("item.needed", Answer.YES),
        ("stated item.needed", Answer.NO),
        ("request.made", Answer.NO),
        ("request.form is plain", Answer.NO),
        ("grave", Answer.YES),
        (("risk.serious_crime", "grave"), Answer.YES),
        (("risk.serious_crime", "nation is england"), Answer.UNKNOWN),
    ],
)
def test_a_clause_is_answered(clause: str | tuple[str, ...], answer: Answer) -> None:
    compiled = compile_clause(clause, LANGUAGE)

    assert compiled.ask(view()) == answer
    assert answers_of(compiled) == {answer}


@pytest.mark.parametrize(
    "clause",
    [
        "",
        "risk.colour",
        "nation",
        "nation is atlantis",
        "nation is england wales",
        "holder.kind in @nobody",
        "risk.serious_crime is true",
        "person.age under ten",
        "person.age",
        "unanswered",
        "unanswered risk.colour",
        "1 + 1",
        (),
    ],
)
def test_what_the_language_does_not_have_is_refused(clause: str | tuple[str, ...]) -> None:
    with pytest.raises(BadClause):
        compile_clause(clause, LANGUAGE)


@pytest.mark.parametrize("known", list(product(Answer, repeat=3)))
def test_all_is_the_least_and_any_the_greatest(known: tuple[Answer, ...]) -> None:
    parts = [claim(one) for one in known]

    for joined, answer in ((all_of(parts, "all"), min(known)), (any_of(parts, "any"), max(known))):
        assert joined.ask(view()) == answer
        assert answers_of(joined) == {answer}


def test_nothing_at_all_always_holds() -> None:
    assert compile_clauses([], LANGUAGE).ask(view()) == Answer.YES


def test_the_facts_that_a_clause_looks_at_are_known() -> None:
    compiled = compile_clauses(["risk.serious_crime", "not person.under_18"], LANGUAGE)

    assert compiled.facts >= {"risk.serious_crime", "people.age", "people.capacity"}
    assert compiled.scope is Scope.PERSON


@pytest.mark.parametrize("value", [True, False, None])
def test_the_opposite_of_the_opposite_is_the_answer(value: bool | None) -> None:
    assert answer_of(value).opposite.opposite is answer_of(value)


def test_a_claim_about_some_item_cannot_turn_on_the_one_category_that_is_looked_at() -> None:
    category = compile_clause("category in health", LANGUAGE)

    assert some(category, Scope.PERSON).scope is Scope.CATEGORY
    with pytest.raises(BadClause, match=r"item\.categories"):
        some(category, Scope.ITEM)
