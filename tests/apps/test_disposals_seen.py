"""A question of who has looked is kept as long as a decision is, and goes by two people; leads alone find it."""

from types import SimpleNamespace
from typing import Any

import pytest

from apps.test_interests import declared
from attack.scenarios_of_disposals import LONG_AFTER, asked, disposed, held
from attack.scenarios_of_seen import asked as question_of
from attack.scenarios_of_seen import given
from dimmer.apps.agencies.models import Practitioner, Role
from dimmer.apps.disposals.jobs import find_due
from dimmer.apps.disposals.queries import What, due
from dimmer.apps.ledger.models import FactsDestroyed, SealedFacts
from dimmer.apps.seen import actions, queries
from dimmer.apps.vault.queries import NotEntitled
from keepings import stopped
from keyholding import opens
from stage import NOW, browser_of, reading

HER = {"name": "Zofia Nowak", "born": "1987-03-14", "postcode": ""}


@pytest.fixture
def manager(area: SimpleNamespace) -> Practitioner:
    """Rhys, who oversees in the lead's own team, and asks nobody who has looked."""
    Practitioner.objects.filter(pk=area.rhys.pk).update(role=Role.MANAGER, team=area.leila.team_id)
    found: Practitioner = Practitioner.objects.select_related("team__agency").get(pk=area.rhys.pk)
    return found


def _due(who: Any) -> list[str]:
    with reading(who):
        return [each.words for each in due(reader=who, now=LONG_AFTER)]


def test_a_lead_is_asked_after_six_years_whether_a_question_goes(
    area: SimpleNamespace, manager: Practitioner
) -> None:
    found = question_of(area)
    with reading(area.leila):
        actions.opened(found, by=area.leila, at=LONG_AFTER)  # reading it makes it no younger

    assert find_due(NOW) == 0
    find_due(LONG_AFTER)

    assert _due(area.leila) == ["A question of who has looked"]
    assert _due(manager) == []
    assert "A question of who has looked" not in _due(area.mona)
    find_due(LONG_AFTER)
    assert _due(area.leila) == ["A question of who has looked"]


def test_two_people_dispose_of_a_question_and_nobody_opens_it(
    area: SimpleNamespace, manager: Practitioner
) -> None:
    found = question_of(area, why="Ref 77, her solicitor rang")
    given(area, found)
    pk, record = found.row.pk, found.row.record
    lead = browser_of(area.leila)
    page = lead.get(f"/kept/of/{pk}").content.decode()
    assert f"/kept/of/{pk}" in lead.get(f"/seen/{pk}").content.decode()
    assert "times that the person was given an answer: 1" in page
    assert "solicitor" not in page
    assert stopped(pk, team=area.leila, what=What.SEEN) == []

    row = asked(area, pk, by=area.leila)
    told = browser_of(manager).get(f"/kept/{row.pk}").content.decode()
    assert found.reference in told
    assert "solicitor" not in told
    browser_of(manager).post(f"/kept/{row.pk}", {"is_agreed": "yes"})

    for address in (f"/seen/{pk}", f"/seen/{pk}/lists", f"/kept/of/{pk}"):
        assert lead.get(address).status_code == 404, address
    assert lead.get("/seen").status_code == 200
    assert found.reference in lead.get("/kept/").content.decode()
    with reading(area.leila):
        assert queries.questions(reader=area.leila) == []
        with pytest.raises(NotEntitled):
            opens(record, who=area.leila)
    assert not SealedFacts.objects.filter(record=record).exists()
    assert FactsDestroyed.objects.exists()


def test_a_question_about_somebody_else_stays(area: SimpleNamespace, manager: Practitioner) -> None:
    gone = question_of(area)
    question_of(area, why="Request 13")

    disposed(area, gone.row.pk, by=area.leila, second=manager)

    with reading(area.leila):
        left = queries.questions(reader=area.leila)
    assert [each.why for each in left] == ["Request 13"]


def test_nobody_else_learns_that_a_question_is_kept(
    area: SimpleNamespace, manager: Practitioner
) -> None:
    pk = question_of(area).row.pk
    for who in (manager, area.mona, area.amina, area.carys):
        for page in ("", "/keep", "/ask"):
            assert browser_of(who).get(f"/kept/of/{pk}{page}").status_code == 404


def test_a_lead_who_has_an_interest_in_them_is_not_asked_about_it(
    area: SimpleNamespace, manager: Practitioner
) -> None:
    Practitioner.objects.filter(pk=manager.pk).update(role=Role.CALDICOTT_GUARDIAN)
    manager.refresh_from_db()
    declared(manager, **HER)
    pk = question_of(area).row.pk
    find_due(LONG_AFTER)
    assert held(pk, by=area.leila).what == What.SEEN

    assert _due(area.leila) == ["A question of who has looked"]
    assert _due(manager) == []
    assert browser_of(manager).get(f"/kept/of/{pk}").status_code == 404
