"""What is asked when something is missing: which facts, of whom, in what order, and what is not worth asking."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from built import ZOFIA, matter
from dimmer import lawbook
from dimmer.core.advice import Missing, advise, parse_facts, worth_asking
from dimmer.core.advice.missing import missing_of, unanswered_facts
from dimmer.core.law.vocabulary import Choice, Question

BOOK = lawbook.book()
ITEMS, ROUTES, LIGHTS, DUTIES = (
    "which items may be shared",
    "which routes are open",
    "how much of it is shown",
    "which duties follow",
)


def row(fact: str, *changes: str) -> Missing:
    return Missing(fact, fact, tuple((f"answer {at}", to) for at, to in enumerate(changes)))


def asked(**changed: Any) -> Mapping[str, list[Any]]:
    """The facts that may be asked in a matter, and the answers that are tried for each."""
    found = unanswered_facts(parse_facts(matter(**changed)), BOOK)
    return {row.name: [tried.value for tried in row.tries] for row in found if row.is_asked}


def test_what_changes_the_outcome_is_asked_first_and_the_rest_as_it_comes() -> None:
    routes, items = row("risk.others_at_risk", ROUTES), row("people.a.age", ITEMS)
    outcome = row("people.a.consent", ITEMS, "outcome: share")

    assert worth_asking([routes, items, outcome]) == (outcome, routes, items)


def test_what_would_change_no_more_than_duties_keeps_nobody_waiting() -> None:
    duties, both = row("people.a.care_needs", DUTIES, DUTIES), row("people.a.age", DUTIES, ROUTES)

    assert worth_asking([duties, both]) == (both,)
    assert worth_asking([row("people.a.age", LIGHTS), row("people.a.age", ITEMS, LIGHTS)]) == (
        row("people.a.age", ITEMS, LIGHTS),
    )


def test_what_was_asked_already_is_not_asked_again() -> None:
    one, other = row("risk.serious_crime", ITEMS), row("risk.life_in_danger", ITEMS)

    assert worth_asking([one, other], answered={"risk.serious_crime"}) == (other,)


def test_a_person_is_asked_about_by_role() -> None:
    people = [
        {"id": "zofia", "role": "victim"},
        {"id": "man", "role": "alleged-perpetrator"},
        {"id": "kit", "role": "child"},
    ]

    found = asked(people=people)

    assert {f"people.{who}.telling_is_unsafe" for who in ("zofia", "man", "kit")} <= found.keys()
    assert {f"people.{who}.consent" for who in ("zofia", "kit")} <= found.keys()
    assert "people.man.consent" not in found
    assert "people.kit.care_needs" not in found


@pytest.mark.parametrize("gone", ["deceased", "unborn"])
def test_nobody_is_asked_what_only_the_living_can_answer_of(gone: str) -> None:
    living = {question.fact for question in BOOK.questions.values() if question.living}
    about = {name.rpartition(".")[2] for name in asked(people=[{**ZOFIA, gone: True}])}

    assert "people.consent" in living
    assert not {fact.removeprefix("people.") for fact in living} & about


def test_what_is_answered_is_not_asked_and_unknown_is_no_answer() -> None:
    people = [
        {"id": "zofia", "role": "victim", "capacity": "has", "consent": "unknown"},
        {"id": "ada", "role": "victim", "capacity": "unknown", "consent": "refused"},
    ]
    risk = {"level": "high", "urgency": "routine", "marac_threshold": True}

    found = asked(people=people, risk=risk)

    assert {"people.zofia.consent", "people.ada.capacity", "risk.serious_crime"} <= found.keys()
    assert not {"people.zofia.capacity", "people.ada.consent", "risk.marac_threshold"} & set(found)


def test_the_answers_that_are_tried_are_those_that_may_be_given() -> None:
    found = asked(people=[{"id": "zofia", "role": "victim"}])

    yes_or_no = ["not-sought", "given", "restricted", "refused", "withdrawn"]
    assert found["people.zofia.consent"] == yes_or_no
    assert found["people.zofia.care_needs"] == [True, False]


def test_a_recipient_is_named_as_it_is_printed() -> None:
    found = asked(recipients=[{"kind": "police"}, {"kind": "la-children", "area": "other"}])

    assert {"recipients.police.conflict", "recipients.la-children:other.conflict"} <= found.keys()


def test_the_age_of_a_small_child_is_offered_of_whoever_is_called_a_child_alone() -> None:
    people = [{"id": "zofia", "role": "victim"}, {"id": "kit", "role": "child"}]

    found = asked(people=people)

    assert found["people.zofia.age"] == [9, 14, 17, 30]
    assert found["people.kit.age"] == [3, 9, 14, 17, 30]


def test_nobody_is_asked_how_old_an_unborn_child_is() -> None:
    mother, child = {"id": "zofia", "role": "victim"}, {"id": "kit", "role": "child"}

    assert "people.kit.age" in asked(people=[mother, child])
    assert "people.kit.age" not in asked(people=[mother, {**child, "unborn": True}])


def test_a_request_is_asked_about_only_where_there_is_one() -> None:
    without, plain = asked(), asked(request={"form": "section-47"})
    told = asked(request={"form": "section-47", "reasons_given": True})

    assert "request.reasons_given" not in without
    assert plain["request.reasons_given"] == [True, False]
    assert "request.reasons_given" not in told


def test_marks_of_a_piece_are_not_asked_one_by_one() -> None:
    assert not [name for name in asked() if name.startswith("items.")]


def test_an_item_is_named_by_its_place_from_one() -> None:
    choices = (Choice("fact", "A fact"), Choice(None, "I do not know"))
    nature = Question("items.nature", "Is it a fact?", "", choices, None, "", (), asked=True)
    book = replace(BOOK, questions={"items.nature": nature})
    items = [
        {"about": ["zofia"], "categories": ["identity"], "nature": "opinion"},
        {"about": ["zofia"], "categories": ["domestic-abuse"]},
    ]

    found = list(unanswered_facts(parse_facts(matter(items=items)), book))

    assert [(row.name, row.question) for row in found] == [("items.2.nature", nature)]
    assert [(tried.table, tried.row, tried.name, tried.value) for tried in found[0].tries] == [
        ("items", 1, "nature", "fact")
    ]


ELSEWHERE = {
    "people.unborn", "people.deceased", "request.fields_named",
    "agreement.in_force", "items.nature", "items.historical", "items.disputed", "items.inaccurate",
    "items.needed", "items.identifying", "items.confidential", "items.collected_on_consent",
}  # fmt: skip
"""Recorded, marked or decided elsewhere on the pages: asking one by one would be asking twice."""


def test_what_is_not_asked_one_by_one_says_where_it_is_asked_or_recorded() -> None:
    assert {fact for fact, one in BOOK.questions.items() if not one.asked} == ELSEWHERE
    assert all(BOOK.questions[fact].elsewhere for fact in ELSEWHERE)


def test_what_is_not_asked_is_missing_all_the_same_where_it_would_change_the_advice() -> None:
    missing = {row.fact: row for row in missing_of(parse_facts(matter()), BOOK)}

    wrong = missing["items.1.inaccurate"]
    assert (wrong.is_asked, wrong.question) == (False, "items.inaccurate")
    assert dict(wrong.changes).keys() == {"yes"}
    assert "items.1.historical" not in missing
    assert worth_asking(missing.values()) == tuple(
        row for row in worth_asking(missing.values()) if row.is_asked
    )
    asked = tuple(row for row in missing.values() if row.is_asked)
    assert missing_of(parse_facts(matter()), BOOK, only_asked=True) == asked
    assert advise(parse_facts(matter()), BOOK, only_asked=True).missing == asked
    assert advise(parse_facts(matter()), BOOK).missing == tuple(missing.values())


def test_whether_another_purpose_is_said_is_asked_for_another_purpose_alone() -> None:
    for kinds, is_asked in ((["other"], True), (["protect-adult"], False)):
        facts = parse_facts(matter(purpose={"kinds": kinds}))
        missing = {row.fact: row for row in missing_of(facts, BOOK)}

        assert missing["purpose.stated"].is_asked is is_asked


def test_who_is_responsible_for_a_child_is_missing_where_somebody_private_would_be_told() -> None:
    people = [{"id": "kit", "role": "child", "age": 6}, {"id": "ewa", "role": "parent", "age": 30}]
    told = matter(
        holder="la-children", people=people, recipients=[{"kind": "person", "person": "ewa"}],
        purpose={"kinds": ["protect-child"]}, items=[{"about": ["kit"], "categories": ["health"]}],
    )  # fmt: skip
    tried = {row.name: row for row in unanswered_facts(parse_facts(told), BOOK)}

    values = [one.value for one in tried["people.kit.parental_responsibility"].tries]

    assert values == [(), ("ewa",)]
    missing = {row.fact: row for row in missing_of(parse_facts(told), BOOK)}
    answers = {answer for answer, _ in missing["people.kit.parental_responsibility"].changes}
    assert answers
    assert answers <= {"nobody", "ewa"}
    assert missing["people.kit.parental_responsibility"].is_asked
    assert not tried["people.ewa.parental_responsibility"].is_asked


def test_advice_that_finds_only_what_somebody_is_asked_for_leaves_out_the_rest_alone() -> None:
    facts = parse_facts(matter())

    whole, asked_for = (advise(facts, BOOK, only_asked=only) for only in (False, True))

    assert whole.missing == missing_of(facts, BOOK)
    assert asked_for.missing == tuple(row for row in whole.missing if row.is_asked)
    assert asked_for.missing != whole.missing
