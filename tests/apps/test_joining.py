"""Somebody begins in a team: named there by a colleague, they choose a password and a second factor themselves."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client, override_settings
from django.utils import timezone

from dimmer.apps.agencies.models import Practitioner, Role, User
from dimmer.apps.agencies.queries import way_in
from dimmer.apps.allocations import actions
from dimmer.apps.concerns.actions import NotNow
from stage import NOW

WORDS = "copper lantern Tuesday"
TYPED = {
    "name": "Nell Ward",
    "title": "Social worker",
    "email": "Nell.Ward@example.org",
    "role": "practitioner",
}


def link_on(page: Any) -> str:
    found = re.search(r"https?://[^/]+(/team/join/[^<\s]+)", page.content.decode())
    assert found, page.status_code
    return found[1]


def chosen(link: str, words: str = WORDS, again: str | None = None) -> Any:
    browser = Client()
    page = browser.get(link, follow=True)
    if page.status_code != 200:
        return page
    return browser.post(
        page.redirect_chain[-1][0], {"new_password1": words, "new_password2": again or words}
    )


def signed_in(email: str, words: str = WORDS) -> Client:
    browser = Client()
    browser.post("/account/login/", {"login": email, "password": words})
    return browser


def test_a_colleague_is_added_chooses_a_password_and_is_asked_for_a_second_factor(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    page = browser_of(area.mona).post("/team/add", TYPED)

    made = Practitioner.objects.get(user__email="nell.ward@example.org")
    assert (made.team, made.role, made.name) == (area.mona.team, Role.PRACTITIONER, "Nell Ward")
    assert not made.user.has_usable_password()
    assert chosen(link_on(page)).status_code == 302
    wanted = signed_in("nell.ward@example.org").get("/")
    assert wanted["Location"] == "/account/2fa/totp/activate/"


def test_a_link_is_good_once_and_stands_in_no_address_for_long(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    link = link_on(browser_of(area.mona).post("/team/add", TYPED))
    browser = Client()

    shown = browser.get(link, follow=True)

    assert link.rsplit("/", 1)[1] not in shown.redirect_chain[-1][0]
    assert "Nell" not in shown.content.decode()
    chosen(link)
    assert Client().get(link).status_code == 404
    assert browser.get(shown.redirect_chain[-1][0]).status_code == 404


def test_a_link_ends_after_a_day(area: Any) -> None:
    link = "/team/join/{}/{}".format(*way_in(area.amina))

    with override_settings(PASSWORD_RESET_TIMEOUT=-1):
        assert Client().get(link).status_code == 404


@pytest.mark.parametrize(
    "link", ["MQ/set-password", "MQ/c0ffee-0123", "AAAA/c0ffee-0123", "%00/x-y"]
)
def test_a_link_that_was_never_made_is_not_there(area: Any, link: str) -> None:
    assert Client().get(f"/team/join/{link}").status_code == 404


@pytest.mark.parametrize(
    ("words", "again", "said"),
    [
        ("short", None, "12 characters or more"),
        ("passwordpassword", "something else here", "Type the same password twice"),
        ("", None, "Enter a password"),
        ("password12345", None, "many people have this one"),
        ("Exampleshire-2026!", None, "without the names of people and places here"),
        ("amina safeguarding 12", None, "without the names of people and places here"),
    ],
)
def test_a_bad_password_is_explained(area: Any, words: str, again: str | None, said: str) -> None:
    link = "/team/join/{}/{}".format(*way_in(area.amina))

    page = chosen(link, words, again)

    assert page.status_code == 200
    assert said in page.content.decode()


@pytest.mark.parametrize(
    "role", ["auditor", "operator", "board", "lead", "caldicott-guardian", "king"]
)
def test_a_manager_gives_no_role_that_reaches_past_the_team(
    area: Any, browser_of: Callable[[Any], Client], role: str
) -> None:
    page = browser_of(area.mona).post("/team/add", {**TYPED, "role": role})

    assert page.status_code == 200
    assert not User.objects.filter(email="nell.ward@example.org").exists()
    with pytest.raises((NotNow, ValueError)):
        actions.invite(
            team=area.mona.team, email="x@example.org", name="X", title="X", role=Role(role),
            by=area.mona, at=NOW,
        )  # fmt: skip


def test_an_address_that_is_taken_is_said_to_be(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    page = browser_of(area.mona).post(
        "/team/add", {**TYPED, "email": area.amina.user.email.upper()}
    )

    said = page.content.decode()
    assert "Somebody signs in with this address already" in said
    assert said.count("govuk-error-summary__list") == 1


def test_whoever_lost_their_way_in_is_signed_out_everywhere_and_begins_again(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    hers, other = browser_of(area.amina), browser_of(area.amina)
    assert hers.get("/").status_code == 200

    page = browser_of(area.mona).post(f"/team/renew/{area.amina.pk}", {"sure": "yes"})

    assert [each.get("/").status_code for each in (hers, other)] == [302, 302]
    assert not Authenticator.objects.filter(user=area.amina.user).exists()
    assert chosen(link_on(page)).status_code == 302
    assert signed_in(area.amina.user.email).get("/")["Location"] == "/account/2fa/totp/activate/"


def test_nobody_renews_themselves_another_team_or_who_has_left(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    for who, by in ((area.mona, area.mona), (area.carys, area.mona), (area.mona, area.amina)):
        page = browser_of(by).post(f"/team/renew/{who.pk}", {"sure": "yes"})
        assert page.status_code == 404
        with pytest.raises(NotNow):
            actions.renew_account(who, by=by, at=NOW)
    actions.end_account(area.amina, by=area.mona, at=timezone.now())
    area.amina.refresh_from_db()
    with pytest.raises(NotNow):
        actions.renew_account(area.amina, by=area.mona, at=NOW)


def test_whoever_leaves_before_they_began_cannot_begin(
    area: Any, browser_of: Callable[[Any], Client]
) -> None:
    link = link_on(browser_of(area.mona).post("/team/add", TYPED))
    made = Practitioner.objects.get(user__email="nell.ward@example.org")

    actions.end_account(made, by=area.mona, at=timezone.now())

    assert Client().get(link).status_code == 404
