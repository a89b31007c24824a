"""The flowchart of 2018: read strictly, and lit by the facts of a matter."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dimmer import lawbook
from dimmer.core.advice import parse_facts
from dimmer.core.law.answer import Answer
from dimmer.core.law.expression import Language
from dimmer.core.law.flowchart import Way, open_facts, ways
from dimmer.core.law.table import BadLawbook, Table
from dimmer.lawbook.flowchart import parse_flowchart

CHART = lawbook.flowchart()
QUESTIONS = lawbook.book().questions
NOTHING = Language(classes={}, terms={}, presumed={})
ZOFIA = {"id": "zofia", "role": "victim", "age": 34, "capacity": "has"}
CALM = {
    "level": "medium", "urgency": "routine", "marac_threshold": False, "child_significant_harm": False,
    "serious_crime": False, "others_at_risk": False, "life_in_danger": False,
}  # fmt: skip
HEAD = {
    "name": "chart", "title": "A chart", "edition": "1", "citation": "Somebody", "url": "https://example.org",
    "about": "everybody", "in_force": [{"from": date(2020, 1, 1)}],
}  # fmt: skip
FIRST = {"name": "first", "words": "Is it?", "needs": ["item.identifying"], "yes": "do", "no": "do"}
DO = {"name": "do", "words": "Do it."}


def lit(
    *,
    person: Mapping[str, Any] | None = None,
    item: Mapping[str, Any] | None = None,
    risk: Mapping[str, Any] = CALM,
    purposes: tuple[str, ...] = ("provide-service",),
    holder: str = "idva-charity",
) -> tuple[Way, ...]:
    """The ways of a small matter: a charity, Zofia's housing, and one recipient."""
    return ways(CHART.nodes, parse_facts(matter(person, item, risk, purposes, holder)))


def matter(
    person: Mapping[str, Any] | None,
    item: Mapping[str, Any] | None,
    risk: Mapping[str, Any],
    purposes: tuple[str, ...],
    holder: str,
) -> dict[str, Any]:
    return {
        "id": "m", "title": "m", "nation": "england", "date": date(2026, 3, 1),
        "holder": {"kind": holder}, "recipients": [{"kind": "housing-association"}],
        "purpose": {"kinds": list(purposes)}, "risk": dict(risk),
        "people": [{**ZOFIA, **(person or {})}],
        "items": [{"about": ["zofia"], "categories": ["housing"], **(item or {})}],
    }  # fmt: skip


def names(way: Way) -> list[str]:
    return [step.node.name for step in way.steps]


def test_with_consent_that_counts_the_way_leads_to_sharing() -> None:
    (way,) = lit(person={"consent": "given"})

    assert names(way) == [
        "purpose", "identifies", "confidential", "consent", "can-share", "how", "record",
    ]  # fmt: skip


def test_after_a_no_and_without_another_reason_the_way_leads_to_not_sharing() -> None:
    (way,) = lit(person={"consent": "refused"})

    assert names(way)[3:] == ["consent", "another-reason", "do-not-share", "record"]


def test_a_no_is_followed_by_another_reason_where_somebody_is_in_danger() -> None:
    risk = {**CALM, "level": "high", "others_at_risk": True}
    (way,) = lit(person={"consent": "refused"}, risk=risk, purposes=("protect-adult",))

    assert names(way)[3:] == ["consent", "another-reason", "can-share", "how", "record"]


def test_an_unanswered_question_stops_the_way_and_says_what_it_waits_for() -> None:
    facts = parse_facts(matter(None, None, CALM, ("provide-service",), "idva-charity"))
    (way,) = ways(CHART.nodes, facts)

    assert names(way)[-1] == "consent"
    assert way.open_step is way.steps[-1]
    assert open_facts(way, facts, QUESTIONS) == ("people.zofia.consent",)


def test_consent_is_not_waited_for_where_it_would_be_shared_anyway() -> None:
    risk = {**CALM, "level": "high", "life_in_danger": True, "others_at_risk": True}
    facts = matter(None, None, risk, ("protect-adult",), "police")
    facts["recipients"] = [{"kind": "la-adults"}]
    (way,) = ways(CHART.nodes, parse_facts(facts))

    assert [step.answer for step in way.steps if step.node.name == "consent"] == [Answer.NO]
    assert names(way)[-1] == "record"


def test_consent_given_under_pressure_does_not_count() -> None:
    (way,) = lit(person={"consent": "given", "coercion_suspected": True})

    assert names(way)[3:] == ["consent", "another-reason", "do-not-share", "record"]


@pytest.mark.parametrize("purpose", ["curiosity", "immigration-enforcement", "other"])
def test_a_purpose_that_is_none_ends_it_at_the_first_box(purpose: str) -> None:
    (way,) = lit(person={"consent": "given"}, purposes=(purpose,))

    assert names(way) == ["purpose", "do-not-share", "record"]


@pytest.mark.parametrize(
    ("item", "boxes"),
    [({"identifying": False}, 2), ({"confidential": False}, 3)],
    ids=["identifies nobody", "not confidential"],
)
def test_what_is_not_personal_or_not_confidential_asks_no_further(
    item: dict[str, Any], boxes: int
) -> None:
    (way,) = lit(item=item)

    assert names(way)[boxes] == "can-share"


def test_what_is_presumed_is_marked_and_what_was_said_is_not() -> None:
    (presumed,) = lit(person={"consent": "given"})
    (said,) = lit(person={"consent": "given"}, item={"identifying": True, "confidential": True})

    assert [step.node.name for step in presumed.steps if step.is_presumed] == [
        "identifies",
        "confidential",
    ]
    assert not [step for step in said.steps if step.is_presumed]


def test_two_people_may_take_two_ways() -> None:
    facts = matter({"consent": "given"}, None, CALM, ("provide-service",), "idva-charity")
    facts["people"].append({"id": "sister", "role": "victim", "age": 30, "consent": "refused"})
    facts["items"][0]["about"] = ["zofia", "sister"]
    found = ways(CHART.nodes, parse_facts(facts))

    assert [(names(way)[-2], [place.person for place in way.places]) for way in found] == [
        ("how", [0]),
        ("do-not-share", [1]),
    ]


@given(
    consent=st.sampled_from([None, "given", "refused", "not-sought"]),
    level=st.sampled_from(["unknown", "medium", "high"]),
    others=st.sampled_from([None, True, False]),
    identifying=st.sampled_from([None, True, False]),
    purpose=st.sampled_from(["protect-adult", "provide-service", "other", "research"]),
)
def test_every_way_begins_at_the_first_box_follows_arrows_and_ends_or_stops(
    consent: str | None,
    level: str,
    others: bool | None,
    identifying: bool | None,
    purpose: str,
) -> None:
    given_facts = {"consent": consent} if consent else {}
    item = {} if identifying is None else {"identifying": identifying}
    risk = {"level": level, "urgency": "routine"} | (
        {} if others is None else {"others_at_risk": others}
    )
    for way in lit(person=given_facts, item=item, risk=risk, purposes=(purpose,)):
        assert way.steps[0].node is next(iter(CHART.nodes.values()))
        for step, after in zip(way.steps, way.steps[1:], strict=False):
            assert after.node.name in step.node.targets
        assert way.open_step or not way.steps[-1].node.targets
        assert way.places


def test_the_chart_says_whose_it_is_and_for_how_long_it_held() -> None:
    assert CHART.overlay.status == "guidance"
    assert CHART.overlay.holds_on(date(2020, 1, 1))
    assert not CHART.overlay.holds_on(date(2026, 1, 1))
    assert len([node for node in CHART.nodes.values() if node.asks]) == 5


def read(*nodes: Mapping[str, Any], **head: Any) -> Any:
    file = {"chart": {**HEAD, **head}, "node": list(nodes)}
    return parse_flowchart(Table("flowchart.toml", file), NOTHING)


def test_a_chart_with_all_it_needs_is_read() -> None:
    assert list(read(FIRST, DO).nodes) == ["first", "do"]


@pytest.mark.parametrize(
    "nodes",
    [
        pytest.param((), id="no box"),
        pytest.param((FIRST,), id="an arrow to nowhere"),
        pytest.param((DO, FIRST), id="a box that nothing leads to"),
        pytest.param((FIRST, DO, DO), id="two boxes of one name"),
        pytest.param((FIRST, {**DO, "then": "first"}), id="an arrow that leads back"),
        pytest.param(({**FIRST, "yes": "first"}, DO), id="an arrow to itself"),
        pytest.param(({**FIRST, "needs": ["item.colour"]}, DO), id="an unknown fact"),
        pytest.param(({**FIRST, "needs": ["a-term-nobody-wrote"]}, DO), id="an unknown term"),
        pytest.param(({**FIRST, "colour": "red"}, DO), id="an unknown field"),
        pytest.param(({**FIRST, "no": ""}, DO), id="a question with one answer"),
    ],
)
def test_a_chart_that_says_what_it_may_not_is_refused(nodes: tuple[Any, ...]) -> None:
    with pytest.raises(BadLawbook, match=r"flowchart\.toml"):
        read(*nodes)


@pytest.mark.parametrize(
    "head", [{"nations": ["cornwall"]}, {"about": "cats"}, {"used": "bath"}, {"colour": "red"}]
)
def test_a_chart_whose_head_says_what_it_may_not_is_refused(head: dict[str, Any]) -> None:
    with pytest.raises(BadLawbook, match=r"flowchart\.toml"):
        read(FIRST, DO, **head)
