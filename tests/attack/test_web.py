"""Headers on every answer, errors included; half signed in reaches nothing; an idle session ends."""

import re
import time
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver

import stage
from attack.addresses import CANARY, FAILING
from dimmer.config import urls

PAGES = [
    *("/", "/inbox", "/concerns", "/concerns/new", "/emergency", "/out-of-hours", "/health"),
    *("/account/login/", "/account/logout/", "/account/signup/", "/account/password/reset/"),
    *("/nowhere", "/concerns/3f0e6b54-9d7e-4c6f-8f59-6d6a6f2b7b11", "/static/nothing.css"),
    *(f"/{page}" for page in FAILING),
]
EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
}
OPEN_TO_ALL = ("/account/", "/static/", "/health", "/out-of-hours", "/forms/", "/link")
_SAMPLES = {
    "uuid": "3f0e6b54-9d7e-4c6f-8f59-6d6a6f2b7b11",
    "slug": "emergency",
    "int": "1",
    "str": "names",
    "path": "000",
}


@pytest.fixture(autouse=True)
def _addresses() -> Iterator[None]:
    with override_settings(ROOT_URLCONF="attack.addresses"):
        yield


def _browser(who: Any = None) -> Client:
    browser = stage.browser_of(who) if who else Client()
    browser.raise_request_exception = False
    return browser


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("name", ["amina", "nobody"])
def test_every_answer_has_the_headers_that_keep_it_safe(
    cast: SimpleNamespace, name: str, page: str
) -> None:
    browser = _browser(getattr(cast, name, None))

    answers = [browser.get(page), browser.get(page, headers={"host": "elsewhere.example"})]

    for answer in answers:
        assert {header: answer.headers.get(header) for header in EVERYWHERE} == EVERYWHERE
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        if answer.status_code >= 400 or not page.startswith(settings.STATIC_URL):
            assert answer.headers["Cache-Control"] == "no-store"
    assert answers[1].status_code == 400 or page.startswith(settings.STATIC_URL)


def test_no_two_answers_share_a_nonce() -> None:
    browser = _browser()

    policies = [browser.get("/out-of-hours").headers["Content-Security-Policy"] for _ in range(20)]

    nonces = {re.findall(r"nonce-([\w-]+)", policy)[0] for policy in policies}
    assert len(nonces) == 20
    assert all(len(nonce) >= 22 for nonce in nonces)


@pytest.mark.parametrize("page", sorted(FAILING))
def test_an_answer_tells_nothing_of_what_went_wrong(cast: SimpleNamespace, page: str) -> None:
    for who in (cast.amina, None):
        answer = _browser(who).get(f"/{page}")

        said = answer.content.decode()
        assert CANARY not in said
        assert "Traceback" not in said
        assert "RuntimeError" not in said


def _addresses_of(patterns: Any, before: str = "/") -> Iterator[str]:
    for each in patterns:
        written = str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _addresses_of(each.url_patterns, before + written)
        elif isinstance(each, URLPattern) and not written.startswith("^"):
            yield before + re.sub(r"<(\w+):\w+>", lambda found: _SAMPLES[found[1]], written)


def test_whoever_gave_a_password_only_reaches_nothing_but_the_second_factor(
    cast: SimpleNamespace,
) -> None:
    browser = _browser()
    browser.force_login(cast.amina.user, backend="dimmer.web.signin.Backend")
    own = [
        address
        for address in _addresses_of(urls.urlpatterns)
        if not address.startswith(OPEN_TO_ALL)
    ]

    answers = {
        (verb, address): getattr(browser, verb)(address)
        for address in own
        for verb in ("get", "post", "put", "delete", "options", "head")
    }

    assert len(own) > 20
    assert {
        (answer.status_code, answer.headers.get("Location")) for answer in answers.values()
    } == {(302, "/account/2fa/totp/activate/")}


def test_whoever_has_not_signed_in_is_asked_to_whatever_the_address(cast: SimpleNamespace) -> None:
    assert cast.amina
    browser = _browser()

    for address in _addresses_of(urls.urlpatterns):
        if address.startswith((*OPEN_TO_ALL, "/team/join/")):  # a link that is good is a way in
            continue
        answer = browser.get(address)
        assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (
            302,
            settings.LOGIN_URL,
        ), address


def test_what_the_library_offers_and_we_do_not_is_not_there(cast: SimpleNamespace) -> None:
    for who in (None, cast.amina):
        for page in ("signup/", "email/", "password/reset/", "login/code/confirm/", "inactive/"):
            assert _browser(who).get(f"/account/{page}").status_code == 404
    assert get_resolver(urls.__name__)


@pytest.mark.parametrize(("minutes", "reaches"), [(1, True), (29, True), (31, False), (600, False)])
def test_an_idle_session_ends(cast: SimpleNamespace, minutes: int, reaches: bool) -> None:
    browser = _browser(cast.amina)
    session = browser.session
    session["seen"] = int(time.time()) - minutes * 60
    session.save()

    answer = browser.get("/inbox")

    assert (answer.status_code == 200) == reaches
    again = browser.get("/inbox")
    assert (again.status_code == 200) == reaches
    if not reaches:
        assert answer.headers["Location"].startswith(settings.LOGIN_URL)
        assert "_auth_user_id" not in browser.session


def _idle(browser: Client) -> None:
    session = browser.session
    session["seen"] = int(time.time()) - 31 * 60
    session.save()


def _back(browser: Client, who: Any) -> None:
    """Signed in again in the same browser, second factor included."""
    browser.force_login(who.user, backend="dimmer.web.signin.Backend")
    session = browser.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": time.time()}]
    session["seen"] = int(time.time())
    session.save()


def test_what_an_idle_session_sends_is_kept_for_whoever_sent_it(cast: SimpleNamespace) -> None:
    browser, said = Client(), "Nobody has fed them since Friday"
    _back(browser, cast.amina)
    typed = {"token": str(uuid4()), "summary": said}
    _idle(browser)

    sent = browser.post("/concerns/new", typed)
    as_nobody = browser.get("/concerns/new")
    _back(browser, cast.amina)
    elsewhere = browser.get("/inbox")
    offered = browser.get("/concerns/new").content.decode()

    assert sent.headers["Location"] == "/account/login/?next=/concerns/new"
    assert as_nobody.status_code == 302
    assert said not in elsewhere.content.decode()
    assert "What you wrote is kept" in offered
    assert f'value="{said}"' in offered
    assert browser.post("/concerns/new", typed).headers["Location"].endswith("/people/add")
    assert "What you wrote is kept" not in browser.get("/concerns/new").content.decode()


def test_what_an_idle_session_sent_is_offered_to_nobody_else(cast: SimpleNamespace) -> None:
    browser, said = Client(), "Nobody has fed them since Friday"
    _back(browser, cast.amina)
    _idle(browser)
    browser.post("/concerns/new", {"token": str(uuid4()), "summary": said})

    _back(browser, cast.carys)
    page = browser.get("/concerns/new").content.decode()

    assert said not in page
    assert "kept" not in browser.session


def test_what_was_kept_can_be_thrown_away(cast: SimpleNamespace) -> None:
    browser = Client()
    _back(browser, cast.amina)
    _idle(browser)
    browser.post("/concerns/new", {"token": str(uuid4()), "summary": "No longer so"})
    _back(browser, cast.amina)

    assert "No longer so" not in browser.get("/concerns/new?again").content.decode()
    assert "kept" not in browser.session


def test_a_session_that_is_used_does_not_end(cast: SimpleNamespace) -> None:
    browser = _browser(cast.amina)
    session = browser.session
    session["seen"] = int(time.time()) - 20 * 60
    session.save()

    browser.get("/inbox")

    assert browser.session["seen"] > time.time() - 60


def test_cookies_are_kept_from_scripts_and_from_other_sites() -> None:
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.CSRF_COOKIE_HTTPONLY
    assert settings.SESSION_COOKIE_SAMESITE == "Lax"
    assert settings.SESSION_EXPIRE_AT_BROWSER_CLOSE


def test_a_form_without_its_own_key_changes_nothing(cast: SimpleNamespace, witness_of: Any) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = _browser(cast.amina).cookies
    before = witness_of.execute("select count(*) from concerns_concern").fetchone()

    answer = browser.post("/concerns/new", {"summary": "Cold", "token": _SAMPLES["uuid"]})

    assert answer.status_code == 403
    assert witness_of.execute("select count(*) from concerns_concern").fetchone() == before
