"""An account that one colleague makes or renews is nobody's until somebody else has confirmed whose it is."""

import re
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from allauth.socialaccount.models import SocialAccount
from django.utils import timezone

from apps.test_joining import chosen, link_on
from apps.test_need_to_know import circle, named, sees
from attack import deeds
from dimmer.apps.agencies.models import Practitioner, Role
from dimmer.apps.allocations import actions, queries
from dimmer.apps.concerns.actions import NotNow
from dimmer.apps.interests.queries import senior_route
from dimmer.apps.ledger.models import Entry
from dimmer.apps.vault.models import Shown
from shares import shared
from stage import browser_of, raised, reading

JOAN = {"name": "Joan Smith", "title": "Deputy", "email": "joan@example.org", "role": "manager"}


def invited(by: Practitioner, **other: str) -> Practitioner:
    """Somebody whom a colleague added, and whoever holds the link chose a password."""
    typed = {**JOAN, **other}
    page = browser_of(by).post("/team/add", typed)
    assert chosen(link_on(page)).status_code == 302
    return Practitioner.objects.select_related("team__agency", "user").get(
        user__email=typed["email"]
    )


def confirmed(who: Practitioner, *, by: Practitioner, is_known: str = "yes") -> Any:
    """Somebody reads of an account, and says whose it is."""
    return said(who, by=by, as_read=read(who, by=by), is_known=is_known)


def read(who: Practitioner, *, by: Practitioner) -> str:
    """What the page that asks whose an account is sends along; nothing where there is no such page."""
    page = browser_of(by).get(f"/team/new/{who.pk}").content.decode()
    found = re.search(r'name="as_read" value="(\w+)"', page)
    return found[1] if found else ""


def said(who: Practitioner, *, by: Practitioner, **typed: str) -> Any:
    return browser_of(by).post(f"/team/new/{who.pk}", {"is_known": "yes", **typed})


def test_until_somebody_else_confirms_it_an_account_sees_nothing(area: SimpleNamespace) -> None:
    found, made = raised(area.amina), shared(area.carys, area.amina)
    joan = invited(area.mona)
    browser = browser_of(joan)

    assert not sees(joan, found)
    with reading(joan):
        assert not Shown.objects.exists()
    for page in (f"/concerns/{found.concern.pk}", f"/disclosures/{made.pk}", "/team/", "/inbox"):
        assert browser.get(page).status_code == 404
    assert "Somebody else has to confirm" in browser.get("/").content.decode()
    later = raised(area.amina)
    assert not sees(joan, later)

    confirmed(joan, by=area.leila)

    assert sees(joan, found)
    assert sees(joan, later)
    assert browser_of(joan).get("/team/").status_code == 200
    assert Entry.objects.filter(kind="account.confirmed").count() == 1


def test_neither_who_made_it_nor_itself_nor_another_teams_manager_confirms_it(
    area: SimpleNamespace,
) -> None:
    joan = invited(area.mona)

    for who in (area.mona, joan, area.amina, area.max, area.gwen):
        page = confirmed(joan, by=who)
        assert page.status_code == 404
        with pytest.raises(NotNow):
            actions.vouch(joan, by=who, as_read=queries.state_of(joan), at=timezone.now())
    joan.refresh_from_db()
    assert joan.waits_since


def test_those_who_confirm_find_it_on_their_desks(area: SimpleNamespace) -> None:
    joan = invited(area.mona)

    for who, finds in ((area.leila, True), (area.mona, False), (area.max, False)):
        for page in ("/", "/team/"):
            assert (f"/team/new/{joan.pk}" in browser_of(who).get(page).content.decode()) is finds
    page = browser_of(area.leila).get(f"/team/new/{joan.pk}").content.decode()
    assert "Mona made or renewed this account" in page
    assert "Not confirmed yet" in browser_of(area.mona).get("/team/").content.decode()


def test_nobody_confirms_what_could_still_be_begun_by_whoever_has_the_link(
    area: SimpleNamespace,
) -> None:
    page = browser_of(area.mona).post("/team/add", JOAN)
    joan = Practitioner.objects.get(user__email=JOAN["email"])

    refused = confirmed(joan, by=area.leila)

    assert "have not chosen a password yet" in refused.content.decode()
    chosen(link_on(page))
    done = confirmed(joan, by=area.leila)
    assert done.status_code == 302


def test_an_account_of_nobody_is_ended(area: SimpleNamespace) -> None:
    joan = invited(area.mona)

    confirmed(joan, by=area.leila, is_known="no")

    joan.refresh_from_db()
    assert joan.left_at
    assert not Practitioner.objects.get(pk=joan.pk).user.is_active
    with pytest.raises(NotNow):
        actions.vouch(joan, by=area.leila, at=timezone.now())


def test_whoever_renews_a_colleagues_account_does_not_become_them(area: SimpleNamespace) -> None:
    found = raised(area.amina)
    page = browser_of(area.mona).post(f"/team/renew/{area.amina.pk}", {"sure": "yes"})
    assert chosen(link_on(page)).status_code == 302
    amina = Practitioner.objects.get(pk=area.amina.pk)

    assert not sees(amina, found)
    assert browser_of(amina).get(f"/concerns/{found.concern.pk}").status_code == 404
    assert not sees(area.nina, found)  # Mona oversees the team: it is not open to everybody

    confirmed(amina, by=area.leila)

    assert sees(amina, found)
    with reading(area.mona):
        assert circle(found, area.mona).names(amina.pk)


def test_what_is_renewed_after_it_was_read_is_read_anew(area: SimpleNamespace) -> None:
    """Leila reads the page and rings Joan. Mona renews the account meanwhile, and chooses the password herself."""
    joan, found = invited(area.mona), raised(area.amina)
    as_read = read(joan, by=area.leila)

    page = browser_of(area.mona).post(f"/team/renew/{joan.pk}", {"sure": "yes"})
    chosen(link_on(page))
    refused = said(joan, by=area.leila, as_read=as_read)

    assert "has changed meanwhile" in refused.content.decode()
    assert not sees(joan, found)
    assert confirmed(joan, by=area.leila).status_code == 302
    assert sees(joan, found)


def at_their_agency(area: SimpleNamespace) -> Any:
    """Amina signs in at her agency. Mona says that she lost her password, and keeps the link."""
    SocialAccount.objects.create(user=area.amina.user, provider="council", uid="sub-of-amina")
    return browser_of(area.mona).post(f"/team/renew/{area.amina.pk}", {"sure": "yes"})


def test_a_link_kept_back_is_no_longer_good_once_the_account_is_confirmed(
    area: SimpleNamespace,
) -> None:
    page = at_their_agency(area)

    assert confirmed(area.amina, by=area.leila).status_code == 302

    assert chosen(link_on(page)).status_code == 404
    assert not Practitioner.objects.get(pk=area.amina.pk).user.has_usable_password()


def test_a_password_chosen_after_it_was_read_is_not_confirmed_with_it(
    area: SimpleNamespace,
) -> None:
    page = at_their_agency(area)
    as_read = read(area.amina, by=area.leila)

    chosen(link_on(page))

    assert (
        "has changed meanwhile" in said(area.amina, by=area.leila, as_read=as_read).content.decode()
    )
    assert Practitioner.objects.get(pk=area.amina.pk).waits_since


def test_whom_the_operator_lets_back_in_waits_for_nobody(area: SimpleNamespace) -> None:
    joan, found = invited(area.mona, role="practitioner"), raised(area.amina)
    actions.end_account(joan, by=area.mona, at=timezone.now())

    back = actions.invite(
        team=joan.team, email=JOAN["email"], name="Joan", title="Deputy", role=Role.MANAGER,
        by=None, at=timezone.now(),
    )  # fmt: skip

    assert (back.pk, back.waits_since, back.made_by) == (joan.pk, None, None)
    assert sees(back, found)


def test_while_it_waits_only_whoever_made_it_renews_it(area: SimpleNamespace) -> None:
    joan = invited(area.mona, role="practitioner")
    other = joined(area, "lev")

    for who, status in ((other, 404), (area.mona, 200)):
        page = browser_of(who).post(f"/team/renew/{joan.pk}", {"sure": "yes"})
        assert page.status_code == status
    joan.refresh_from_db()
    assert joan.made_by_id == area.mona.pk


def joined(area: SimpleNamespace, first: str) -> Practitioner:
    """Another manager, whom the operator entered."""
    return actions.invite(
        team=area.mona.team, email=f"{first}@example.org", name=first.title(), title="Manager",
        role=Role.MANAGER, by=None, at=timezone.now(),
    )  # fmt: skip


def test_the_operators_word_is_enough(area: SimpleNamespace) -> None:
    found = raised(area.amina)

    assert sees(joined(area, "lev"), found)
    actions.renew_account(area.amina, by=None, at=timezone.now())
    assert sees(Practitioner.objects.get(pk=area.amina.pk), found)
    joan = invited(area.mona)
    actions.vouch(joan, by=None, at=timezone.now())
    assert sees(joan, found)


def test_an_account_that_waits_acts_for_nobody(area: SimpleNamespace) -> None:
    found, joan = raised(area.amina), invited(area.mona)

    with reading(area.amina):
        mine = circle(found, area.amina)
        assert joan.pk not in [who.pk for who in queries.colleagues(mine, asking=area.amina)]
        assert joan.pk not in [who.pk for who in mine.overseers]
    with pytest.raises(NotNow):
        named(found, joan, by=area.amina)
    for act in (
        lambda: actions.end_account(area.amina, by=joan, at=timezone.now()),
        lambda: actions.renew_account(area.amina, by=joan, at=timezone.now()),
        lambda: actions.confirm_members(by=joan, at=timezone.now()),
        lambda: actions.invite(
            team=joan.team, email="x@example.org", name="X", title="X", role=Role.MANAGER, by=joan,
            at=timezone.now(),
        ),
    ):  # fmt: skip
        with pytest.raises(NotNow):
            act()


def test_nothing_is_left_to_somebody_who_waits(area: SimpleNamespace) -> None:
    """Ines oversees, and steps aside: Joan does not count as somebody to whom it is left."""
    found = raised(area.ida)
    joan = invited(area.ines)
    with reading(area.ines):
        mine = circle(found, area.ines)
        actions.step_aside(mine, by=area.ines, because="A friend", at=timezone.now())

    with reading(area.ida), pytest.raises(actions.NobodyLeft):
        actions.step_aside(
            circle(found, area.ida), by=area.ida, because="A cousin", at=timezone.now()
        )
    assert (sees(area.ida, found), sees(joan, found)) == (True, False)


def test_an_emergency_waits_for_no_confirmation(area: SimpleNamespace) -> None:
    before = raised(area.amina)
    joan = invited(area.mona, role="practitioner")

    with reading(joan):
        (made,) = deeds.emergency(joan, [area.carys.team], token=uuid4(), at=timezone.now())

    concern = made.proposal.concern_id
    assert browser_of(area.carys).get(f"/disclosures/{made.pk}").status_code == 200
    assert browser_of(area.mona).get(f"/concerns/{concern}").status_code == 200
    browser = browser_of(joan)
    assert browser.get("/emergency").status_code == 200
    assert browser.get(f"/emergency/sent/{concern}").status_code == 200
    assert browser.get(f"/concerns/{concern}").status_code == 404
    assert not sees(joan, before)


def test_a_senior_route_is_of_those_who_count(area: SimpleNamespace) -> None:
    from dimmer.apps.interests import actions as interests

    other = joined(area, "lev")
    with reading(area.leila):
        interests.name_senior(senior=area.mona, deputy=other, by=area.leila, at=timezone.now())
    actions.renew_account(other, by=area.mona, at=timezone.now())

    route: Any = senior_route(area.mona.team.agency_id)

    assert [who.pk for who in route.people] == [area.mona.pk]
