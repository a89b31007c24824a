"""Consent is closed where it would be shared anyway, and only there: over every case of the lawbook."""

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import dimmer.lawbook
from dimmer import lawbook
from dimmer.core.advice import advise_without_missing, parse_facts
from dimmer.core.advice.anyway import shared_anyway

OURS = Path(dimmer.lawbook.__file__).parent / "cases"


def matters() -> Iterator[Any]:
    for path in sorted(OURS.glob("*.toml")):
        if ".expected" not in path.name:
            yield pytest.param(tomllib.loads(path.read_text(encoding="utf-8")), id=path.stem)


@pytest.mark.parametrize("matter", list(matters()))
def test_whoever_is_told_and_not_asked_is_in_an_open_route_that_consent_does_not_carry(
    matter: dict[str, Any],
) -> None:
    facts = parse_facts(matter)
    advice = advise_without_missing(facts, lawbook.book())

    found = shared_anyway(advice, facts, lawbook.book())

    for person, recipient in found:
        routes = [
            row for row in advice.routes if (row.person, row.recipient) == (person, recipient)
        ]
        assert any(set(route.basis) != {"A6a"} for route in routes)


def test_a_no_that_would_be_the_end_of_it_closes_nothing() -> None:
    matter = {
        "id": "m", "title": "m", "nation": "england", "date": date(2026, 3, 1),
        "holder": {"kind": "idva-charity"}, "recipients": [{"kind": "housing-association"}],
        "purpose": {"kinds": ["provide-service"]}, "risk": {"level": "medium", "urgency": "routine"},
        "people": [{"id": "zofia", "role": "victim", "age": 34, "capacity": "has", "consent": "given"}],
        "items": [{"about": ["zofia"], "categories": ["housing"]}],
    }  # fmt: skip
    facts = parse_facts(matter)
    advice = advise_without_missing(facts, lawbook.book())

    found = shared_anyway(advice, facts, lawbook.book())

    assert advice.routes
    assert not found
