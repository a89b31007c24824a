"""The table of ceilings as it is read: every column is heeded, and a slip is refused with its place."""

from datetime import date
from typing import Any

import pytest

from dimmer.core.law import codes
from dimmer.core.law.rule import Confidence
from dimmer.core.law.table import BadLawbook, Table
from dimmer.core.proportionality import Danger, Light
from dimmer.core.proportionality.parse import parse_ceilings

OTHERS = [one for one in codes.CATEGORIES if one not in ("hiv", "threat")]
CLASSES = {
    "others": frozenset(OTHERS),
    "councils": frozenset({"la-children", "la-adults"}),
    "dangers": frozenset({"threat"}),
    "crime": frozenset({"prevent-crime"}),
    "those-harmed": frozenset({"victim"}),
}
NEEDS = [
    {"categories": ["hiv"], "light": "full"},
    {"categories": ["threat", "@others"], "light": "headline"},
]
CEILING = {
    "categories": ["@dangers"],
    "recipients": ["police", "@councils"],
    "purposes": ["@crime"],
    "dangers": ["high", "emergency"],
    "roles": ["@those-harmed"],
    "light": "detail",
    "source": "a source",
}
FILE = {
    "source": "somebody",
    "dated": date(2026, 1, 1),
    "need": NEEDS,
    "ceiling": [CEILING],
}


def parsed(**changed: Any) -> Any:
    return parse_ceilings(Table("light.toml", {**FILE, **changed}), CLASSES)


def test_a_category_needs_the_light_that_is_said() -> None:
    ceilings = parsed()

    assert ceilings.need(["hiv"]) is Light.FULL
    assert ceilings.need(["threat"]) is Light.HEADLINE
    assert ceilings.needs.keys() == set(codes.CATEGORIES)


def test_the_table_says_whose_reading_it_is_of_which_day_and_who_has_checked_it() -> None:
    standing = parsed(confidence="medium", checked="a solicitor, 3 March 2027").standing

    assert standing.source == "somebody"
    assert standing.dated == date(2026, 1, 1)
    assert standing.confidence is Confidence.MEDIUM
    assert standing.checked == "a solicitor, 3 March 2027"


def test_an_earlier_edition_that_says_nothing_of_it_is_sure_of_little_and_unchecked() -> None:
    standing = parsed().standing

    assert standing.confidence is Confidence.LOW
    assert standing.checked == "not yet checked by a lawyer"


def test_every_column_of_a_ceiling_is_heeded() -> None:
    (row,) = parsed().rows

    assert row.categories == {"threat"}
    assert row.recipients == {"police", "la-children", "la-adults"}
    assert row.purposes == {"prevent-crime"}
    assert row.dangers == {Danger.HIGH, Danger.EMERGENCY}
    assert row.roles == {"victim"}
    assert (row.light, row.source) == (Light.DETAIL, "a source")


@pytest.mark.parametrize(
    ("asked", "light"),
    [
        ({}, Light.DETAIL),
        ({"recipient": "la-adults"}, Light.DETAIL),
        ({"recipient": "gp"}, Light.DARK),
        ({"category": "hiv"}, Light.DARK),
        ({"purposes": ("audit",)}, Light.DARK),
        ({"purposes": ("audit", "prevent-crime")}, Light.DETAIL),
        ({"danger": Danger.USUAL}, Light.DARK),
        ({"role": "child"}, Light.DARK),
    ],
)
def test_a_ceiling_covers_what_it_names_and_no_more(asked: dict[str, Any], light: Light) -> None:
    usual = {
        "category": "threat", "recipient": "police", "purposes": ("prevent-crime",),
        "danger": Danger.HIGH, "role": "victim",
    }  # fmt: skip

    assert parsed().ceiling(**{**usual, **asked}) is light


def test_a_ceiling_that_names_nothing_is_for_all() -> None:
    bare = {"categories": ["threat"], "recipients": ["gp"], "light": "pointer", "source": "x"}
    ceilings = parsed(ceiling=[bare, {**bare, "light": "detail", "roles": ["child"]}])

    for role, light in (("victim", Light.POINTER), ("child", Light.DETAIL)):
        found = ceilings.ceiling(
            "threat", recipient="gp", purposes=("audit",), danger=Danger.USUAL, role=role
        )
        assert found is light


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"need": NEEDS[:1]}, "nothing says what light adoption agency-involvement attendance"),
        (
            {"need": [*NEEDS, {"categories": ["hiv"], "light": "full"}]},
            "light.toml: need[2]: hiv needs two lights, or none",
        ),
        (
            {"need": [{"categories": ["hiv"], "light": "dark"}, NEEDS[1]]},
            "light.toml: need[0]: hiv needs two lights, or none",
        ),
        ({"need": [{**NEEDS[0], "light": "dazzling"}]}, "need[0]: dazzling is no light"),
        ({"need": [{**NEEDS[0], "colour": "red"}]}, "need[0]: colour: no such key"),
        (
            {"need": [{**NEEDS[0], "categories": ["zebra", "apple"]}]},
            "need[0]: apple zebra cannot stand in categories",
        ),
        (
            {"ceiling": [{**CEILING, "dangers": ["zany", "high", "absurd"]}]},
            "light.toml: ceiling[0]: absurd zany is no danger",
        ),
        (
            {"ceiling": [{**CEILING, "recipients": ["@nobody"]}]},
            "light.toml: ceiling[0]: there is no class @nobody",
        ),
        (
            {"ceiling": [{**CEILING, "recipients": ["hiv"]}]},
            "ceiling[0]: hiv cannot stand in recipients",
        ),
        ({"ceiling": [{**CEILING, "purposes": ["x"]}]}, "x cannot stand in purposes"),
        ({"ceiling": [{**CEILING, "roles": ["x"]}]}, "x cannot stand in roles"),
        ({"ceiling": [{**CEILING, "categories": ["x"]}]}, "x cannot stand in categories"),
        ({"ceiling": [{**CEILING, "colour": "red"}]}, "ceiling[0]: colour: no such key"),
        ({"source": ""}, "light.toml: source is no text"),
        ({"confidence": "sure"}, "light.toml: confidence is 'sure', not one of high medium low"),
        ({"dated": "today"}, "light.toml: dated is no date"),
        ({"colour": "red"}, "light.toml: colour: no such key"),
    ],
)
def test_a_slip_is_refused_with_its_place(changed: dict[str, Any], says: str) -> None:
    with pytest.raises(BadLawbook) as problem:
        parsed(**changed)

    assert says in str(problem.value)
