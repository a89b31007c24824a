"""What was asked through Dimmer is disposed of on each side with what it goes with, and stops that while it waits."""

from types import SimpleNamespace
from typing import Any

import pytest

from asked import nothing, read_by, taken
from askings import ask, opened
from attack.scenarios_of_disposals import disposed
from dimmer.apps.disclosures.queries import NoSuchAsking
from dimmer.apps.disposals.queries import What, held
from dimmer.apps.requests import actions, queries
from dimmer.apps.requests.models import Request
from dimmer.apps.vault.queries import can_open
from keepings import closed, stopped
from shares import acknowledged
from stage import NOW, raised, reading

WAITS = "Somebody asked for information, and was not answered"
ASKED = "Another team was asked for something on it, and has not answered: wait, or take it back"


def shared(area: SimpleNamespace) -> Any:
    """What Amina's team shared with Carys's, at which both have looked again."""
    return closed(area, acknowledged(area.amina, area.carys))


def test_while_it_waits_neither_side_disposes_of_what_it_hangs_on(area: SimpleNamespace) -> None:
    made = shared(area)
    row = ask(made, by=area.amina)
    assert WAITS in stopped(made.pk, team=area.max, what=What.RECEIVED)
    assert ASKED in stopped(made.concern_id, team=area.mona)

    nothing(row.pk, by=area.carys)

    assert WAITS not in stopped(made.pk, team=area.max, what=What.RECEIVED)
    assert ASKED not in stopped(made.concern_id, team=area.mona)


def test_the_askers_copy_goes_with_its_concern_and_the_other_stays(area: SimpleNamespace) -> None:
    made = shared(area)
    row = ask(made, by=area.amina)
    nothing(row.pk, by=area.carys, kept="Her sister told us")

    disposed(area, made.concern_id)

    with pytest.raises(NoSuchAsking):
        opened(row.pk, area.amina)
    with reading(area.amina):
        assert queries.askings_waiting(reader=area.amina) == []
    assert read_by(row.pk, area.carys).kept == "Her sister told us"


def test_with_the_pack_goes_what_was_asked_on_it_and_is_about_no_concern(
    area: SimpleNamespace,
) -> None:
    made = shared(area)
    loose, about = ask(made, by=area.amina), ask(made, by=area.amina)
    taken(about.pk, raised(area.carys), by=area.carys)
    for row in (loose, about):
        nothing(row.pk, by=area.carys, kept="Her sister told us")
    with reading(area.max):  # it is no thing of its own
        assert held(loose.pk, reader=area.max) is None
        own = Request.objects.get(pk=loose.pk).own

    disposed(area, made.pk, by=area.max, second=area.carys)

    with pytest.raises(queries.NoSuchRequest):
        read_by(loose.pk, area.carys)
    with reading(area.carys):
        assert not can_open(own, team=area.carys.team_id)
        assert [row.pk for row in queries.requests(reader=area.carys)] == [about.pk]
    assert read_by(about.pk, area.carys).said["words"]
    assert opened(loose.pk, area.amina).row.answered_at


def test_who_returned_the_pack_asks_for_more_as_of_anybody_else(area: SimpleNamespace) -> None:
    made = shared(area)
    row = ask(made, by=area.amina)
    taken(row.pk, raised(area.carys), by=area.carys)

    disposed(area, made.pk, by=area.max, second=area.carys)

    with reading(area.carys):
        found = queries.request(row.pk, reader=area.carys)
        actions.ask_more(found, asked=["needed"], by=area.carys, at=NOW)
        assert queries.said_since(found) is None
    assert not opened(row.pk, area.amina).read.asks_more
    nothing(row.pk, by=area.carys)
    assert opened(row.pk, area.amina).row.answered_at
