"""Facts are read strictly, and every problem is named at once."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import pytest

from dimmer.core.advice import BadFacts, parse_facts

GOOD: Mapping[str, Any] = {
    "id": "x",
    "title": "A matter",
    "nation": "england",
    "date": date(2026, 11, 1),
    "holder": {"kind": "gp"},
    "recipients": [{"kind": "police"}],
    "purpose": {"kinds": ["prevent-crime"]},
    "risk": {"level": "high", "urgency": "routine"},
    "people": [{"id": "a", "role": "victim"}],
    "items": [{"about": ["a"], "categories": ["threat"]}],
}


def problems(**changed: Any) -> dict[str, tuple[str, tuple[str, ...]]]:
    with pytest.raises(BadFacts) as refused:
        parse_facts({**GOOD, **changed})
    return {problem.key: (problem.message, problem.allowed) for problem in refused.value.problems}


def test_what_may_be_left_out_is_then_unanswered() -> None:
    facts = parse_facts(GOOD)

    assert facts.people[0].capacity is None
    assert facts.request is None
    assert facts.recipients[0].name == "police"


def test_a_recipient_of_another_area_is_printed_so_and_a_person_as_who_they_are() -> None:
    of_another_area = [
        {"kind": "police", "area": "other"},
        {"kind": "person", "person": "a", "area": "other"},
    ]
    facts = parse_facts({**GOOD, "recipients": of_another_area})

    assert [recipient.name for recipient in facts.recipients] == ["police:other", "a"]


def test_the_same_person_twice_is_refused_whatever_the_area() -> None:
    twice = [{"kind": "person", "person": "a", "area": area} for area in ("same", "other")]

    assert "recipients[1]" in problems(recipients=twice)


def test_facts_cannot_be_changed() -> None:
    facts = parse_facts(GOOD)

    with pytest.raises(AttributeError):
        facts.nation = "wales"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("changed", "key"),
    [
        pytest.param({"nation": "cornwall"}, "nation", id="unknown code"),
        pytest.param({"nation": ["england"]}, "nation", id="a list where one code stands"),
        pytest.param({"date": "2026-11-01"}, "date", id="a date as text"),
        pytest.param({"date": datetime(2026, 11, 1)}, "date", id="a moment"),  # noqa: DTZ001
        pytest.param({"extra": 1}, "extra", id="unknown key"),
        pytest.param({"holder": {}}, "holder.kind", id="missing key"),
        pytest.param({"holder": {"kind": "person"}}, "holder.kind", id="a person cannot hold"),
        pytest.param({"holder": 3}, "holder", id="no table"),
        pytest.param({"risk": {"level": "high"}}, "risk.urgency", id="half a table"),
        pytest.param(
            {"risk": {**GOOD["risk"], "serious_crime": 1}}, "risk.serious_crime", id="1 for true"
        ),
        pytest.param({"items": []}, "items", id="nothing to share"),
        pytest.param({"items": [3]}, "items[0]", id="an item that is no table"),
        pytest.param(
            {"items": [{"about": [], "categories": ["threat"]}]}, "items[0].about", id="nobody"
        ),
        pytest.param(
            {"items": [{"about": ["b"], "categories": ["threat"]}]},
            "items[0].about[0]",
            id="somebody unknown",
        ),
        pytest.param(
            {"items": [{"about": ["a"], "categories": ["gossip"]}]},
            "items[0].categories[0]",
            id="unknown category",
        ),
        pytest.param(
            {"people": [{"id": "a", "role": "victim", "age": 131}]}, "people[0].age", id="too old"
        ),
        pytest.param(
            {"people": [{"id": "a", "role": "victim", "age": True}]},
            "people[0].age",
            id="true is no age",
        ),
        pytest.param(
            {"people": [{"id": "a", "role": "victim"}, {"id": "a", "role": "child"}]},
            "people[1].id",
            id="two of one id",
        ),
        pytest.param(
            {"people": [{"id": "a", "role": "victim", "consent_covers": ["the moon"]}]},
            "people[0].consent_covers[0]",
            id="consent to nothing known",
        ),
        pytest.param(
            {"recipients": [{"kind": "person"}]}, "recipients[0].person", id="a person unnamed"
        ),
        pytest.param(
            {"recipients": [{"kind": "police", "person": "a"}]},
            "recipients[0].person",
            id="an agency that is a person",
        ),
        pytest.param(
            {"recipients": [{"kind": "police"}, {"kind": "police"}]},
            "recipients[1]",
            id="one recipient twice",
        ),
    ],
)
def test_what_is_not_in_the_shape_is_refused_by_its_key(changed: dict[str, Any], key: str) -> None:
    assert key in problems(**changed)


def test_every_problem_is_named_at_once_with_what_is_allowed() -> None:
    found = problems(nation="cornwall", risk={"level": "huge", "urgency": "routine"}, extra=1)

    assert set(found) == {"nation", "risk.level", "extra"}
    assert "wales" in found["nation"][1]
    assert "imminent" in found["risk.level"][1]
