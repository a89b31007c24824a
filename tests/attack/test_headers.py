"""On every address that there is, whoever asks: what browsers are told to keep, to load, and to tell the next site."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from html import unescape
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, override_settings

import stage
from attack import pages as behind
from attack.test_web import _addresses_of
from dimmer.config import urls

EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "X-Robots-Tag": "noindex, nofollow",
}
POLICY = {
    "default-src": ["'none'"],
    "script-src": ["'self'", "'nonce-'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
}
KEPT = {"default-src": ["'none'"], "sandbox": []}
"""Of what somebody else made and is only to be kept: were it opened, it could do nothing."""
OURS = {"application/pdf", "application/zip", "image/png"}
"""What is drawn or written here, and is no text."""
TITLES = re.compile(r'(?!.*\d\d)[A-Z][^@/"<>]{2,80}')
"""Words of ours, with a concern's reference at most, which says nothing; and of what was typed nothing."""
REFERENCE = re.compile(r" [0-9A-Z]{4}-[0-9A-Z]{4}")


def _browser(who: Any) -> Client:
    browser = stage.browser_of(who) if who else Client()
    browser.raise_request_exception = False
    return browser


@pytest.fixture(scope="module")
def own(cast: SimpleNamespace) -> list[str]:
    """Every address in the code, and every page with something behind it."""
    fixed = list(_addresses_of(urls.urlpatterns))
    assert len(fixed) > 60
    return [
        *fixed,
        *(page.address for page in behind.pages(cast)),
        "/account/signup/",
        "/static/x.css",
    ]


def _answers(cast: SimpleNamespace, own: list[str]) -> Iterator[tuple[str, Any]]:
    for who in (cast.mona, cast.carys, None):
        browser, signed_in = _browser(who), None
        for address in own:
            for verb in ("get", "post", "options"):
                answer = getattr(browser, verb)(address)
                yield f"{verb} {address}", answer
                session = answer.cookies.get(settings.SESSION_COOKIE_NAME)
                if session and session.value != signed_in:  # the first, or it was ended
                    browser = _browser(who)
                    signed_in = who and browser.cookies[settings.SESSION_COOKIE_NAME].value


def _policy(answer: Any) -> tuple[dict[str, list[str]], str]:
    said = answer.headers["Content-Security-Policy"]
    nonce = "".join(re.findall(r"'nonce-([\w-]{22,})'", said)[:1])
    parts = [part.split() for part in (said.replace(nonce, "") if nonce else said).split(";")]
    return {part[0]: part[1:] for part in parts}, nonce


def test_every_answer_of_every_address_has_all_headers_and_loads_nothing_from_elsewhere(
    cast: SimpleNamespace, own: list[str]
) -> None:
    pages = 0

    for asked, answer in _answers(cast, own):
        policy, nonce = _policy(answer)
        assert {name: answer.headers.get(name) for name in EVERYWHERE} == EVERYWHERE, asked
        kind = answer.headers.get("Content-Type", "")
        assert policy == (KEPT if kind == "application/octet-stream" else POLICY), asked
        assert re.fullmatch(
            r"[a-z-]+=\(\)(?:, [a-z-]+=\(\)){15,}", answer.headers["Permissions-Policy"]
        )
        assert answer.headers["Cache-Control"] == "no-store", asked
        assert "Server" not in answer.headers, asked
        if answer.content:
            assert kind.endswith("charset=utf-8") or kind in OURS or policy == KEPT, asked
        if kind.startswith("text/html") and answer.content:
            pages += 1
            _stands_alone(asked, answer.content.decode(), nonce)

    assert pages > 100


def _stands_alone(asked: str, said: str, nonce: str) -> None:
    """Nothing is loaded from elsewhere or run from the page itself, but what carries the nonce."""
    loaded = re.findall(r'<(?:script|img|iframe|source|audio|video|embed)[^>]* src="([^"]*)"', said)
    loaded += re.findall(r'<link[^>]* href="([^"]*)"', said)
    own = re.compile(
        r"/static/|data:|/[\w/-]+/pages/\d+(?:\?read)?$"
    )  # pages of files are drawn here
    assert [each for each in loaded if not own.match(each)] == [], asked
    for tag in re.findall(r"<script[^>]*>", said):
        assert 'src="/static/' in tag or f'nonce="{nonce}"' in tag, (asked, tag)
    assert not re.search(r"<[^>]+ (?:on\w+|style)=", said), asked
    assert re.findall(r'<form[^>]* action="(?!/)[^"]+"', said) == [], asked
    assert "<style" not in said, asked
    title = re.search(r"<title>(.*?)</title>", said, re.DOTALL)
    assert title, asked
    words = unescape(title[1]).strip()
    assert TITLES.fullmatch(REFERENCE.sub("", words)), (asked, words)
    assert behind.WORD not in words, (asked, words)


def test_cookies_are_held_to_this_site_and_kept_from_scripts(cast: SimpleNamespace) -> None:
    answers = [Client().get("/account/login/"), _browser(cast.mona).get("/")]

    cookies = [cookie for answer in answers for cookie in answer.cookies.values()]

    for cookie in cookies:
        assert cookie["httponly"], cookie
        assert cookie["samesite"] == "Lax", cookie
        assert not cookie["domain"], cookie
        assert cookie["path"] == "/", cookie
    assert {cookie.key for cookie in cookies} == {"dimmer_csrf", "dimmer_session"}


def test_behind_tls_cookies_are_of_this_host_alone_and_browsers_are_told_to_stay_with_it() -> None:
    names = [
        "SESSION_COOKIE_NAME",
        "CSRF_COOKIE_NAME",
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
    ]
    code = f"import json; from dimmer.config import settings as s; print(json.dumps([getattr(s, n) for n in {names}]))"
    told = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, "DIMMER_TLS": "yes"}, check=True, capture_output=True
    )  # fmt: skip

    with override_settings(BEHIND_TLS=True):
        behind_tls = Client().get("/out-of-hours").headers
    plain = Client().get("/out-of-hours").headers

    assert json.loads(told.stdout) == ["__Host-dimmer_session", "__Host-dimmer_csrf", True, True]
    assert behind_tls["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert "Strict-Transport-Security" not in plain
    assert not settings.BEHIND_TLS
