"""Guessing: whom wrong passwords keep out, how fast many machines may guess, and what the log says of it."""

import logging
from typing import Any

import pytest
from allauth.core.internal.ratelimit import parse_rates
from django.conf import settings
from django.test import Client, override_settings

from attack.test_signing_in import CODES, _browser, _code, _give_password, _sign_in
from dimmer.apps.agencies.models import Practitioner
from dimmer.web.logs import Plain

pytestmark = pytest.mark.usefixtures("quick_signing_in")


def _from(address: str) -> Client:
    browser = _browser()
    browser.defaults["REMOTE_ADDR"] = address
    return browser


def _is_held_up(answer: Any) -> bool:
    return "too many wrong attempts" in answer.content.decode() or answer.status_code == 429


def test_wrong_passwords_keep_out_whoever_types_them_and_not_whose_account_it_is(
    account: Practitioner,
) -> None:
    _give_password(account)
    thief, owner, email = _from("192.0.2.66"), _from("192.0.2.1"), account.user.email

    wrong = [_sign_in(thief, email, "wrong-password-of-a-thief") for _ in range(9)]

    assert [_is_held_up(answer) for answer in wrong] == [False] * 8 + [True]
    assert _is_held_up(_sign_in(thief, email))  # the right one too
    assert _sign_in(thief, email.upper()).status_code == 200  # and written otherwise
    assert _sign_in(owner, email).headers["Location"] == CODES


def test_many_addresses_together_guess_no_faster(account: Practitioner) -> None:
    _give_password(account)
    email, limits = account.user.email, settings.ACCOUNT_RATE_LIMITS
    with override_settings(ACCOUNT_RATE_LIMITS={**limits, "login_failed_anywhere": "5/h/key"}):
        right = [_sign_in(_from(f"198.51.100.{each}"), email) for each in range(9)]
        wrong = [_sign_in(_from(f"203.0.113.{each}"), email, "wrong-password") for each in range(6)]

        assert not any(map(_is_held_up, right))  # a right one counts for nothing
        assert [_is_held_up(answer) for answer in wrong] == [False] * 5 + [True]
        assert _is_held_up(_sign_in(_from("192.0.2.1"), email))
    per_pair, everywhere = (
        parse_rates(limits[name])[-1] for name in ("login_failed", "login_failed_anywhere")
    )
    assert per_pair.amount / per_pair.duration < everywhere.amount / everywhere.duration
    assert everywhere.amount * 24 <= 2_400  # a day; guessing a password gives no code


def test_signing_in_and_failing_to_are_logged_by_id_and_nothing_that_was_typed_is(
    account: Practitioner, caplog: pytest.LogCaptureFixture
) -> None:
    _give_password(account)
    logger = logging.getLogger("dimmer.signing-in")
    logger.addHandler(caplog.handler)
    browser, pk, typed = _browser(), account.user.pk, "Kanarienvogel-wrong-password"
    try:
        for email in (account.user.email, "kanarienvogel@example.org"):
            _sign_in(browser, email, typed)
        _sign_in(browser, account.user.email)
        browser.post(CODES, {"code": "000000"})
        browser.post(CODES, {"code": _code()})
        browser.post("/account/logout/")
    finally:
        logger.removeHandler(caplog.handler)

    said = [Plain().format(record).partition("dimmer.signing-in: ")[2] for record in caplog.records]

    assert said == [
        *(f"a wrong password (user {pk})", "a wrong password", "a wrong code"),
        *(f"signed in (user {pk})", f"signed out (user {pk})"),
    ]
    assert "anarienvogel" not in "".join(said)
