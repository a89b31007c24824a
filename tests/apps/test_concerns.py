from typing import Any
from uuid import uuid4

import pytest

from dimmer.apps.concerns import actions, queries
from dimmer.apps.ledger.models import Entry
from stage import NOW, raised, reading


def test_a_raised_concern_is_read_by_the_team_that_raised_it(area: Any) -> None:
    found = raised(area.amina, summary="Bruises on both arms")

    with reading(area.mona):
        again = queries.concern(found.concern.pk, reader=area.mona.team)

    assert again.summary == "Bruises on both arms"
    assert again.people[0].name == "Zofia Nowak"
    assert again.items[0].text == "She was cold and hungry on Monday"


def test_another_team_of_the_same_agency_cannot_open_it(area: Any) -> None:
    found = raised(area.amina)

    with reading(area.rhys), pytest.raises(queries.NoSuchConcern):
        queries.concern(found.concern.pk, reader=area.rhys.team)


def test_whoever_reads_as_another_team_opens_nothing_either(area: Any) -> None:
    found = raised(area.amina)

    with reading(area.rhys), pytest.raises(queries.NoSuchConcern):
        queries.concern(found.concern.pk, reader=area.amina.team)


def test_beginning_twice_with_one_token_begins_once(area: Any) -> None:
    token = uuid4()

    with reading(area.amina):
        first = actions.begin(token=token, by=area.amina, summary="Once", at=NOW)
        second = actions.begin(token=token, by=area.amina, summary="Twice", at=NOW)

    assert first.pk == second.pk
    assert Entry.objects.filter(kind="concern.begun").count() == 1
