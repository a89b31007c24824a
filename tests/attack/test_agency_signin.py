"""Signing in through an agency's identity provider, a real one on loopback: who gets in, and who must not."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.core.cache import cache
from django.test import Client

import stage
from attack import deeds
from attack.test_signing_in import SECRET, _code
from dimmer.apps.agencies.actions import give_second_factor
from dimmer.apps.agencies.models import Practitioner
from dimmer.config.agency_providers import BadProvider, from_environment
from dimmer.web.agency_signin import SocialAccountAdapter
from identity_provider import Provider, leads_to, police, serving, set_up

TO, BACK = "/account/agency/police/", "/account/agency/police/back/"
WRITTEN = "It can wait until Monday"


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with serving() as found:
        yield found


@pytest.fixture
def _police(provider: Provider, cast: SimpleNamespace, tmp_path: Path) -> Iterator[None]:
    """The police's provider, as an operator sets it up; nobody is bound to it yet."""
    assert cast
    SocialAccount.objects.all().delete()
    cache.clear()
    client, secret = provider.registered(f"http://testserver{BACK}")
    with set_up(provider.address, client, secret, tmp_path):
        yield


def _bound(who: Practitioner, subject: str) -> None:
    SocialAccount.objects.create(user=who.user, provider="police", uid=subject)


def _seen(*, minutes: float = 0, **more: Any) -> dict[str, Any]:
    """What a provider says that saw two factors some minutes ago."""
    return {"amr": ["pwd", "mfa"], "auth_time": int(time.time() - minutes * 60), **more}


def _through(provider: Provider, subject: str, browser: Client | None = None, **typed: str) -> Any:
    """Somebody presses the button, signs in there, and comes back: what they find, and their browser."""
    browser = browser or Client()
    page = browser.post(TO, typed).content.decode()
    return browser.get(provider.signs_in(subject, leads_to(page))), browser


def _is_in(browser: Client) -> bool:
    return bool(browser.get("/").status_code == 200)


def _refused(answer: Any, browser: Client) -> bool:
    said = answer.content.decode()
    return (
        answer.status_code == 403
        and "Dimmer knows nobody" in said
        and "_auth_user_id" not in browser.session
    )


def test_without_a_provider_nothing_of_it_is_there(cast: SimpleNamespace) -> None:
    for who in (None, cast.pat):
        browser = stage.browser_of(who) if who else Client()

        assert browser.post(TO).status_code == 404
        assert browser.get(BACK).status_code == 404
        assert browser.get("/account/confirm/").status_code == 404
    assert "through" not in Client().get("/account/login/").content.decode()


@pytest.mark.usefixtures("_police")
def test_whoever_was_bound_is_in_with_the_second_factor_of_their_agency(
    cast: SimpleNamespace, provider: Provider
) -> None:
    _bound(cast.pat, "sub-pat")
    provider.says("sub-pat", **_seen(email="somebody@else.example", email_verified=True))

    answer, browser = _through(provider, "sub-pat", next="/inbox")

    assert answer.headers["Location"] == "/inbox"
    assert _is_in(browser)
    assert "Sign in through Exampleshire Police" in Client().get("/account/login/").content.decode()


@pytest.mark.usefixtures("_police")
def test_a_verified_address_binds_once_and_never_again(
    cast: SimpleNamespace, provider: Provider
) -> None:
    provider.says("first", **_seen(email="Pat@Example.org", email_verified=True))
    provider.says("second", **_seen(email="pat@example.org", email_verified=True))

    assert _is_in(_through(provider, "first")[1])
    assert _refused(*_through(provider, "second"))  # the address was given to somebody new
    provider.says("first", **_seen(email="moved@example.org"))
    assert _is_in(_through(provider, "first")[1])
    assert SocialAccount.objects.get().user == cast.pat.user


@pytest.mark.usefixtures("_police")
def test_everybody_else_is_told_the_same(cast: SimpleNamespace, provider: Provider) -> None:
    _bound(cast.amina, "sub-of-another-agency")
    _bound(cast.olu, "sub-of-a-leaver")
    SocialAccount.objects.create(user=cast.dev, provider="police", uid="sub-without-a-place")
    SocialAccount.objects.create(user=cast.pat.user, provider="council", uid="sub-at-another")
    cast.olu.user.is_active = False
    cast.olu.user.save()
    says = {
        "sub-of-another-agency": {},
        "sub-of-a-leaver": {},
        "sub-without-a-place": {},
        "sub-at-another": {},
        "nobody": {},
        "unknown": {"email": "nobody@example.org", "email_verified": True},
        "unverified": {"email": "pat@example.org", "email_verified": False},
        "not-said": {"email": "pat@example.org"},
        "in-words": {"email": "pat@example.org", "email_verified": "true"},
        "address-of-another-agency": {"email": "carys@example.org", "email_verified": True},
        "address-of-nobody": {"email": "dev@example.org", "email_verified": True},
    }
    before = set(SocialAccount.objects.values_list("provider", "uid"))

    for subject, claims in says.items():
        provider.says(subject, **_seen(**claims))
        assert _refused(*_through(provider, subject)), subject

    assert set(SocialAccount.objects.values_list("provider", "uid")) == before
    cast.olu.user.is_active = True
    cast.olu.user.save()


@pytest.mark.usefixtures("_police")
@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"amr": ["pwd"], "auth_time": int(time.time())},
        {"amr": "mfa", "auth_time": int(time.time())},
        {"amr": ["mfa"], "auth_time": None},
        {"amr": ["mfa"], "auth_time": "now"},
        {"amr": ["mfa"], "auth_time": int(time.time()) - 16 * 60},
        {"acr": "1", "auth_time": int(time.time())},
    ],
)
def test_where_the_agency_saw_no_second_factor_ours_is_asked(
    cast: SimpleNamespace, provider: Provider, claims: dict[str, Any]
) -> None:
    _bound(cast.pat, "sub-pat")
    provider.says("sub-pat", **claims)

    _, browser = _through(provider, "sub-pat")

    assert browser.get("/").headers["Location"] == "/account/2fa/totp/activate/"
    assert browser.get("/inbox").status_code == 302


@pytest.mark.usefixtures("_police")
def test_whoever_has_a_second_factor_with_us_gives_it_whatever_the_agency_says(
    cast: SimpleNamespace, provider: Provider
) -> None:
    give_second_factor(cast.olu, secret=SECRET)
    _bound(cast.olu, "sub-olu")
    provider.says("sub-olu", **_seen())

    answer, browser = _through(provider, "sub-olu")

    assert answer.headers["Location"] == "/account/2fa/authenticate/"
    assert not _is_in(browser)
    assert browser.post("/account/2fa/authenticate/", {"code": _code()}).headers["Location"] == "/"
    assert _is_in(browser)
    cast.olu.user.authenticator_set.all().delete()


@pytest.mark.usefixtures("_police")
def test_nothing_that_the_agency_says_of_somebody_is_kept(
    cast: SimpleNamespace, provider: Provider
) -> None:
    provider.says("sub-pat", **_seen(email="pat@example.org", email_verified=True, note="Canary"))

    for _ in range(2):
        _, browser = _through(provider, "sub-pat")

        assert SocialAccount.objects.get().extra_data == {}
        assert not SocialToken.objects.exists()
        assert "Canary" not in json.dumps(dict(browser.session))


@pytest.mark.usefixtures("_police")
def test_a_way_back_is_good_once_and_in_its_own_browser(
    cast: SimpleNamespace, provider: Provider
) -> None:
    _bound(cast.pat, "sub-pat")
    provider.says("sub-pat", **_seen())
    browser, thief = Client(), Client()
    back = provider.signs_in("sub-pat", leads_to(browser.post(TO).content.decode()))

    assert _refused(thief.get(back), thief)
    assert browser.get(back).status_code == 302
    browser.post("/account/logout/")
    assert _refused(browser.get(back), browser)


@pytest.mark.usefixtures("_police")
def test_whoever_breaks_off_or_comes_back_with_nonsense_finds_a_page_that_helps(
    cast: SimpleNamespace, provider: Provider
) -> None:
    browser = Client()
    to = leads_to(browser.post(TO).content.decode())
    broken, state = provider.breaks_off(to), parse_qs(urlsplit(to).query)["state"][0]

    assert _refused(browser.get(broken), browser)
    for query in (
        "",
        "?code=x",
        "?state=x&code=y",
        f"?state={state}&code=y",
        "?error=server_error",
    ):
        assert _refused(browser.get(BACK + query), browser), query


@pytest.mark.usefixtures("_police")
def test_only_our_own_form_leads_to_the_provider_and_adds_nothing_of_its_address(
    cast: SimpleNamespace, provider: Provider
) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(TO).status_code == 403
    assert Client().get(TO).status_code == 404
    assert Client().post("/account/agency/council/").status_code == 404

    page = Client().post(f"{TO}?scope=admin&auth_params=prompt%3Dnone&process=connect")

    asked = parse_qs(urlsplit(leads_to(page.content.decode())).query)
    assert set(asked["scope"][0].split()) == {"openid", "email"}
    assert asked["max_age"] == ["900"]
    assert asked["code_challenge_method"] == ["S256"]
    assert len(asked["nonce"][0]) > 20
    assert "prompt" not in asked


@pytest.mark.usefixtures("_police")
@pytest.mark.parametrize("where", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_nobody_is_led_elsewhere(cast: SimpleNamespace, provider: Provider, where: str) -> None:
    _bound(cast.pat, "sub-pat")
    provider.says("sub-pat", **_seen())

    answer, _ = _through(provider, "sub-pat", next=where)

    assert answer.headers["Location"] == "/"


@pytest.mark.usefixtures("_police")
def test_a_token_that_another_sign_in_asked_for_is_refused(
    cast: SimpleNamespace, provider: Provider
) -> None:
    _bound(cast.pat, "sub-pat")
    provider.says("sub-pat", **_seen())
    browser = Client()
    to = leads_to(browser.post(TO).content.decode())
    nonce = parse_qs(urlsplit(to).query)["nonce"][0]

    for other in (to.replace(nonce, "another"), to.replace(f"&nonce={nonce}", "")):
        assert _refused(browser.get(provider.signs_in("sub-pat", other)), browser)
        to = leads_to(browser.post(TO).content.decode())


def test_a_provider_that_calls_itself_otherwise_is_not_asked(
    cast: SimpleNamespace, provider: Provider, tmp_path: Path
) -> None:
    client, secret = provider.registered(f"http://testserver{BACK}")

    with set_up(f"{provider.address}/.well-known/openid-configuration?", client, secret, tmp_path):
        assert Client().post(TO).status_code == 503


def test_a_wrong_secret_or_a_silent_provider_lets_nobody_in_and_says_what_to_do(
    cast: SimpleNamespace, provider: Provider, tmp_path: Path
) -> None:
    client, _ = provider.registered(f"http://testserver{BACK}")
    provider.says("sub-pat", **_seen(email="pat@example.org", email_verified=True))

    with set_up(provider.address, client, "wrong", tmp_path):
        assert _refused(*_through(provider, "sub-pat"))
    with set_up("http://127.0.0.1:9", client, "wrong", tmp_path):
        answer = Client().post(TO)
    assert answer.status_code == 503
    assert "ring" in answer.content.decode()


def _stale(browser: Client) -> None:
    """Sixteen minutes go by."""
    session = browser.session
    methods = session["account_authentication_methods"]
    session["account_authentication_methods"] = [
        {**method, "at": method["at"] - 16 * 60} for method in methods
    ]
    session.save()


@pytest.mark.usefixtures("_police")
def test_whoever_signed_in_through_their_agency_confirms_there_and_loses_nothing(
    cast: SimpleNamespace, provider: Provider
) -> None:
    asked = deeds.decided(cast.pat, cast.carys)
    page = f"/decisions/stop/{asked.proposals[0].pk}"
    _bound(cast.pat, "sub-pat")
    provider.says("sub-pat", **_seen())
    _, browser = _through(provider, "sub-pat")
    _stale(browser)

    sent = browser.post(page, {"because": WRITTEN})
    confirm = browser.get(sent.headers["Location"]).content.decode()
    between = browser.post(TO, {"next": page}).content.decode()
    provider.says("sub-pat", **_seen(minutes=16))  # it did not ask, though it was asked to
    unasked = browser.get(provider.signs_in("sub-pat", leads_to(between)))
    still_stale = browser.get(page)
    provider.says("sub-pat", **_seen())
    given, _ = _through(provider, "sub-pat", browser, next=page)

    assert sent.headers["Location"] == f"/account/confirm/?next={page}"
    assert "Go to your agency" in confirm
    assert parse_qs(urlsplit(leads_to(between)).query)["prompt"] == ["login"]
    assert unasked.status_code == 403
    assert "What you wrote is kept" in still_stale.content.decode()
    assert browser.post(page, {"because": WRITTEN}).status_code == 302
    assert given.headers["Location"] == page
    asked.proposals[0].refresh_from_db()
    assert asked.proposals[0].step == "not-shared"


@pytest.mark.usefixtures("_police")
def test_nobody_confirms_with_somebody_elses_sign_in(
    cast: SimpleNamespace, provider: Provider
) -> None:
    _bound(cast.pat, "sub-pat")
    _bound(cast.olu, "sub-olu")
    for subject in ("sub-pat", "sub-olu", "sub-new"):
        provider.says(subject, **_seen())
    _, browser = _through(provider, "sub-pat")
    _stale(browser)

    for subject in ("sub-olu", "sub-new"):
        answer, _ = _through(provider, subject, browser, next="/team/glass")

        assert answer.status_code == 403
        assert browser.get("/team/glass").status_code == 302
    assert browser.get("/still").content.decode() == str(cast.pat.pk)


def test_tokens_never_travel_in_clear_to_another_machine() -> None:
    with pytest.raises(requests.RequestException, match="plain HTTP"):
        SocialAccountAdapter().get_requests_session().get("http://provider.example/jwks")


@pytest.mark.parametrize(
    ("variable", "value", "says"),
    [
        ("DIMMER_OIDC", "police,../x", "small letters"),
        ("DIMMER_OIDC_POLICE_ISSUER", "http://id.police.example", "https"),
        ("DIMMER_OIDC_POLICE_ISSUER", "", "not set"),
        ("DIMMER_OIDC_POLICE_AGENCY", " ", "not set"),
        ("DIMMER_OIDC_POLICE_SECRET_FILE", "/nowhere/at/all", "cannot be read"),
    ],
)
def test_what_an_operator_got_wrong_is_said_in_words(
    tmp_path: Path, variable: str, value: str, says: str
) -> None:
    (tmp_path / "secret").write_text("s3cret\n", encoding="utf-8")
    right = police("https://id.police.example/", client="dimmer", secret=tmp_path / "secret")
    (app,) = from_environment(right)["openid_connect"]["APPS"]
    assert (app["secret"], app["settings"]["server_url"]) == ("s3cret", "https://id.police.example")

    with pytest.raises(BadProvider, match=says):
        from_environment({**right, variable: value})
