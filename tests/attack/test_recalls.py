"""Whatever is shared, turned, put right, answered and taken back, in any order: what was recalled opens no more."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import count
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agreed import ANSWERS, EVERYTHING, PEOPLE, agreed_and_shared, taken_back
from attack import witness
from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.concerns.actions import NotNow
from dimmer.apps.concerns.queries import concern, typed_of
from dimmer.apps.decisions.queries import NotLess, less_of
from dimmer.apps.desk.queries.waiting import search
from dimmer.apps.disclosures.models import Amended, Disclosure
from dimmer.apps.disclosures.queries import NoSuchDisclosure, disclosure, disclosures, lit
from dimmer.apps.notices import actions, jobs, queries
from dimmer.apps.notices.models import Did
from dimmer.apps.vault.models import Grant
from dimmer.core.proportionality import Light
from recalls import recalled
from stage import NOW, raised, reading
from told import KEPT

HOURS = timedelta(hours=24)
ITEMS = tuple({"text": f"Piece {place} marked", "categories": ["identity"]} for place in range(2))
ACTS = st.lists(
    st.sampled_from(["share", "down", "correct", "withdraw", "recall", "stop", "keep", "tell"]),
    min_size=2,
    max_size=6,
)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=6, deadline=None
)
@given(before=ACTS, after=ACTS)
def test_after_a_recall_nobody_there_opens_any_piece_of_it(
    cast: SimpleNamespace, witness_of: Any, before: Sequence[str], after: Sequence[str]
) -> None:
    found = raised(cast.amina, people=PEOPLE, items=ITEMS)
    pk, clock = found.concern.pk, (NOW + timedelta(minutes=each) for each in count(1))
    agreed_and_shared(cast.amina, cast.carys.team, found=found, answers=ANSWERS)
    for act in before:
        _do(act, cast, pk, next(clock))
    with reading(cast.amina):
        gone = list(Disclosure.objects.filter(concern=pk, recipient=cast.carys.team))
    _do("recall", cast, pk, next(clock))
    for act in after:
        _do(act, cast, pk, next(clock))

    for who in (cast.carys, cast.max):
        _opens_nothing(who, gone)
    assert witness.faults(witness_of) == []


def _opens_nothing(who: Practitioner, gone: Sequence[Disclosure]) -> None:
    ids = {made.pk for made in gone}
    with reading(who):
        assert not Grant.objects.filter(record__in=[made.record for made in gone]).exists()
        assert ids.isdisjoint(row.id for row in disclosures(reader=who, most=200))
        assert ids.isdisjoint(row.pk for row in search(reader=who, agency=None).received)
        for made in gone:
            with suppress(NoSuchDisclosure):
                assert not disclosure(made.pk, reader=who)
            assert lit(made.pk, reader=who) is None
            for told in queries.notices_on(made.pk, reader=who):
                assert told.pack is None
                assert "marked" not in str((told.name, told.said, told.ring, told.plan))
        assert not Amended.objects.filter(disclosure__in=ids).exists() or not ids


def _do(act: str, cast: SimpleNamespace, pk: UUID, at: datetime) -> None:
    """What is not possible now is not done."""
    with suppress(NotNow, NotLess):
        _ACTS[act](cast, pk, at)


def _share(cast: SimpleNamespace, pk: UUID, at: datetime) -> None:
    with reading(cast.amina):
        found = concern(pk, reader=cast.amina)
    agreed_and_shared(cast.amina, cast.carys.team, found=found, at=at)


def _last(cast: SimpleNamespace, pk: UUID) -> Disclosure:
    with reading(cast.amina):
        return Disclosure.objects.filter(concern=pk).order_by("at", "pk").last()


def _down(cast: SimpleNamespace, pk: UUID, at: datetime) -> None:
    made = _last(cast, pk)
    with reading(cast.amina):
        if (had := lit(made.pk, reader=cast.amina)) is None:
            return
        less = less_of(
            had.concern, had.decision, light=Light.POINTER, items=[], because="So", by=cast.amina, at=at,
            review_on=had.decision.review_on,
        )  # fmt: skip
        actions.turn_down(
            had.concern, less, token=uuid4(), within=HOURS, check_within=HOURS, by=cast.amina, at=at
        )


def _correct(cast: SimpleNamespace, pk: UUID, at: datetime) -> None:
    with reading(cast.amina):
        found = concern(pk, reader=cast.amina)
        typed = {**typed_of(found.items[0]), "text": f"Piece put right, marked {at}"}
        actions.correct(
            found, token=uuid4(), item=found.items[0].id, typed=typed, because="So", within=HOURS,
            by=cast.amina, at=at,
        )  # fmt: skip


def _withdraw(cast: SimpleNamespace, pk: UUID, at: datetime) -> None:
    taken_back(cast.amina, _last(cast, pk), scope=EVERYTHING, at=at)


def _recall(cast: SimpleNamespace, pk: UUID, at: datetime) -> None:
    recalled(_last(cast, pk), cast.amina, at=at)


def _answer(cast: SimpleNamespace, did: Did, at: datetime) -> None:
    with reading(cast.carys):
        for row in queries.notices_waiting(reader=cast.carys)[:1]:
            found = queries.notice(row.pk, reader=cast.carys)
            said = Did.NEVER if found.is_amended else did
            actions.answer(found, did=said, words=KEPT, by=cast.carys, at=at)


_ACTS: dict[str, Any] = {
    "share": _share, "down": _down, "correct": _correct, "withdraw": _withdraw, "recall": _recall,
    "stop": lambda cast, _, at: _answer(cast, Did.STOPPED, at),
    "keep": lambda cast, _, at: _answer(cast, Did.KEPT, at),
    "tell": lambda _cast, _pk, at: jobs.deliver_notices(at),
}  # fmt: skip
