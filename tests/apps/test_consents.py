"""What somebody said about sharing: recorded version by version, and how it stands."""

from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest

from attack.scenarios_of_consents import NO, TODAY, WELL, YES
from dimmer.apps.concerns.actions import NobodyThere, NoReason
from dimmer.apps.consents import actions, queries
from dimmer.apps.consents.models import ConsentRecord
from dimmer.apps.ledger.models import Entry
from dimmer.core.consents import Kind, Said, State
from stage import NOW, raised, reading


def test_a_record_is_a_version_sealed_with_the_concern(area: SimpleNamespace) -> None:
    found = raised(area.amina)
    person = found.people[0].id

    with reading(area.amina):
        first = actions.record(found, person=person, said=YES, by=area.amina, at=NOW)
        second = actions.record(found, person=person, said=NO, by=area.amina, at=NOW)
        stands = queries.standings(found, on=TODAY)[person]
        read = queries.records_of(found)[person]

    assert [first.number, second.number] == [1, 2]
    assert first.kind == "agreement"
    assert b"school" not in bytes(first.sealed)
    assert [each.said for each in read] == [YES, NO]
    assert stands.of("health", "school") is State.REFUSED
    assert Entry.objects.filter(kind="consent.recorded").count() == 2


def test_sent_twice_it_is_recorded_once(area: SimpleNamespace) -> None:
    found, token = raised(area.amina), uuid4()
    person = found.people[0].id

    with reading(area.amina):
        for _ in range(2):
            actions.record(found, person=person, said=YES, by=area.amina, at=NOW, token=token)

        assert ConsentRecord.objects.count() == 1
    assert Entry.objects.filter(kind="consent.recorded").count() == 1


def test_nobody_else_is_spoken_for_and_nothing_of_others_is_replaced(area: SimpleNamespace) -> None:
    found = raised(area.amina)

    with reading(area.amina):
        with pytest.raises(NobodyThere):
            actions.record(found, person=uuid4(), said=YES, by=area.amina, at=NOW)
        strange = Said(Kind.AGREEMENT, TODAY, replaces=frozenset([uuid4()]))
        with pytest.raises(NobodyThere):
            actions.record(found, person=found.people[0].id, said=strange, by=area.amina, at=NOW)


def test_what_is_resolved_has_a_reason(area: SimpleNamespace) -> None:
    found = raised(area.amina)

    with reading(area.amina), pytest.raises(NoReason):
        actions.record(
            found, person=found.people[0].id, said=YES, by=area.amina, at=NOW, is_resolution=True
        )


def test_to_another_team_nothing_is_there(area: SimpleNamespace) -> None:
    found = raised(area.amina)
    person = found.people[0].id
    with reading(area.amina):
        actions.record(found, person=person, said=YES, by=area.amina, at=NOW)

    with reading(area.rhys):
        assert not ConsentRecord.objects.exists()


def test_nobody_changes_what_was_recorded(area: SimpleNamespace) -> None:
    found = raised(area.amina)

    with reading(area.amina):
        made = actions.record(found, person=found.people[0].id, said=NO, by=area.amina, at=NOW)
    with reading(area.amina):
        assert ConsentRecord.objects.filter(pk=made.pk).update(kind="agreement") == 0
        assert ConsentRecord.objects.get(pk=made.pk).kind == "refusal"


def test_what_ends_is_to_be_asked_again_two_weeks_before(area: SimpleNamespace) -> None:
    found = raised(area.amina)
    person = found.people[0].id
    soon = Said(Kind.AGREEMENT, TODAY, YES.scope, TODAY + timedelta(7), how=WELL)

    with reading(area.amina):
        made = actions.record(found, person=person, said=soon, by=area.amina, at=NOW)
        assert queries.ending(reader=area.amina, on=TODAY - timedelta(8)) == []
        assert [each.pk for each in queries.ending(reader=area.amina, on=TODAY)] == [made.pk]
        again = Said(Kind.AGREEMENT, TODAY, YES.scope, replaces=frozenset([made.pk]), how=WELL)
        actions.record(found, person=person, said=again, by=area.amina, at=NOW)
        assert queries.ending(reader=area.amina, on=TODAY) == []
