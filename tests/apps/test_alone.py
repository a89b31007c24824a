"""Where one oversees a team alone, or nobody does: accounts end, leavers come back, and glass is looked at."""

from types import SimpleNamespace

import pytest
from click.testing import CliRunner
from django.utils import timezone

from apps.test_accounts_confirmed import JOAN, confirmed, invited
from apps.test_left_to_somebody import HIM, declared
from apps.test_need_to_know import circle, named, sees
from apps.test_seen_for_a_time import broken, looked
from dimmer.apps.agencies.models import Practitioner, Role
from dimmer.apps.allocations import actions
from dimmer.apps.allocations.models import BrokenGlass
from dimmer.apps.concerns.actions import NotNow
from dimmer.apps.interests.queries import interests, matches_waiting
from dimmer.apps.ledger.models import Entry
from dimmer.cli.service.partnership import partnership
from stage import browser_of, raised, reading


def test_a_lead_ends_the_account_of_whoever_oversees_a_team_alone(area: SimpleNamespace) -> None:
    lead = browser_of(area.leila)
    assert f"/team/left/{area.mona.pk}" in lead.get("/team/").content.decode()

    lead.post(f"/team/left/{area.mona.pk}", {"sure": "yes"})

    area.mona.refresh_from_db()
    assert area.mona.left_at
    assert not Practitioner.objects.get(pk=area.mona.pk).user.is_active


def test_a_lead_ends_nobody_of_another_agency_and_no_worker_of_another_team(
    area: SimpleNamespace,
) -> None:
    for who in (area.max, area.amina, area.hana):
        page = browser_of(area.leila).post(f"/team/left/{who.pk}", {"sure": "yes"})
        assert page.status_code == 404
        with pytest.raises(NotNow):
            actions.end_account(who, by=area.leila, at=timezone.now())


def test_the_operator_ends_the_account_of_a_sole_manager(area: SimpleNamespace) -> None:
    def end() -> tuple[int, str]:
        done = CliRunner().invoke(partnership, ["end", "ines@example.org"])
        return done.exit_code, done.output

    assert end() == (0, "Ended.\n")
    assert Practitioner.objects.get(pk=area.ines.pk).left_at
    assert end()[0] == 2


def test_whoever_comes_back_is_who_they_were(area: SimpleNamespace) -> None:
    aside, hers = raised(area.amina), raised(area.nina)
    named(aside, area.nina, by=area.amina)
    with reading(area.nina):
        mine = circle(aside, area.nina)
        actions.step_aside(mine, by=area.nina, because="My cousin", at=timezone.now())
    actions.end_account(area.nina, by=area.mona, at=timezone.now())

    back = invited(area.mona, email="nina@example.org", name="Nina Roe")

    assert (back.pk, back.name, back.role) == (area.nina.pk, "Nina Roe", Role.MANAGER)
    assert not sees(back, hers)  # until somebody else has confirmed it
    confirmed(back, by=area.leila)
    assert (sees(back, hers), sees(back, aside)) == (True, False)
    assert Entry.objects.filter(kind="account.returned").count() == 1


def test_what_they_worked_on_before_is_not_theirs_again(area: SimpleNamespace) -> None:
    hers = raised(area.nina)
    actions.end_account(area.nina, by=area.mona, at=timezone.now())

    back = actions.invite(
        team=area.mona.team, email="nina@example.org", name="Nina", title="N",
        role=Role.PRACTITIONER, by=None, at=timezone.now(),
    )  # fmt: skip

    assert back.pk == area.nina.pk
    assert not sees(back, hers)
    assert sees(back, raised(back))


def test_who_left_another_team_is_not_taken_over(area: SimpleNamespace) -> None:
    actions.end_account(area.nina, by=area.mona, at=timezone.now())

    page = browser_of(area.max).post("/team/add", {**JOAN, "email": "nina@example.org"})

    assert "already" in page.content.decode()


def test_where_nobody_oversees_whoever_works_on_it_looks_at_broken_glass(
    area: SimpleNamespace,
) -> None:
    found = raised(area.pat)
    pip, pru = (
        actions.join(
            team=area.pat.team, email=f"{name}@example.org", password=None, name=name, title="P",
            role=Role.PRACTITIONER,
        )
        for name in ("pip", "pru")
    )  # fmt: skip

    broken(pip, found.concern.reference)

    row = BrokenGlass.objects.get(concern=found.concern.pk)
    assert looked(pip, row).status_code == 200
    assert "Somebody broke the glass" in browser_of(area.pat).get("/").content.decode()
    assert browser_of(pip).get(f"/team/glass/{row.pk}").status_code == 404
    assert browser_of(pru).get(f"/team/glass/{row.pk}").status_code == 404
    browser_of(area.pat).post(f"/team/glass/{row.pk}", {"was_right": "yes"})
    row.refresh_from_db()
    assert row.looked_by_id == area.pat.pk


def test_where_somebody_oversees_the_worker_does_not_look(area: SimpleNamespace) -> None:
    found = raised(area.amina)

    broken(area.nina, found.concern.reference)

    row = BrokenGlass.objects.get(concern=found.concern.pk)
    assert browser_of(area.amina).get(f"/team/glass/{row.pk}").status_code == 404


def test_what_a_lead_who_is_alone_looks_for_is_told_to_another_who_oversees(
    area: SimpleNamespace,
) -> None:
    declared(area.leila)

    browser_of(area.leila).post("/people", {"name": HIM["name"], "number": "", "postcode": ""})

    with reading(area.mona):
        (row,) = matches_waiting(reader=area.mona)
        (said,) = interests(reader=area.mona)
    assert (row.who_id, row.what, said.row.who_id) == (area.leila.pk, "search", area.leila.pk)
    page = browser_of(area.mona).get(f"/interests/matches/{row.pk}").content.decode()
    assert "They looked for somebody in whom they have an interest" in page
    with reading(area.leila):
        assert matches_waiting(reader=area.leila) == []
