"""An adult said no: the grounds of the guidance, its steps, and what somebody wrote about them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from dimmer import lawbook
from dimmer.apps.agencies.models import Agency
from dimmer.apps.concerns.queries import ItemRead
from dimmer.apps.decisions.models import Override, Proposal
from dimmer.apps.decisions.queries.decided import place_of
from dimmer.apps.decisions.queries.facts import Asked, printed, printed_row
from dimmer.core.advice import parse_facts
from dimmer.core.law.paths import covers, refused
from dimmer.core.law.view import View
from dimmer.core.told import Passing
from dimmer.web.built_once import built_once

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
    rows = _written(of=asked.round.pk)
    return {keys[row.person_id]: _read(row, asked) for row in rows if row.person_id in keys}


@built_once
def _written(of: Any) -> QuerySet[Override]:
    return Override.objects.filter(round=of).select_related("by").order_by("at", "pk")


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


def not_offered(
    asked: Asked, facts: Mapping[str, Any], proposal: Proposal, *, holder: Agency
) -> frozenset[UUID]:
    """Parts of somebody's own words that cannot go to a recipient: it would rest on a yes, and to them they gave none.

    Without a yes the law may let one go: where their no is written down as any other no is, and where nobody asked.
    """
    held = [(place, piece) for place, piece in enumerate(asked.pieces) if piece.is_held]
    if not held:
        return frozenset()
    view = View(parse_facts(facts))
    people = [each.id for each in view.facts.people]
    names = [printed_row(row) for row in facts["recipients"]]
    view.at_recipient(names.index(printed(proposal.recipient.agency, holder)))
    found = set()
    for place, piece in held:
        view.at_item(place)
        if rests_on_a_yes(view, piece, people.index(piece.own["who"])):
            found.add(piece.id)
    return frozenset(found)


def rests_on_a_yes(view: View, piece: ItemRead, who: int) -> bool:
    """Whether a part of somebody's own words that they hold back could go to the recipient on a yes of theirs alone.

    Args:
        view: at the recipient and the piece.
        who: whose words they are, from 0.
    """
    view.at_person(who)
    agrees, refuses = [], []
    for category in piece.categories:
        view.at_category(category)
        agrees.append(covers(view))
        refuses.append(refused(view))
    return True in agrees or (piece.own["passing"] == Passing.NO and True not in refuses)


def goes_despite(piece: ItemRead, words: Mapping[str, Any]) -> bool:
    """Whether a piece may go on going under a decision: nobody holds it back, or it was decided despite that."""
    return not piece.is_held or str(piece.id) in words.get("despite", ())


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
