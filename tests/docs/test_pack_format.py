"""The page on the pack's format: its example is what the code would freeze, and what it says of flags is so."""

import json
import re
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import rfc8785

from dimmer.apps.disclosures.queries.flags import TERMS, flags_of, of_any_version

PAGE = Path(__file__).parents[2].joinpath("docs/reference/pack-format.md").read_text("utf-8")
ON = date(2026, 11, 24)


def _block(name: str) -> str:
    found = re.search(rf"^```text {name}\n(.*?)\n```$", PAGE, re.DOTALL | re.MULTILINE)
    assert found, name
    return found.group(1)


def _example() -> dict[str, Any]:
    whole: dict[str, Any] = json.loads(_block("pack"))
    return whole


def _codes(heading: str) -> list[str]:
    section = PAGE.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    return re.findall(r"^\| `([^`]+)` \|", section, re.MULTILINE)


def test_the_example_is_canonical_json_with_that_digest() -> None:
    whole = _block("pack").replace("\n", "").encode()

    assert rfc8785.dumps(_example()) == whole
    assert sha256(whole).hexdigest() == _block("pack-sha256")


def test_a_reader_written_from_the_page_finds_its_way_through_the_example() -> None:
    pack = _example()
    fields = _codes("Fields")

    assert {*pack} <= {*fields}
    assert {key for item in pack["items"] for key in item["about"]} <= {
        each["key"] for each in pack["people"]
    }
    for row in pack["under"]:
        rules = [
            rule
            for gate in ("basis", "condition", "power", "confidentiality")
            for rule in row[gate]
        ]
        assert {*rules} <= {*pack["citations"]}


def test_the_flags_of_the_example_are_those_that_the_code_finds() -> None:
    assert flags_of(_example(), on=ON) == _example()["flags"]


def test_the_page_names_all_terms_in_their_order() -> None:
    assert _codes("Terms") == list(TERMS) == _example()["terms"]


_ITEM = {"about": ["person-1"], "nature": "fact", "observed": "", "categories": ["health"]}
_PERSON = {"key": "person-1", "role": "victim"}
_AGAINST = {"who": "person-1", "statement": "No", "by": "", "at": ""}
_FLAGGED: dict[str, dict[str, Any]] = {
    "disputed": {"items": [{**_ITEM, "disputed": [_AGAINST]}]},
    "emergency": {"emergency": True},
    "historical": {"items": [{**_ITEM, "observed": "2024-11-23"}]},
    "honour": {"honour": True},
    "limited": {"people": [{**_PERSON, "limits": True}]},
    "not-a-fact": {"items": [{**_ITEM, "nature": "allegation"}]},
    "not-told": {"told": "not"},
    "not-told-yet": {"told": "will"},
    "own-words": {"items": [{**_ITEM, "nature": "unmarked", "own": {"passing": "yes"}}]},
    "refused": {"people": [{**_PERSON, "said_no": True}]},
    "whereabouts": {"items": [{**_ITEM, "categories": ["location"]}]},
}


@pytest.mark.parametrize("code", _codes("Flags"))
def test_each_flag_of_the_page_is_raised_by_what_it_says_and_by_nothing_else(code: str) -> None:
    plain = {
        "version": 1,
        "emergency": False,
        "told": "",
        "to": {},
        "people": [_PERSON],
        "items": [_ITEM],
    }

    assert flags_of(plain, on=ON) == []
    assert flags_of(plain | _FLAGGED[code], on=ON) == [code]
    assert of_any_version(plain | _FLAGGED[code], on=ON)["flags"] == [code]


def test_the_page_names_every_flag() -> None:
    assert _codes("Flags") == sorted(_FLAGGED)
