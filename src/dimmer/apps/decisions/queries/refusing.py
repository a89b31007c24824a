"""An adult said no: the grounds of the guidance, its steps, and what somebody wrote about them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dimmer import lawbook
from dimmer.apps.decisions.models import Override
from dimmer.apps.decisions.queries.decided import place_of
from dimmer.apps.decisions.queries.facts import Asked

GROUNDS, STEPS = "havering-grounds", "havering-steps"
ADULT = 18  # years


@dataclass(frozen=True, slots=True)
class OverrideRead:
    """What was written last about one person's no.

    Args:
        grounds: by the number of the ground in the guidance, what shows that it is there.
        steps: the numbers of the steps of the talk that were done.
        unsaid: why the others were not.
        teller: who tells them, and when.
        said: what was said, and what they answered.
    """

    grounds: Mapping[str, str]
    steps: tuple[str, ...] = ()
    unsaid: str = ""
    teller: str = ""
    said: str = ""
    by: str = ""
    at: datetime | None = None

    @property
    def is_talked(self) -> bool:
        """Whether the talk was written down."""
        return bool(self.teller)


def guidance_points(name: str) -> Mapping[str, str]:
    """The points of one piece of guidance by number, in the lawbook's words."""
    return {str(point.number): point.words for point in lawbook.overlay(name).points}


def grounds_of(asked: Asked) -> Mapping[str, OverrideRead]:
    """What was written last in this round about the no of each person, by their key in the facts."""
    keys = {person.id: person.key for person in asked.concern.people}
    rows = Override.objects.filter(round=asked.round).select_related("by").order_by("at", "pk")
    return {keys[row.person_id]: _read(row, asked) for row in rows if row.person_id in keys}


def _read(row: Override, asked: Asked) -> OverrideRead:
    said = json.loads(asked.concern.key.unseal(row.sealed, place_of(row)))
    return OverrideRead(**{**said, "steps": tuple(said["steps"])}, by=row.by.name, at=row.at)


def grounds_in_words(grounds: Mapping[str, OverrideRead]) -> dict[str, Any]:
    """By person, what a decision rests on where it goes against their no: in words, as they stood then."""
    names, steps = guidance_points(GROUNDS), guidance_points(STEPS)
    return {
        key: {
            "grounds": [f"{names[number]} {words}" for number, words in row.grounds.items()],
            "steps": [steps[number] for number in row.steps],
            "unsaid": row.unsaid,
            "teller": row.teller,
            "said": row.said,
        }
        for key, row in grounds.items()
        if row.grounds
    }


def owed_something(facts: Mapping[str, Any]) -> set[str]:
    """The ids of those who refused or withdrew and are no children: they are owed duties if nothing is shared."""
    return {
        person["id"]
        for person in facts["people"]
        if person.get("consent") in ("refused", "withdrawn")
        and person["role"] in ("victim", "adult-at-risk")
    }


def refusing_adults(facts: Mapping[str, Any]) -> set[str]:
    """Of these, the ids of adults: sharing against their no needs a ground."""
    young = {person["id"] for person in facts["people"] if person.get("age", ADULT) < ADULT}
    return owed_something(facts) - young


def said_no(facts: Mapping[str, Any]) -> list[str]:
    """The ids of those who refused, or took their agreement back in whole or in part."""
    return [
        person["id"]
        for person in facts["people"]
        if person.get("consent") in ("refused", "withdrawn", "restricted")
    ]
