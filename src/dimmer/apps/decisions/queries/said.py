"""What people said, by the records of it, as the facts of a round have it: the narrower wins."""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import chain, product
from typing import Any

from dimmer.apps.concerns.queries import ConcernRead, ItemRead
from dimmer.apps.consents.queries import names_of, standings
from dimmer.apps.decisions.models import Proposal
from dimmer.core.consents import Kind, Standing, State, narrowest

_COUNTS = frozenset({Kind.AGREEMENT, Kind.REFUSAL, Kind.RESTRICTION, Kind.WITHDRAWAL})
"""Kinds that say something about consent; the others are kept apart and change no fact about it."""
_OWN = {
    "restricted": State.RESTRICTED, "refused": State.REFUSED, "withdrawn": State.WITHDRAWN, "invalid": State.INVALID,
}  # fmt: skip


_NO = frozenset({State.RESTRICTED, State.REFUSED, State.WITHDRAWN})
"""What is a no to one thing, whatever is said of others."""
_NAME = ["identity"]
"""What is always shared of somebody of whom no piece is: that they are in it."""


def put_what_was_said(
    facts: dict[str, Any],
    *,
    concern: ConcernRead,
    pieces: Iterable[ItemRead],
    proposals: Iterable[Proposal],
    on: date,
) -> None:
    """Put into the facts what the records say of each person; a no that was answered in the round stays a no.

    Where nothing about consent was recorded of somebody, what was answered in the round stays as it is.
    """
    stands = standings(concern, on=on)
    if not stands:
        return
    by_kind: dict[str, list[frozenset[str]]] = {}
    for row in proposals:
        by_kind.setdefault(row.recipient.agency.kind, []).append(names_of(row.recipient))
    rows = {row["id"]: row for row in facts["people"]}
    for person in concern.people:
        standing = stands.get(person.id)
        if standing is None:
            continue
        row = rows[person.key]
        if any(
            each.said.kind is Kind.CAPACITY and each.said.how.is_coercion_suspected
            for each in standing.records
        ):
            row.setdefault("coercion_suspected", True)
        if any(each.said.kind in _COUNTS for each in standing.records):
            whose = {person.key, *_answered_for(person.key, rows)}
            kinds = sorted(
                {kind for item in pieces if whose & set(item.about) for kind in item.categories}
            )
            _put(row, _cells(standing, kinds or _NAME, by_kind, facts["purpose"]["kinds"]))


def _answered_for(key: str, rows: Mapping[str, Mapping[str, Any]]) -> set[str]:
    """For whom somebody's yes or no may count besides: children for whom they hold parental responsibility."""
    return {
        child for child, row in rows.items() if key in (row.get("parental_responsibility") or ())
    }


def _cells(
    standing: Standing,
    categories: Iterable[str],
    by_kind: Mapping[str, Iterable[frozenset[str]]],
    purposes: Iterable[str],
) -> dict[tuple[str, str], State]:
    """For each kind of information and of recipient, how it stands for all of them and every purpose."""
    whys: list[str | None] = [*purposes] or [None]
    return {
        (what, kind): narrowest(
            standing.of(what, names, why) for names, why in product(by_kind[kind], whys)
        )
        for what, kind in product(categories, by_kind)
    }


def _put(row: dict[str, Any], cells: Mapping[tuple[str, str], State]) -> None:
    found, covers, refuses = _as_fact(cells)
    own = _OWN.get(row.get("consent", ""))
    if own is not None and narrowest([own, found]) is own:
        if own is State.RESTRICTED and (found is own or covers is not None):
            row["consent_covers"] = []  # two limits, and nobody has said what is within both
        return
    row["consent"] = found.value
    for name, scope in (("consent_covers", covers), ("consent_refuses", refuses)):
        row.pop(name, None)
        if scope is not None:
            row[name] = scope


def _as_fact(
    cells: Mapping[tuple[str, str], State],
) -> tuple[State, list[str] | None, list[str] | None]:
    """One state for somebody, what their agreement covers and what their no is to; None is all of it.

    The facts can say a set of kinds of information for a set of recipients: of all such sets of what was agreed
    to, the largest is taken, so that nothing is covered that was not; of those that hold every no, the smallest,
    so that nothing is passed over.
    """
    given = {cell for cell, state in cells.items() if state is State.GIVEN}
    refuses = _refused({cell for cell, state in cells.items() if state in _NO}, cells)
    worst = narrowest(cells.values())
    if not given:
        nothing: list[str] | None = [] if worst is State.RESTRICTED else None
        return worst, nothing, refuses if worst in _NO else None
    if worst is State.GIVEN:
        return worst, None, None
    whats: dict[str, frozenset[str]] = {}
    for _, kind in given:
        whats[kind] = frozenset(what for what, other in given if other == kind)
    sets = [
        (some, [kind for kind, mine in whats.items() if some <= mine]) for some in whats.values()
    ]
    what, whom = max(sets, key=lambda each: (len(each[0]) * len(each[1]), sorted(each[0]), each[1]))
    is_limited = any(state not in (State.GIVEN, State.NOT_SOUGHT) for state in cells.values())
    state = State.RESTRICTED if is_limited else State.GIVEN
    return state, sorted({*what, *whom}), refuses if is_limited else None


def _refused(no: set[tuple[str, str]], cells: Iterable[tuple[str, str]]) -> list[str] | None:
    """The kinds of information and of recipients of a no: none where there is no no, None where it is to everything."""
    if not no:
        return []
    sides = [
        (frozenset(cell[side] for cell in no), frozenset(cell[side] for cell in cells))
        for side in (0, 1)
    ]
    return sorted(chain.from_iterable(own for own, every in sides if own != every)) or None
