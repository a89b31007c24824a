"""The order of the ledger is that of being entered, whatever clocks say and however long an act takes."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from attack import witness
from attack.victim import disconnect
from dimmer.apps.ledger import actions
from dimmer.apps.ledger.models import Entry, Leaf
from dimmer.apps.receipts.actions import note_clock, sequence_ledger
from dimmer.apps.vault.queries import RecordKey
from dimmer.cli.service.ledger import verified
from dimmer.database import url
from dimmer.keyring.sealing import new_key
from stage import NOW, raised

_MORE = "insert into ledger_entry (id, kind, at, commitment) select gen_random_uuid(), 'bench.filled', %s, sha256('')"


def _enter(at: datetime) -> Any:
    key = RecordKey(uuid4(), new_key())
    with transaction.atomic():
        return actions.append(
            kind="concern.opened", at=at, facts={}, record=key.record, seal=key.seal
        )


def _order() -> list[Any]:
    return list(Leaf.objects.order_by("index").values_list("entry__id", flat=True))


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.one_of(st.none(), st.integers(-100_000, 100_000)), max_size=12))
def test_entries_stand_in_the_order_in_which_they_were_entered(
    database: str, acts: list[int | None]
) -> None:
    before = _order()
    made = []
    for each in acts:
        if each is None:
            actions.sequence()
        else:
            made.append(_enter(NOW + timedelta(seconds=each)))
    actions.sequence()

    assert _order() == [*before, *made]
    with transaction.atomic():
        assert verified()[0] == len(before) + len(made)


def test_an_act_that_commits_late_takes_a_later_place_and_none_is_left_out(database: str) -> None:
    with psycopg.connect(url.service(database=database)) as slow:
        slow.execute(_MORE, [NOW])
        first = _enter(NOW)
        assert actions.sequence() == 1
        slow.commit()
    second = _enter(NOW)

    assert actions.sequence() == 2
    late = Entry.objects.order_by("number").values_list("id", flat=True)[0]
    assert _order() == [first, late, second]


def test_an_act_that_took_very_long_is_found_when_all_are_gone_through(database: str) -> None:
    with psycopg.connect(url.service(database=database)) as slow:
        slow.execute(_MORE, [NOW])
        with connection.cursor() as cursor:
            cursor.execute(f"{_MORE} from generate_series(1, %s)", [NOW, actions.LOOK_BACK])
        assert actions.sequence() == actions.LOOK_BACK
        slow.commit()

    assert actions.sequence() == 0
    assert sequence_ledger(wholly=True) == 1
    with transaction.atomic():
        assert verified()[0] == actions.LOOK_BACK + 1


def test_an_act_that_was_rolled_back_leaves_a_number_and_no_gap(database: str) -> None:
    with psycopg.connect(url.service(database=database)) as given_up:
        given_up.execute(_MORE, [NOW])
        given_up.rollback()
    made = [_enter(NOW), _enter(NOW)]

    assert actions.sequence() == 2
    assert _order() == made
    assert list(Leaf.objects.order_by("index").values_list("index", flat=True)) == [0, 1]


def _noted(witness_of: Any) -> list[dict[str, Any]]:
    return [facts for kind, facts in witness.facts(witness_of) if kind == "clock.set-back"]


@pytest.fixture
def witness_of(database: str) -> Any:
    with psycopg.connect(url.superuser(database=database), autocommit=True) as made:
        yield made


def test_a_clock_that_is_set_back_is_noted_once_and_changes_no_order(
    area: SimpleNamespace, witness_of: Any
) -> None:
    raised(area.amina)
    actions.sequence()
    before, back = _order(), NOW - timedelta(days=3)
    disconnect()

    said = [note_clock(back), note_clock(back + timedelta(seconds=1))]
    (facts,) = _noted(witness_of)
    after = _enter(back + timedelta(seconds=2))
    said += [note_clock(back + timedelta(seconds=3)), note_clock(NOW + timedelta(hours=1))]
    actions.sequence()

    assert said == [True, False, False, False]
    noted = Entry.objects.get(kind="clock.set-back")
    assert noted.at == back
    assert _order() == [*before, noted.pk, after]
    assert datetime.fromisoformat(facts["to"]) == back
    assert datetime.fromisoformat(facts["from"]) == max(each.at for each in Entry.objects.all())


def test_a_clock_that_is_set_back_twice_is_noted_twice(area: SimpleNamespace) -> None:
    raised(area.amina)

    assert note_clock(NOW - timedelta(days=1))
    assert note_clock(NOW - timedelta(days=2))
    assert not note_clock(NOW - timedelta(days=2))


def test_two_machines_whose_clocks_differ_do_not_fill_the_ledger(area: SimpleNamespace) -> None:
    at = datetime(2026, 11, 24, 12, tzinfo=UTC)
    said = []
    for second in range(5):
        _enter(at + timedelta(minutes=10, seconds=second))
        said.append(note_clock(at + timedelta(seconds=second)))

    assert said == [True, False, False, False, False]


def test_a_clock_that_goes_as_it_should_is_not_noted(area: SimpleNamespace) -> None:
    raised(area.amina)
    latest = max(each.at for each in Entry.objects.all())

    assert not note_clock(latest)
    assert not note_clock(latest - timedelta(seconds=59))
