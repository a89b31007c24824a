"""What identifies nobody goes without a route, but for no purpose that is none."""

from collections.abc import Callable
from typing import Any

import pytest

from built import item, matter, purpose
from dimmer import lawbook
from dimmer.core.advice import Action, Facts, Lawbook, Outcome, parse_facts
from dimmer.core.advice.advise import Conclusion, conclude
from dimmer.core.advice.read_off import conclude_at_once
from dimmer.core.law.rule import Effect

BOOK = lawbook.book()
READINGS = (conclude, conclude_at_once)


@pytest.mark.parametrize("reading", READINGS)
@pytest.mark.parametrize(
    ("changed", "stop"),
    [
        pytest.param({}, None, id="for a proper purpose"),
        pytest.param({"purpose": purpose("statistics")}, None, id="for what needs no names"),
        pytest.param({"purpose": purpose("curiosity")}, "curiosity", id="for nobody's work"),
        pytest.param(
            {"request": {"form": "plain", "reasons_given": False}},
            "unreasoned-request",
            id="for a reason that they have not given",
        ),
        pytest.param({"request": {"form": "plain"}}, None, id="for a reason nobody has asked for"),
    ],
)
def test_only_a_purpose_that_is_none_stops_what_identifies_nobody(
    reading: Callable[[Facts, Lawbook], Conclusion], changed: dict[str, Any], stop: str | None
) -> None:
    facts = parse_facts(matter(items=[item("statistics", identifying=False)], **changed))

    (row,) = reading(facts, BOOK).items

    assert row.action is (Action.WITHHOLD if stop else Action.SHARE)
    assert (row.rule.name if row.rule else None) == stop


@pytest.mark.parametrize("reading", READINGS)
def test_what_needs_no_names_stays_back_with_names_and_goes_without(
    reading: Callable[[Facts, Lawbook], Conclusion],
) -> None:
    told: dict[str, Any] = {"purpose": purpose("statistics"), "to": "statistics-body"}
    named, nameless = (
        reading(parse_facts(matter(items=[item("domestic-abuse", **kind)], **told)), BOOK)
        for kind in ({}, {"identifying": False})
    )

    assert [row.effect for row in named.items] == [Effect.ANONYMISES]
    assert [row.action for row in nameless.items] == [Action.SHARE]
    assert [row.personal for row in (*named.items, *nameless.items)] == [True, False]
    assert named.outcome is nameless.outcome is Outcome.ANONYMISED_ONLY
