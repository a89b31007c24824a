"""What rests on what somebody agreed to: found by advising again as if they had never agreed."""

import json
from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Any
from uuid import UUID

from dimmer import lawbook
from dimmer.apps.agencies.models import Team
from dimmer.apps.concerns.queries import ConcernRead, PersonRead
from dimmer.apps.consents.queries import names_of, records_of
from dimmer.apps.decisions.models import Proposal, Round
from dimmer.apps.decisions.queries.decided import place_of
from dimmer.apps.decisions.queries.facts import pieces_of, printed
from dimmer.core.advice import Action, advise_without_missing, parse_facts
from dimmer.core.consents import Scope, State, standing

EVERYTHING = Scope()
"""All that somebody agreed to."""
_SHARED = frozenset({Action.SHARE, Action.REDACT})
_AGREED = frozenset({"given", "restricted"})
_GONE = frozenset({State.WITHDRAWN, State.REFUSED})


class Rests(Enum):
    """How what is shared with one recipient stands to what somebody agreed to."""

    NOT = "not"  # they had not agreed, or to something else
    ALSO = "also"  # they had, and it would be advised all the same without
    ALONE = "alone"  # without, it would be advised otherwise


def resting(
    found: ConcernRead, person: PersonRead, *, scope: Scope = EVERYTHING
) -> Mapping[UUID, Rests]:
    """For each proposal of a concern, how it stands to what somebody had agreed to when it was decided.

    An emergency asked nobody. Where what was asked then can no longer be read by the law of today, it rests on
    it alone: then a person looks.

    Args:
        scope: what they take back.
    """
    rows = Proposal.objects.filter(concern=found.concern).select_related(
        "round", "recipient__agency"
    )
    whole: dict[UUID, _Asked] = {}
    rests = {}
    for row in rows:
        if row.round_id not in whole:
            whole[row.round_id] = _asked(row.round, found, person)
        rests[row.pk] = whole[row.round_id].rests(row.recipient, found, scope)
    return rests


def is_taken_back(found: ConcernRead, proposal: Proposal) -> bool:
    """Whether what was decided for a recipient rests on what somebody has taken back or refused since."""
    names, said = names_of(proposal.recipient), records_of(found)
    for person in found.people:
        records = said.get(person.id)
        if not records:
            continue
        stands = standing([each.record for each in records], date.max)
        about = {
            kind
            for each in pieces_of(found)
            if person.key in each.about
            for kind in each.categories
        }
        gone = frozenset(kind for kind in about if stands.of(kind, names) in _GONE)
        rests = resting(found, person, scope=Scope(categories=gone)) if gone else {}
        if rests.get(proposal.pk) is Rests.ALONE:
            return True
    return False


class _Asked:
    """What a round asked of somebody who had agreed, and what was and would be advised; empty where they had not."""

    def __init__(self, facts: Mapping[str, Any] | None = None, person: str = "") -> None:
        self.items: list[tuple[int, list[str]]] = []
        self.before: set[tuple[str, int]] = set()
        self.after: set[tuple[str, int]] = set()
        self.is_readable = True
        if facts is None:
            return
        self.items = [
            (number, item["categories"])
            for number, item in enumerate(facts["items"], start=1)
            if person in item["about"]
        ]
        without = [_taken_back(row) if row["id"] == person else row for row in facts["people"]]
        try:
            self.before = _advised(facts)
            self.after = _advised({**facts, "people": without})
        except ValueError:
            self.is_readable = False

    def rests(self, to: Team, found: ConcernRead, scope: Scope) -> Rests:
        names = names_of(to)
        touched = [
            number
            for number, kinds in self.items
            if any(scope.touches(kind, names, None) for kind in kinds)
        ]
        if not touched:
            return Rests.NOT
        name = printed(to.agency, found.concern.team.agency)
        gone = {(name, number) for number in touched} & (self.before - self.after)
        return Rests.ALONE if gone or not self.is_readable else Rests.ALSO


def _asked(row: Round, found: ConcernRead, person: PersonRead) -> _Asked:
    if row.sealed is None:
        return _Asked()
    facts = json.loads(found.key.unseal(row.sealed, place_of(row)))["facts"]
    facts["date"] = date.fromisoformat(facts["date"])
    agreed = any(
        each["id"] == person.key and each.get("consent") in _AGREED for each in facts["people"]
    )
    return _Asked(facts, person.key) if agreed else _Asked()


def _taken_back(person: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in person.items() if name != "consent_covers"}
    return {**kept, "consent": "withdrawn"}


def _advised(facts: Mapping[str, Any]) -> set[tuple[str, int]]:
    """What is shared with whom: recipients by name, items by number."""
    advice = advise_without_missing(parse_facts(dict(facts)), lawbook.book())
    return {(row.recipient, row.item) for row in advice.items if row.action in _SHARED}
