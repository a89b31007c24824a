"""What rests on what somebody agreed to: found by advising again as if they had never agreed."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from enum import Enum
from typing import Any
from uuid import UUID

from dimmer import lawbook
from dimmer.apps.agencies.models import Team
from dimmer.apps.concerns.queries import ConcernRead, PersonRead
from dimmer.apps.consents.queries import RecordRead, names_of, records_of
from dimmer.apps.decisions.models import Proposal, Round
from dimmer.apps.decisions.queries.decided import place_of
from dimmer.apps.decisions.queries.facts import printed
from dimmer.core.advice import Action, advise_without_missing, parse_facts
from dimmer.core.consents import Scope, Standing, State, narrowest, standing
from dimmer.core.law.codes import CATEGORIES

_SHARED = frozenset({Action.SHARE, Action.REDACT})
_SCOPES = ("consent_covers", "consent_refuses")
_AGREED = frozenset({"given", "restricted"})
_NO = frozenset({State.WITHDRAWN, State.REFUSED, State.RESTRICTED, State.INVALID})


class Rests(Enum):
    """How what is shared with one recipient stands to what somebody agreed to."""

    NOT = "not"  # they had not agreed, or to something else
    ALSO = "also"  # they had, and it would be advised all the same without
    ALONE = "alone"  # without, it would be advised otherwise


def resting(found: ConcernRead, person: PersonRead, *, scope: Scope) -> Mapping[UUID, Rests]:
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


def is_taken_back(found: ConcernRead, proposal: Proposal, *, on: date) -> bool:
    """Whether what was decided for a recipient rests on a yes of anybody that counts no more on that day.

    They took it back, refused or limited it, were found not to decide it, or it has run out. What they said of other
    purposes and recipients is no matter of it.
    """
    facts, said = _facts_of(proposal.round, found), records_of(found)
    for person in found.people:
        if facts is None or not said[person.id] or not _has_agreed(facts, person):
            continue
        scope = Scope(categories=_gone(facts, person, said[person.id], proposal, on))
        whole = _Asked(facts, person.key) if scope.categories else _Asked()
        if whole.rests(proposal.recipient, found, scope) is Rests.ALONE:
            return True
    return False


def _gone(
    facts: Mapping[str, Any],
    person: PersonRead,
    said: Iterable[RecordRead],
    proposal: Proposal,
    on: date,
) -> frozenset[str]:
    """The kinds of information that somebody had agreed to for a recipient, and agrees to no more.

    Where nobody wrote down a yes, what was answered in the round was one: only a no takes it away.
    """
    (row,) = [each for each in facts["people"] if each["id"] == person.key]
    covers = {each for each in row.get("consent_covers", ()) if each in CATEGORIES}
    kinds = {
        kind
        for item in facts["items"]
        if person.key in item["about"]
        for kind in item["categories"]
    }
    decided_at = proposal.round.decided_at
    rows = list(said)
    then = [each.record for each in rows if decided_at and each.at <= decided_at]
    before, now = standing(then, facts["date"]), standing([each.record for each in rows], on)

    def of(stands: Standing, kind: str) -> State:
        names, purposes = names_of(proposal.recipient), facts["purpose"]["kinds"] or [None]
        return narrowest(stands.of(kind, names, why) for why in purposes)

    return frozenset(
        kind
        for kind in (kinds & covers if covers else kinds)
        if (state := of(now, kind)) in _NO
        or (state is State.NOT_SOUGHT and of(before, kind) is State.GIVEN)
    )


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
    facts = _facts_of(row, found)
    has_agreed = facts is not None and _has_agreed(facts, person)
    return _Asked(facts, person.key) if has_agreed else _Asked()


def _facts_of(row: Round, found: ConcernRead) -> dict[str, Any] | None:
    """What a round was decided on; None where nobody was asked, as in an emergency."""
    if row.sealed is None:
        return None
    facts: dict[str, Any] = json.loads(found.key.unseal(row.sealed, place_of(row)))["facts"]
    return {**facts, "date": date.fromisoformat(facts["date"])}


def _has_agreed(facts: Mapping[str, Any], person: PersonRead) -> bool:
    return any(
        each["id"] == person.key and each.get("consent") in _AGREED for each in facts["people"]
    )


def _taken_back(person: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in person.items() if name not in _SCOPES}
    return {**kept, "consent": "withdrawn"}


def _advised(facts: Mapping[str, Any]) -> set[tuple[str, int]]:
    """What is shared with whom: recipients by name, items by number."""
    advice = advise_without_missing(parse_facts(dict(facts)), lawbook.book())
    return {(row.recipient, row.item) for row in advice.items if row.action in _SHARED}
