"""Somebody's own sessions: listed, ended one by one or all, by a leaver's manager too; and nobody else's."""

import re
import time
from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

import stage
from attack.test_signing_in import PASSWORD
from dimmer.apps.agencies import jobs
from dimmer.apps.agencies.models import Practitioner, Session
from dimmer.apps.allocations import actions as allocations
from dimmer.database import url
from stage import reading

PAGE = "/signed-in"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Safari/604.1"


@pytest.fixture(autouse=True)
def _limits() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def _browser(who: Practitioner, agent: str = FIREFOX) -> Client:
    browser = stage.browser_of(who)
    browser.defaults["HTTP_USER_AGENT"] = agent
    assert browser.get("/").status_code == 200
    return browser


def _is_in(browser: Client) -> bool:
    return bool(browser.get("/").status_code == 200)


def _which(browser: Client) -> list[str]:
    said = browser.get(PAGE).content.decode()
    return re.findall(r'name="which" value="([0-9a-f]{40})"', said)


def test_somebody_sees_where_they_are_signed_in_and_nobody_elses(cast: SimpleNamespace) -> None:
    here, there = _browser(cast.nina), _browser(cast.nina, SAFARI)
    _browser(cast.noor)

    said = here.get(PAGE).content.decode()

    assert "Firefox on Linux (this one)" in said
    assert "Safari on iPhone" in said
    assert said.count("Sign out there") == 1
    assert len(_which(there)) == 1


def test_one_session_is_ended_and_the_others_go_on(cast: SimpleNamespace) -> None:
    here, there, third = (_browser(cast.cleo) for _ in range(3))
    ended = _which(here)[0]

    answer = here.post(PAGE, {"which": ended})

    assert answer.headers["Location"] == PAGE
    assert sorted([_is_in(there), _is_in(third)]) == [False, True]
    assert _is_in(here)


def test_all_others_are_ended_at_once(cast: SimpleNamespace) -> None:
    here, *others = (_browser(cast.hana) for _ in range(4))

    here.post(PAGE, {"which": "others"})

    assert _is_in(here)
    assert not any(_is_in(each) for each in others)
    assert _which(here) == []


def test_nobody_ends_a_session_of_somebody_else(cast: SimpleNamespace) -> None:
    mine, theirs, again = _browser(cast.pat), _browser(cast.olu), _browser(cast.olu)
    (of_olu,) = _which(theirs)

    for which in (of_olu, "others", "", "x" * 500, "%"):
        assert mine.post(PAGE, {"which": which}).status_code == 302

    assert _is_in(theirs)
    assert _is_in(again)


def test_what_the_page_says_of_a_session_opens_none(cast: SimpleNamespace) -> None:
    here, _there = _browser(cast.gwen), _browser(cast.gwen)
    thief = Client()

    for which in _which(here):
        thief.cookies["dimmer_session"] = which

        assert thief.get("/").status_code == 302


def test_a_leavers_sessions_end_everywhere_in_the_same_moment(cast: SimpleNamespace) -> None:
    browsers = [_browser(cast.noor), _browser(cast.noor, SAFARI)]
    rows = Session.objects.count()
    with reading(cast.mona):
        allocations.end_account(cast.noor, by=cast.mona, at=timezone.now())

    assert Session.objects.count() <= rows - 2
    assert not any(_is_in(each) for each in browsers)


def test_a_session_from_before_a_new_password_is_not_listed(cast: SimpleNamespace) -> None:
    cast.ida.user.set_password(PASSWORD)
    cast.ida.user.save()
    here, other = _browser(cast.ida), _browser(cast.ida)
    new = "another-long-password-for-tests"

    here.post(
        "/account/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )

    assert _which(here) == []
    assert not _is_in(other)


def test_an_idle_session_is_not_listed(cast: SimpleNamespace) -> None:
    here, other = _browser(cast.max), _browser(cast.max)
    session = other.session
    session["seen"] = int(time.time()) - 31 * 60
    session.save()

    assert _which(here) == []


def test_the_table_says_neither_whose_a_session_is_nor_in_which_browser(
    cast: SimpleNamespace, theatre: str
) -> None:
    _browser(cast.ines)

    with psycopg.connect(url.backup(database=theatre)) as reader:
        rows: list[Any] = reader.execute("select * from agencies_session").fetchall()

    assert rows
    for key, data, _, whose in rows:
        assert re.fullmatch(r"[0-9a-f]{40}", key)
        assert re.fullmatch(r"([0-9a-f]{40})?", whose)
        assert b"Firefox" not in bytes.fromhex(data)


def test_what_has_run_out_is_removed_by_the_clock_and_nothing_else(cast: SimpleNamespace) -> None:
    live = _browser(cast.amina)
    old = _browser(cast.carys)
    row = Session.objects.order_by("-expire_date").first()
    assert row is not None
    Session.objects.filter(pk=row.pk).update(expire_date=timezone.now() - timedelta(seconds=1))
    before = Session.objects.count()

    for _ in range(2):
        jobs.forget_sessions()

    assert Session.objects.count() == before - 1
    assert _is_in(live) != _is_in(old)


def test_whether_somebody_is_still_signed_in_is_told_to_them_alone(cast: SimpleNamespace) -> None:
    assert _browser(cast.amina).get("/still").content.decode() == str(cast.amina.pk)
    assert Client().get("/still").status_code == 302
