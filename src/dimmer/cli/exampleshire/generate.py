"""Load synthetic concerns in bulk, sealed and on the ledger as if each had been written by hand.

How it differs from the rooms' actions: the rows and entries are the same, but they are collected and
written together (`desk.actions.Batch`); nobody waits, so nothing is locked and nothing is looked up
again; advice is given once for equal facts, and what is missing is not searched for. Nothing is
decided against advice. A portion is one transaction: interrupted, the next run goes on from there.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from dimmer.apps.agencies.queries import for_each_team
from dimmer.apps.concerns.models import Concern, Origin, Step
from dimmer.apps.concerns.queries import ConcernRead, ItemRead, PersonRead
from dimmer.apps.decisions.models import Proposal, Round
from dimmer.apps.decisions.queries import Asked, facts_of, pieces_of
from dimmer.apps.desk.actions import Batch, write_concern
from dimmer.cli.exampleshire import read, sharing
from dimmer.cli.exampleshire.invent import Invented, invent, token_of
from dimmer.cli.exampleshire.settle import Cast

_PORTION = 200
_WITHOUT_ROUND = frozenset({"draft", "open"})


class Generator:
    """Writes synthetic concerns for one cast, remembering the advice on equal facts."""

    def __init__(self, *, cast: Cast, clock: read.Clock) -> None:
        self._cast = cast
        self._clock = clock
        self._advice: dict[str, sharing.Advised] = {}

    def load(self, many: int, *, done: Callable[[int], None]) -> int:
        """Load the first `many` that are missing; return how many were. `done` hears of progress."""
        loaded = 0
        for start in range(0, many, _PORTION):
            numbers = range(start, min(start + _PORTION, many))
            tokens = {token_of(number): number for number in numbers}
            here = _here(tokens)
            with transaction.atomic():
                missing = [number for token, number in tokens.items() if token not in here]
                batch = Batch()
                for number in missing:
                    self._write(batch, invent(number, clock=self._clock))
                batch.write()
            loaded += len(missing)
            done(len(numbers))
        return loaded

    def _write(self, batch: Batch, made: Invented) -> None:
        team = self._cast.teams[made.holder]
        by = self._cast.worker(team)
        step = Step.DRAFT if made.ends == "draft" else Step.OPEN
        row, key, people, items = write_concern(
            batch, made.written, by=by, at=made.begun_at, origin=Origin.RAISED, step=step
        )
        if made.ends in _WITHOUT_ROUND:
            return
        written = made.written
        found = ConcernRead(
            row,
            key,
            written.summary,
            written.answers,
            tuple(
                PersonRead(person.pk, person.key, about)
                for person, about in zip(people, written.people, strict=True)
            ),
            tuple(
                ItemRead(
                    id=item.pk,
                    place=item.place,
                    text=typed["text"],
                    about=tuple(typed["about"]),
                    categories=tuple(typed["categories"]),
                    nature=typed["nature"],
                    source=typed["source"],
                    observed=typed["observed"],
                )
                for item, typed in zip(items, written.items, strict=True)
            ),
        )
        at = made.begun_at + timedelta(minutes=30)
        asked = Round(id=uuid5(written.token, "round"), concern=row, by=by, begun_at=at)
        proposals = tuple(
            Proposal(round=asked, concern=row, recipient=self._cast.teams[key], moved_at=at)
            for key in made.to
        )
        whole = Asked(asked, found, proposals, pieces_of(found))
        batch.add(asked, *proposals)
        sharing.propose(batch, whole, by=by, at=at)
        if made.ends == "proposed":
            return
        facts = facts_of(whole, holder=by.team.agency, on=at.date())
        way = sharing.Way(batch, whole, by, self._advise(facts))
        at += timedelta(minutes=15)
        sharing.go_on(way, cast=self._cast, ends=made.ends, at=at)

    def _advise(self, facts: Mapping[str, Any]) -> sharing.Advised:
        name = json.dumps(facts, sort_keys=True, default=str)
        if name not in self._advice:
            self._advice[name] = sharing.advise_on(facts)
        return self._advice[name]


def _here(tokens: Iterable[UUID]) -> set[UUID]:
    """Those of the concerns that are there, whichever team has them."""
    rows = Concern.objects.filter(pk__in=list(tokens)).values_list("pk", flat=True)
    return {pk for _, found in for_each_team(lambda _: list(rows.all())) for pk in found}
