"""Signing in, tried by a stranger, a leaver and a thief of a session: nothing told or kept, nobody led elsewhere."""

import json
import re
import time
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.sessions.backends.base import SessionBase
from django.core.cache import cache
from django.test import Client, override_settings

import stage
from attack.victim import disconnect
from dimmer.apps.agencies.actions import give_second_factor
from dimmer.apps.agencies.models import Practitioner, Role
from dimmer.cli.exampleshire.members import code_of
from dimmer.database import url
from dimmer.web.sessions import SessionStore, _digest

SECRET, PASSWORD = "JBSWY3DPEHPK3PXP", "a-long-password-for-tests"
CODES_PAGE = "/account/2fa/recovery-codes/"
CODES = "/account/2fa/authenticate/"
ELSEWHERE = (
    *("https://evil.example/", "//evil.example", "/\\evil.example", "http:///evil.example"),
    *("javascript:alert(1)", "https:evil.example", "\thttps://evil.example", "/\t/evil.example"),
)
_OWN = re.compile(r'nonce[-=]"?[\w-]+|value="[\w-]*"')


pytestmark = pytest.mark.usefixtures("quick_signing_in")


def _browser() -> Client:
    browser = Client()
    browser.raise_request_exception = False
    return browser


def _code(secret: str = SECRET) -> str:
    return code_of(secret)


def _give_password(who: Practitioner) -> None:
    if not who.user.check_password(PASSWORD):
        who.user.set_password(PASSWORD)
        who.user.save()


def _sign_in(browser: Client, email: str, password: str = PASSWORD, **typed: str) -> Any:
    return browser.post("/account/login/", {"login": email, "password": password, **typed})


def _whole(who: Practitioner) -> Client:
    """A browser in which somebody has really signed in."""
    _give_password(who)
    browser = _browser()
    _sign_in(browser, who.user.email)
    cache.clear()  # the code may be used again: it is not what is tried here
    assert browser.post(CODES, {"code": _code()}).headers["Location"] == "/"
    return browser


def _said(answer: Any) -> tuple[int, str | None, str]:
    typed = _OWN.sub("", answer.content.decode())
    return answer.status_code, answer.headers.get("Location"), typed.replace("x@x.example", "")


def test_a_leaver_with_the_right_password_is_told_what_everybody_is(cast: SimpleNamespace) -> None:
    leaver = cast.olu
    _give_password(leaver)
    leaver.user.is_active = False
    leaver.user.save()

    answers = [
        _sign_in(_browser(), email, password)
        for email in (leaver.user.email, cast.ida.user.email, "nobody@example.org")
        for password in (PASSWORD, "another-password-that-is-wrong")
    ]

    told = [re.sub(r"[\w.]+@example\.org", "", repr(_said(answer))) for answer in answers]
    assert len(set(told)) == 1
    assert answers[0].status_code == 200


def test_a_leaver_and_whoever_moved_lose_at_once_what_they_had(cast: SimpleNamespace) -> None:
    browser, who = stage.browser_of(cast.ines), cast.ines
    found = stage.raised(cast.ines)
    page = f"/concerns/{found.concern.pk}"
    assert browser.get(page).status_code == 200

    who.team = cast.olu.team
    who.save()
    assert browser.get(page).status_code == 404
    who.role = Role.AUDITOR
    who.save()
    assert browser.get("/inbox").status_code == 404
    who.user.is_active = False
    who.user.save()
    assert browser.get("/").headers["Location"].startswith("/account/login/")


def test_a_form_without_a_code_is_one_with_an_empty_code(account: Practitioner) -> None:
    _give_password(account)
    browser = _browser()
    _sign_in(browser, account.user.email)

    for typed in ({}, {"code": ""}, {"credential": "{}"}):
        answer = browser.post(CODES, typed)

        assert answer.status_code == 200
        assert "<title>Error: Enter your security code" in _OWN.sub("", answer.content.decode())


def test_a_code_works_once_and_guessing_ends_for_every_session(account: Practitioner) -> None:
    _give_password(account)
    first, second = _browser(), _browser()
    for browser in (first, second):
        _sign_in(browser, account.user.email)
    code = _code()

    assert first.post(CODES, {"code": code}).status_code == 302
    assert second.post(CODES, {"code": code}).status_code == 200
    for _ in range(8):
        second.post(CODES, {"code": "000000"})
    third = _browser()
    _sign_in(third, account.user.email)
    cache.delete(f"allauth.mfa.totp.used?user={account.user.pk}&code={code}")
    for browser in (second, third):
        assert browser.post(CODES, {"code": _code()}).status_code == 200
        assert browser.get("/").headers["Location"].startswith("/account/login/")


def test_limits_are_not_pushed_out_by_trying_many_names() -> None:
    cache.set("limit-of-one-name", 1)

    for number in range(2_000):
        cache.set(f"limit-of-{number}", 1)

    assert cache.get("limit-of-one-name") == 1


def test_signing_in_gives_a_session_of_its_own_at_each_step(account: Practitioner) -> None:
    _give_password(account)
    browser = _browser()
    browser.cookies["dimmer_session"] = "a" * 32  # laid there by somebody else
    keys = {"a" * 32}

    _sign_in(browser, account.user.email)
    keys.add(browser.cookies["dimmer_session"].value)
    browser.post(CODES, {"code": _code()})
    keys.add(browser.cookies["dimmer_session"].value)

    assert len(keys) == 3


@pytest.mark.parametrize("where", ELSEWHERE)
def test_nobody_is_led_elsewhere(account: Practitioner, where: str) -> None:
    _give_password(account)
    browser = _browser()

    _sign_in(browser, account.user.email, next=where)
    answers = []
    for page in ("2fa/authenticate/", "2fa/reauthenticate/", "logout/"):
        cache.clear()
        typed = {"code": _code(), "next": where}
        answers.append(browser.post(f"/account/{page}", typed, query_params={"next": where}))

    assert [answer.headers["Location"] for answer in answers] == ["/", "/", "/account/login/"]


@pytest.mark.parametrize("is_idle", [False, True])
def test_what_stands_behind_an_address_is_not_kept_while_somebody_signs_in(
    account: Practitioner, *, is_idle: bool
) -> None:
    browser = _whole(account) if is_idle else _browser()
    if is_idle:
        _leave_alone(browser)

    answer = browser.get("/search", {"reference": "Ottoline Canary"})
    where = answer.headers["Location"]
    browser.post(where, {"login": account.user.email, "password": PASSWORD})

    assert where == "/account/login/?next=/search"
    assert "Ottoline" not in json.dumps(_held(browser))


def _held(browser: Client) -> dict[str, Any]:
    """What the session of a browser holds, as the service reads it."""
    return dict(SessionStore(browser.cookies["dimmer_session"].value).load())


def test_whoever_has_set_up_a_second_factor_gives_it_and_goes_on(cast: SimpleNamespace) -> None:
    browser, page = _browser(), "/account/2fa/totp/activate/"
    _give_password(cast.greta)
    _sign_in(browser, cast.greta.user.email)
    assert browser.get("/").headers["Location"] == page
    browser.post("/account/reauthenticate/", {"password": PASSWORD})
    browser.get(page)
    secret = _held(browser)["mfa.totp.secret"]

    asked = browser.post(page, {"code": _code(secret)}, follow=True)
    given = browser.post(asked.request["PATH_INFO"], {"code": _code(secret), "next": CODES_PAGE})
    codes = re.findall(r"<code>(\d+)</code>", browser.get(CODES_PAGE).content.decode())

    assert asked.request["PATH_INFO"] == "/account/2fa/reauthenticate/"
    assert given.headers["Location"] == CODES_PAGE
    assert browser.get("/").status_code == 200
    assert [_recover(cast.greta, codes[0]) for _ in range(2)] == [302, 200]  # each works once


def test_a_password_alone_takes_nobodys_second_factor_in_a_session_from_before(
    cast: SimpleNamespace,
) -> None:
    _give_password(cast.hana)
    thief = _browser()
    _sign_in(thief, cast.hana.user.email)
    give_second_factor(cast.hana, secret=SECRET)

    answers = [
        thief.post(f"/account/{page}", {"password": PASSWORD})
        for page in (
            "reauthenticate/",
            "2fa/totp/deactivate/",
            "2fa/recovery-codes/generate/",
            "2fa/",
        )
    ]

    for answer in answers:
        assert answer.headers["Location"].startswith("/account/2fa/reauthenticate/?next=")
    assert is_mfa_enabled(cast.hana.user)


def test_nobody_takes_off_their_own_second_factor_or_confirms_by_a_password(
    account: Practitioner,
) -> None:
    browser = _whole(account)
    password = {"password": PASSWORD, "next": "/"}

    taken_off = browser.post("/account/2fa/totp/deactivate/")
    confirmed = browser.post("/account/reauthenticate/?next=/", password)
    overview = browser.get("/account/2fa/")
    account_itself = browser.get("/account/")

    assert taken_off.status_code == 404
    assert confirmed.headers["Location"] == "/account/2fa/reauthenticate/?next=%2F"
    assert overview.headers["Location"] == account_itself.headers["Location"] == "/signed-in"
    assert is_mfa_enabled(account.user)


def test_pages_of_the_account_speak_our_words_and_no_markup_shows(account: Practitioner) -> None:
    browser, _other = _whole(account), _whole(account)

    pages = [
        browser.get(address).content.decode()
        for address in ("/signed-in", "/account/password/change/")
    ]

    for page in pages:
        assert "&lt;" not in page
        assert "password/reset" not in page
    assert "Sign out there<span" in pages[0]


def _recover(who: Practitioner, code: str) -> int:
    browser = _browser()
    _sign_in(browser, who.user.email)
    return int(browser.post(CODES, {"code": code}).status_code)


def test_the_secret_of_a_second_factor_stands_in_no_row_while_it_is_set_up(
    cast: SimpleNamespace, theatre: str
) -> None:
    browser = _browser()
    browser.force_login(cast.ida.user, backend="dimmer.web.signin.Backend")

    page = browser.get("/account/2fa/totp/activate/").content.decode()

    secret = _held(browser)["mfa.totp.secret"]
    assert secret in page
    with psycopg.connect(url.backup(database=theatre)) as reader:
        rows = reader.execute("select session_data from agencies_session").fetchall()
    assert rows
    for (data,) in rows:
        assert SessionBase().decode(data) == {}  # as Django would have signed it
        assert secret.encode() not in data.encode() + bytes.fromhex(data)


def test_the_contents_of_one_session_are_nothing_in_another(
    account: Practitioner, theatre: str
) -> None:
    mine, thief = _whole(account), _browser()
    thief.get("/account/login/")
    _sign_in(thief, account.user.email)
    rows = [_digest(browser.cookies["dimmer_session"].value) for browser in (mine, thief)]
    disconnect()

    with psycopg.connect(url.owner(database=theatre)) as attacker:
        attacker.execute(
            "update agencies_session set session_data ="
            " (select session_data from agencies_session where session_key = %s) where session_key = %s",
            rows,
        )

    assert mine.get("/").status_code == 200
    assert thief.get("/").headers["Location"].startswith("/account/login/")
    assert _held(thief) == {}


def _leave_alone(browser: Client) -> None:
    session = browser.session
    session["seen"] = int(time.time()) - 31 * 60
    session.save()


@pytest.mark.parametrize(
    "page",
    ["password/change/", "reauthenticate/", "2fa/", "2fa/recovery-codes/generate/", "login/"],
)
def test_an_idle_session_reaches_no_page_of_the_account(account: Practitioner, page: str) -> None:
    browser = _whole(account)
    _leave_alone(browser)

    answer = browser.get(f"/account/{page}")

    assert answer.headers["Location"].startswith("/account/login/")
    assert "_auth_user_id" not in browser.session


def test_a_new_password_ends_all_other_sessions(account: Practitioner) -> None:
    mine, other = _whole(account), _whole(account)
    new = "another-long-password-for-tests"

    mine.post(
        "/account/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )

    assert mine.get("/").status_code == 200
    assert other.get("/").headers["Location"].startswith("/account/login/")


def test_what_the_library_refuses_is_a_page_of_ours(cast: SimpleNamespace) -> None:
    half = _browser()
    half.force_login(cast.mona.user, backend="dimmer.web.signin.Backend")

    refused = half.get("/account/reauthenticate/")
    with override_settings(ACCOUNT_RATE_LIMITS={"login": "1/m/ip"}):
        answers = [_sign_in(_browser(), "nobody@example.org") for _ in range(2)]

    assert refused.status_code == 404
    assert "Page not found" in refused.content.decode()
    assert answers[1].status_code == 429
    assert "Wait a minute" in answers[1].content.decode()


def test_whatever_is_wrong_is_said_in_one_voice(account: Practitioner) -> None:
    account.user.refresh_from_db()
    _give_password(account)
    browser = _browser()
    not_an_address = _sign_in(browser, "not an address")
    wrong = _sign_in(browser, account.user.email, "another-password-that-is-wrong")
    nobody = _sign_in(browser, "nobody@example.org")
    _sign_in(browser, account.user.email)
    code = browser.post(CODES, {"code": "000000"})
    inside = stage.browser_of(account)
    page = "/account/password/change/"
    short = {"oldpassword": "x", "password1": "short", "password2": "shirt"}
    another = {
        "oldpassword": PASSWORD,
        "password1": "three lanterns apart",
        "password2": "anotherpassword",
    }
    changes = [inside.post(page, typed, follow=True) for typed in (short, another)]

    said = [
        re.findall(r'error-summary__list">(.*?)</ul>', each.content.decode(), re.DOTALL)
        for each in (not_an_address, wrong, nobody, code, *changes)
    ]

    words = [re.sub(r"<[^>]+>|\s+", " ", each[0]).strip() for each in said]
    assert words[0].startswith("Enter your work e-mail address, for example")
    assert words[1] == words[2]
    assert words[1].startswith("Check your e-mail address and your password")
    assert words[3].startswith("Enter the code that your app shows now")
    assert "Check the password that you have now" in words[4]
    assert "Choose a password of 12 characters or more" in words[4]
    assert "Type the same password twice" in words[5]
