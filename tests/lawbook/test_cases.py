"""Every case: what law and published matters say the advice must be.

A case passes when its outcome is accepted, every layer has an accepted id open, nothing forbidden
is open, every item row is met and three quarters of the duties are there; and never where the
advice hedges or invents.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import dimmer.lawbook
from dimmer import lawbook
from dimmer.core.advice import advise_without_missing, parse_facts

OURS = Path(dimmer.lawbook.__file__).parent / "cases"
SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "cases"
LAYERS = ("basis", "condition", "confidentiality", "power")
ONE_ROW = {"G-CA04-11": "G-CA04-10", "G-CARE7": "G-CARE6", "W-130": "W-128"}
ENOUGH_DUTIES = 0.75

Case = tuple[dict[str, Any], dict[str, Any]]


def cases() -> Iterator[Any]:
    for folder in (OURS, SHARED):
        for path in sorted(folder.glob("*.expected.toml")):
            name = path.name.removesuffix(".expected.toml")
            facts = tomllib.loads(path.with_name(f"{name}.toml").read_text(encoding="utf-8"))
            expected = tomllib.loads(path.read_text(encoding="utf-8"))
            yield pytest.param((facts, expected), id=f"{name}: {facts['title']}")


def several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def advised(case: Case) -> dict[str, Any]:
    return advise_without_missing(parse_facts(case[0]), lawbook.book()).as_dict()


@pytest.mark.parametrize("case", list(cases()))
def test_the_outcome_is_one_that_law_and_guidance_support(case: Case) -> None:
    advice, expected = advised(case), case[1]

    assert advice["outcome"] in {expected["outcome"], *expected["also_ok"]}


@pytest.mark.parametrize("case", list(cases()))
def test_the_routes_that_must_be_open_are_and_those_that_may_not_be_are_not(case: Case) -> None:
    advice, expected = advised(case), case[1]

    opened = {
        layer: {ONE_ROW.get(one, one) for row in advice["routes"] for one in row[layer]}
        for layer in LAYERS
    }
    for layer in LAYERS:
        wanted = {ONE_ROW.get(one, one) for one in expected[layer]}
        assert not wanted or wanted & opened[layer], layer
    for entry in expected["forbidden"]:
        one = entry if isinstance(entry, str) else entry["id"]
        rows = [
            row
            for row in advice["routes"]
            if isinstance(entry, str) or row["person"] == entry["person"]
        ]
        assert not any(one in row[layer] for row in rows for layer in LAYERS), one


@pytest.mark.parametrize("case", list(cases()))
def test_each_item_is_shared_or_held_back_as_it_must_be(case: Case) -> None:
    advice, expected = advised(case), case[1]

    printed = {(row["item"], row["recipient"]): row["action"] for row in advice["items"]}
    for row in expected.get("items", []):
        assert printed[row["item"], row["recipient"]] in several(row["action"]), row


@pytest.mark.parametrize("case", list(cases()))
def test_the_duties_that_follow_are_there_and_not_many_more(case: Case) -> None:
    advice, (facts, expected) = advised(case), case

    wanted = expected["duties"]
    found = [
        one
        for one in wanted
        if any(
            row["code"] in several(one["code"])
            and one.get("person", row.get("person")) == row.get("person")
            and one.get("category") in {None, *row.get("category", [])}
            for row in advice["duties"]
        )
    ]
    assert len(found) >= ENOUGH_DUTIES * len(wanted), [one for one in wanted if one not in found]
    assert len(advice["duties"]) <= 3 * len(wanted) + 6 + 2 * len(facts["people"])


@pytest.mark.parametrize("case", list(cases()))
def test_the_duties_do_not_turn_on_the_order_in_which_things_are_named(case: Case) -> None:
    facts = parse_facts(case[0])
    turned = replace(facts, recipients=facts.recipients[::-1], items=facts.items[::-1])

    one, other = (
        {(duty.code, duty.person, duty.recipient) for duty in advice.duties}
        for advice in (advise_without_missing(each, lawbook.book()) for each in (facts, turned))
    )

    assert one == other


def test_there_are_enough_cases_of_our_own() -> None:
    assert len(list(OURS.glob("*.expected.toml"))) >= 25
