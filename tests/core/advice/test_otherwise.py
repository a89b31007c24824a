"""What an explanation tries: every other answer to every fact that leaves the places as they are."""

from collections import defaultdict
from dataclasses import replace
from typing import Any

from built import AT_THE_THRESHOLD, KIT, ZOFIA, item, matter
from dimmer.core.advice import parse_facts
from dimmer.core.advice.otherwise import Turn, emptied, tries, turn_of
from dimmer.core.law.schema import LISTS, TABLES
from dimmer.core.law.tries import Try

FACTS = parse_facts(
    matter(
        people=[{**ZOFIA, "consent": "refused", "age": 30}, KIT],
        recipients=[{"kind": "gp", "area": "other"}],
        items=[item("health", "domestic-abuse", needed=True)],
        request={"form": "plain"},
        without_documents=True,
    )
)


def test_each_fact_is_tried_with_each_other_answer() -> None:
    tried: dict[tuple[str, int | None, str], list[Any]] = defaultdict(list)
    for one in tries(FACTS):
        tried[one.table, one.row, one.name].append(one.value)

    found = {place: set(values) for place, values in tried.items()}
    fields = {(table, one.name): one for table, rows in (TABLES | LISTS).items() for one in rows}
    assert found["items", 0, "needed"] == {None, False}
    assert found["items", 0, "disputed"] == {True, False}
    assert found["people", 0, "age"] == {None, 3, 9, 14, 17}
    assert found["people", 1, "carer"] == {True, False}
    assert found["people", 0, "consent"] == {None, *fields["people", "consent"].allowed} - {
        "refused"
    }
    assert found["people", 0, "role"] == {*fields["people", "role"].allowed} - {
        FACTS.people[0].role
    }
    assert found["people", 1, "role"] == {*fields["people", "role"].allowed} - {
        FACTS.people[1].role
    }
    assert found["people", 0, "consent_covers"] == {()}
    assert found["people", 0, "parental_responsibility"] == {()}
    assert found["holder", None, "policy_documents"] == {None}
    assert found["recipients", 0, "area"] >= {"same"}
    assert found["request", None, "reasons_given"] == {True, False}
    alone = {(one,) for one in fields["purpose", "kinds"].allowed}
    assert found["purpose", None, "kinds"] == alone  # of two, one shorter is one alone
    shape = {
        ("recipients", "person"),
        ("items", "about"),
        ("items", "categories"),
        ("people", "id"),
    }
    assert not {(table, name) for table, _, name in found} & shape
    held = {"agreement": FACTS.agreement, "request": FACTS.request}
    assert {table for table, _, _ in found} == {
        table for table in (*TABLES, *LISTS) if held.get(table, "there") is not None
    }


def test_of_three_purposes_each_is_left_out_and_each_stands_alone() -> None:
    three = parse_facts(
        matter(purpose={"kinds": ["protect-adult", "prevent-crime", "protect-child"]})
    )

    found = [one.value for one in tries(three) if one.name == "kinds"]

    assert [each for each in found if len(each) == 2] == [
        ("prevent-crime", "protect-child"), ("protect-adult", "protect-child"), ("protect-adult", "prevent-crime"),
    ]  # fmt: skip
    assert () not in found


def test_a_turn_says_what_is_answered_and_nothing_where_nobody_knows() -> None:
    unknown = replace(FACTS, risk=replace(FACTS.risk, level="unknown"))

    assert turn_of(Try("people", 0, "consent", None), FACTS) == Turn(
        "people.zofia.consent", "refused"
    )
    assert turn_of(Try("risk", None, "level", "high"), unknown) == Turn("risk.level", None)


def test_all_that_was_answered_of_the_danger_and_of_each_person_is_left_out_at_once() -> None:
    found = {
        (one.tries[0].table, one.tries[0].row): {each.name: each.value for each in one.tries}
        for one in emptied(FACTS)
    }

    risk = {name: value for name, value in vars_of(FACTS.risk).items() if value is not None}
    assert found["risk", None] == {
        name: "unknown" if name == "level" else None for name in risk if name != "urgency"
    }  # how soon it must be cannot be unknown
    person = {name for name, value in vars_of(FACTS.people[0]).items() if value is not None} - {
        "id"
    }
    assert set(found["people", 0]) >= person - {"role"}
    assert set(found["people", 0].values()) <= {None, "unknown"}
    assert ("people", 1) not in found or len(found["people", 1]) > 1


def test_one_answer_alone_is_not_left_out_for_it_is_tried_by_itself() -> None:
    one_answer = parse_facts(
        matter(
            people=[{"id": "kit", "role": "child", "age": 3}], items=[item("health", about="kit")]
        )
    )
    two = parse_facts(
        matter(
            people=[{"id": "kit", "role": "child", "age": 3, "carer": True}],
            items=[item("health", about="kit")],
        )
    )

    assert [one for one in emptied(one_answer) if one.tries[0].table == "people"] == []
    [both] = [one for one in emptied(two) if one.tries[0].table == "people"]
    assert [(each.row, each.name, each.value) for each in both.tries] == [
        (0, "age", None),
        (0, "carer", None),
    ]


def test_what_is_said_to_be_unknown_is_no_answer_that_could_be_left_out() -> None:
    unknown = parse_facts(matter(risk={**AT_THE_THRESHOLD, "level": "unknown"}))

    [danger] = [one for one in emptied(unknown) if one.tries[0].table == "risk"]

    assert "level" not in {each.name for each in danger.tries}


def vars_of(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in row.__slots__}
