"""Decided rounds opened by the machine, and which of them the law of another day or edition would advise otherwise.

Facts and advice are read for no person: what leaves here is ids, references, codes and days.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from dimmer.apps.agencies.queries import for_each_team
from dimmer.apps.decisions.models import Proposal, Round
from dimmer.apps.decisions.queries import place_of_round
from dimmer.apps.vault import queries as vault
from dimmer.apps.vault.models import Grant, Kind
from dimmer.apps.vault.queries import RecordKey
from dimmer.core.advice import BadFacts, Facts, Lawbook, parse_facts
from dimmer.core.advice.cell import ROUTE_GATES
from dimmer.core.advice.replay import (
    Change,
    Outline,
    Sign,
    between,
    outline_of,
    replay,
    replay_changed,
)
from dimmer.core.route import Step
from dimmer.web.built_once import Given, built_once, each

PORTION = 1_020
"""Rounds that are opened together: four sheets of the core's."""
UNREADABLE = "facts"
"""In the place of a part of the advice: this edition cannot read the facts of that time."""
_OPEN = [
    step.value
    for step in (
        Step.HELD, Step.TO_SHARE, Step.NOT_SHARED, Step.DISCLOSED, Step.RECEIVED, Step.RECALLED,
    )
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class RoundOpened:
    """A decided round as it was: what was asked, and what was advised, under which edition and day."""

    id: UUID
    reference: str
    key: RecordKey
    edition: str
    on: date
    facts: Mapping[str, Any]
    advice: Mapping[str, Any]

    def matter(self, on: date | None) -> Facts:
        """The facts as the core reads them, on another day than their own where one is given.

        Ages stay what they were: what is replayed is the law of the day.

        Raises:
            BadFacts: this edition knows other facts.
        """
        return parse_facts({**self.facts, "date": on or self.on})


@dataclass(frozen=True, slots=True)
class _Past:
    facts: Facts
    advice: Mapping[str, Any]

    @property
    def outline(self) -> Outline:
        return outline_of(self.facts, self.advice)

    def on(self, day: date) -> "_Past":
        return _Past(replace(self.facts, date=day), self.advice)


@dataclass(frozen=True, slots=True)
class Other:
    """A round that would be advised otherwise.

    Args:
        recipients: their kinds.
        parts: which parts of the advice differ.
        before: the outcome it had; `after` the one it would have, None where the facts cannot be read.
        begins: what would be advised, and was not; `ends` what was, and would not be.
        rests_on: the rows asked about that are among the routes it was advised on.
    """

    round: UUID
    reference: str
    recipients: tuple[str, ...]
    edition: str
    on: date
    parts: tuple[str, ...]
    before: str
    after: str | None
    begins: tuple[Sign, ...] = ()
    ends: tuple[Sign, ...] = ()
    rests_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Laws:
    """The law that is asked, and those that are at hand of the editions that advised.

    Args:
        kept: by the names of their editions.
        is_whole: whether everything is advised on again, whatever the change of law can touch.
    """

    asked: Lawbook
    kept: Mapping[str, Lawbook]
    is_whole: bool = False

    def before(self, edition: str, on: date | None) -> Lawbook | None:
        """The law with which to compare this one first; None where all is to be advised on again.

        The same law on the same day is never taken to advise as it did: to ask that is to ask whether it does.
        """
        is_same = on is None and edition == str(self.asked.edition)
        return None if self.is_whole or is_same else self.kept.get(edition)


def portions() -> list[tuple[UUID, list[UUID]]]:
    """Every round that has advice, by id, some at a time with the team that holds their concerns."""
    found: list[tuple[UUID, list[UUID]]] = []
    for team, ids in for_each_team(lambda team: _advised(team=team.pk)):
        found += [(team.pk, ids[at : at + PORTION]) for at in range(0, len(ids), PORTION)]
    return found


def _advised(*, team: UUID) -> list[UUID]:
    rows = Round.objects.filter(concern__team=team, sealed__isnull=False)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def without_advice() -> int:
    """How many rounds were decided in an emergency, without any advice."""
    rows = Round.objects.filter(decided_at__isnull=False, sealed=None)
    return sum(
        count for _, count in for_each_team(lambda team: rows.filter(concern__team=team).count())
    )


def rounds_opened(ids: Sequence[UUID], *, reader: UUID) -> list[RoundOpened]:
    """Those of the rounds that are the reader's own and have advice, opened."""
    return [_opened(row, reader=reader) for row in _sealed(ids=list(ids), reader=reader)]


@built_once
def _sealed(ids: Given, reader: Any) -> Any:
    grants = Grant.objects.filter(reader=reader, record=OuterRef("concern__record"))
    rows = Round.objects.filter(pk__in=each(ids), concern__team=reader, sealed__isnull=False)
    rows = rows.annotate(granted=Subquery(grants.values("sealed"))).exclude(granted=None)
    return rows.order_by("pk").values_list(
        "pk", "concern__reference", "concern__record", "granted", "edition", "applied_on", "sealed"
    )


def _opened(row: Sequence[Any], *, reader: UUID) -> RoundOpened:
    pk, reference, record, granted, edition, on, sealed = row
    key = vault.opened(record, granted, team=reader)
    whole = json.loads(key.unseal(sealed, place_of_round(pk)))
    return RoundOpened(pk, reference, key, edition, on, whole["facts"], whole["advice"])


def open_proposals(*, reader: UUID, before: date, but: str = "") -> dict[UUID, list[UUID]]:
    """The reader's proposals with advice of before that day, of which something is still to be done, by round.

    Looked at again and closed, they are not open; looked at again with another day, they are.

    Args:
        but: an edition; what was advised under it is left out.
    """
    found: dict[UUID, list[UUID]] = {}
    for row, proposal in _open_proposals(reader=reader, before=before, but=but):
        found.setdefault(row, []).append(proposal)
    return found


@built_once
def _open_proposals(reader: Any, before: Any, but: Any) -> QuerySet[Proposal, tuple[UUID, UUID]]:
    again = vault.things(kind=Kind.REVIEW, reader=reader)
    is_open = Q(step__in=_OPEN) | Q(step=Step.REVIEWED.value, pk__in=again)
    rows = Proposal.objects.filter(is_open, concern__team=reader, round__applied_on__lt=before)
    rows = rows.exclude(round__edition=but)
    return rows.order_by("round", "pk").values_list("round", "pk")


def against_stored(
    rounds: Sequence[RoundOpened], *, on: date | None, laws: Laws
) -> Iterator[Other]:
    """The rounds whose stored advice is another than this law's.

    Args:
        on: the day whose law is asked; None asks the law of each round's own day.
    """
    readable, unreadable = _readable(rounds, None)
    yield from unreadable
    for edition, rows in _by_edition(readable):
        under = laws.before(edition, on)
        stored = [_Past(matter, row.advice) for row, matter in rows]
        if under is not None:
            changes = replay_changed(stored, laws.asked, under=under, on=on)
        else:
            changes = replay([each.on(on or each.facts.date) for each in stored], laws.asked)
        for found in changes:
            yield _other(rows[found.at][0], found)


def between_days(
    rounds: Sequence[RoundOpened], *, first: date, last: date, laws: Laws
) -> Iterator[Other]:
    """The rounds that this law advises one way on one day and another way on another."""
    readable, unreadable = _readable(rounds, first)
    yield from unreadable
    for found in between([matter for _, matter in readable], last, laws.asked):
        yield _other(readable[found.at][0], found)


def touched(
    rounds: Sequence[RoundOpened], *, first: date, last: date, rows: Collection[str], laws: Laws
) -> Iterator[Other]:
    """The rounds that rows touch which begin or end between two days.

    Those that this law advises otherwise on the two days, and those that were advised on a route by such
    a row, though nothing else would be another.

    Args:
        rows: the ids of the rows.
    """
    others = {row.round: row for row in between_days(rounds, first=first, last=last, laws=laws)}
    for row in rounds:
        routes = row.advice["routes"]
        named = {one for route in routes for gate in ROUTE_GATES for one in route[gate.value]}
        rests_on = tuple(sorted(named.intersection(rows)))
        found = others.get(row.id)
        if found is None and rests_on:
            before = row.advice["outcome"]
            found = replace(_other(row, None), parts=(), after=before)
        if found is not None:
            yield replace(found, rests_on=rests_on)


def between_editions(rounds: Sequence[RoundOpened], *, on: date, laws: Laws) -> Iterator[Other]:
    """The rounds that this law advises otherwise on a day than the edition that they were advised under does.

    Where that edition is not at hand, what was advised is compared with this law on the day of then.
    """
    readable, unreadable = _readable(rounds, on)
    yield from unreadable
    for edition, rows in _by_edition(readable):
        under = laws.kept.get(edition)
        if under is None:
            yield from against_stored([row for row, _ in rows], on=None, laws=laws)
            continue
        for found in between([matter for _, matter in rows], on, laws.asked, under=under):
            yield _other(rows[found.at][0], found)


def _by_edition(
    readable: Sequence[tuple[RoundOpened, Facts]],
) -> Iterator[tuple[str, list[tuple[RoundOpened, Facts]]]]:
    found: dict[str, list[tuple[RoundOpened, Facts]]] = {}
    for row, matter in readable:
        found.setdefault(row.edition, []).append((row, matter))
    yield from found.items()


def _readable(
    rounds: Sequence[RoundOpened], on: date | None
) -> tuple[list[tuple[RoundOpened, Facts]], list[Other]]:
    readable, unreadable = [], []
    for row in rounds:
        try:
            readable.append((row, row.matter(on)))
        except BadFacts:
            unreadable.append(_other(row, None))
    return readable, unreadable


def _other(row: RoundOpened, found: Change | None) -> Other:
    kinds = tuple(dict.fromkeys(recipient["kind"] for recipient in row.facts["recipients"]))
    what = (row.id, row.reference, kinds, row.edition, row.on)
    if found is None:
        return Other(*what, (UNREADABLE,), row.advice["outcome"], None)
    return Other(*what, found.parts, found.before, found.after, found.begins, found.ends)
