"""Signing in through an agency's own identity provider (OpenID Connect; the library speaks the protocol).

Nobody joins by it. A provider speaks for its own agency only: for practitioners of that agency, found by the
subject they were bound to; where they are bound to none yet, by a verified e-mail address, which binds them.
What it says about a second factor counts only for a sign-in of the last minutes; else ours is asked for.
"""

import secrets
import time
from typing import Any, NoReturn
from urllib.parse import urlsplit

import jwt
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import get_next_redirect_url
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect import views as library
from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from requests import RequestException, Session
from requests.adapters import HTTPAdapter

from dimmer.web.logs import note

_STATE = "second_factor_at"
"""In what travels with a sign-in: when the provider saw a second factor, in seconds since 1970."""
_ALGORITHMS = [
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
    "EdDSA",
]
"""With the provider's public key: none that a secret of ours, or nobody, could have signed with."""
_NONCE = "agency_nonce"
"""In the session: what the token must repeat, so that none of another sign-in is taken for this one's."""
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class _NoPlainHttp(HTTPAdapter):
    """Keys and tokens never come over a line that others can write to; this machine's own is none."""

    def send(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Refuse plain HTTP to any other machine."""
        if urlsplit(request.url).hostname not in _LOOPBACK:
            raise RequestException("plain HTTP")
        return super().send(request, *args, **kwargs)


class _Adapter(library.OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # allauth is untyped
    """The library's way to the provider, with no check left out."""

    @property
    def openid_config(self) -> dict[str, Any]:
        """What the provider says of itself, if it is the one that was configured (OpenID Connect Discovery 4.3)."""
        found: dict[str, Any] = super().openid_config
        if str(found.get("issuer")).rstrip("/") != self.get_provider().app.settings["server_url"]:
            raise RequestException("another issuer")
        return found

    def complete_login(self, request: HttpRequest, app: Any, _token: Any, **kwargs: Any) -> Any:
        """Who it is, by the signed token alone (OpenID Connect Core 3.1.3.7).

        The library would take its signature on trust, since it came over TLS, and any algorithm that it names.
        """
        try:
            claims = self._claims(app, str(kwargs["response"].get("id_token")))
        except jwt.PyJWTError as error:
            raise OAuth2Error("the token") from error
        return self.get_provider().sociallogin_from_response(request, {"id_token": claims})

    def _claims(self, app: Any, token: str) -> dict[str, Any]:
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
        named = jwt.get_unverified_header(token).get("kid")
        keys = jwt.PyJWKSet.from_dict(answer.json()).keys
        key = next((key for key in keys if named in (None, key.key_id)), None)
        if key is None:
            raise jwt.InvalidTokenError("no such key")
        found: dict[str, Any] = jwt.decode(
            token, key, algorithms=_ALGORITHMS, audience=app.client_id,
            issuer=self.openid_config["issuer"], options={"require": ["exp", "iat", "sub"]},
        )  # fmt: skip
        return found


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth is untyped
    """Who may come in through which provider, and what is kept of it."""

    def is_open_for_signup(self, *_args: Any) -> bool:
        """Never."""
        return False

    def get_requests_session(self) -> Session:
        """What asks the provider."""
        session: Session = super().get_requests_session()
        session.mount("http://", _NoPlainHttp())
        session.max_redirects = 0  # what was configured is asked, and nobody else
        return session

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Let in whom the provider may speak for, and nobody else; all others are told the same."""
        account, app = sociallogin.account, sociallogin.provider.app
        claims = account.extra_data.get("id_token", {})
        if not claims.get("nonce") or claims["nonce"] != request.session.pop(_NONCE, None):
            _refuse(request)
        account.extra_data = {}  # nothing that the provider says of somebody is kept
        if sociallogin.is_existing:
            account.save(update_fields=["extra_data"])
        elif found := _by_email(claims, app):
            sociallogin.connect(request, found)
        else:
            _refuse(request)
        if not _is_of(sociallogin.user, app):
            _refuse(request)
        at = _second_factor_at(claims, app)
        if sociallogin.state.get("process") == AuthProcess.REDIRECT:
            if at is None or sociallogin.user.pk != request.user.pk:
                _refuse(request)
            _record(request, sociallogin.user, at=at)
            request.session.cycle_key()
        elif at is not None:
            sociallogin.state[_STATE] = at

    def on_authentication_error(self, request: HttpRequest, *_args: Any, **_more: Any) -> NoReturn:
        """Broken off, out of date, or refused by the provider: one page says what to do."""
        _refuse(request)


def note_second_factor(request: HttpRequest, user: Any, sociallogin: Any) -> None:
    """After signing in: what the provider saw counts as a second factor in this session."""
    if sociallogin and (at := sociallogin.state.get(_STATE)):
        _record(request, user, at=at)


def _record(request: HttpRequest, user: Any, *, at: float) -> None:
    record_authentication(request, user, "mfa", type="agency", reauthenticated=True)
    methods = request.session["account_authentication_methods"]
    methods[-1]["at"] = at
    request.session["account_authentication_methods"] = methods


def _by_email(claims: dict[str, Any], app: Any) -> Any:
    """Whoever signs in with that verified address and is bound to nobody at the provider yet; or None."""
    if claims.get("email_verified") is not True or not claims.get("email"):
        return None
    users = get_user_model()._default_manager  # noqa: SLF001  (documented)
    found = users.filter(email=str(claims["email"]).strip().lower()).first()
    if found is None or not _is_of(found, app):
        return None
    is_bound = SocialAccount.objects.filter(user=found, provider=app.provider_id).exists()
    return None if is_bound else found


def _is_of(user: Any, app: Any) -> bool:
    """Whether somebody works for the agency that the provider speaks for."""
    practitioner = getattr(user, "practitioner", None)
    if practitioner is None or not user.is_active:
        return False
    return bool(practitioner.team.agency.name == app.settings["agency"])


def _second_factor_at(claims: dict[str, Any], app: Any) -> float | None:
    """When the provider saw a second factor; None where it does not say so, or that was too long ago."""
    at, accepted = claims.get("auth_time"), set(app.settings["second_factors"])
    methods = claims.get("amr")
    said = {claims.get("acr"), *(methods if isinstance(methods, list) else [])}
    if not isinstance(at, int | float) or not accepted & said:
        return None
    now = time.time()
    return min(at, now) if now - at < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT else None


def _refuse(request: HttpRequest) -> NoReturn:
    note("refused through an agency's sign-in")
    raise ImmediateHttpResponse(render(request, "account/not-through-agency.html", status=403))


def providers() -> list[tuple[str, str]]:
    """Each provider: its name in addresses, and its agency's name."""
    apps = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    return [(app["provider_id"], app["name"]) for app in apps]


def to_agency(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Lead to the provider. It is asked to see the person now: at once for whoever confirms that it is them.

    A page between leads there: browsers hold a form's redirect to the policy of the page that it came from.
    """
    if request.method != "POST" or provider_id not in dict(providers()):
        raise Http404
    confirms = bool(request.user.is_authenticated)
    nonce = request.session[_NONCE] = secrets.token_urlsafe(24)
    lately = (
        {"prompt": "login", "max_age": 0}
        if confirms
        else {"max_age": settings.ACCOUNT_REAUTHENTICATION_TIMEOUT}
    )
    try:
        provider = _Adapter(request, provider_id).get_provider()
        provider.oauth2_adapter_class = _Adapter
        answer: HttpResponse = provider.redirect(
            request,
            process=AuthProcess.REDIRECT if confirms else AuthProcess.LOGIN,
            next_url=get_next_redirect_url(request),
            auth_params={"nonce": nonce, **lately},
        )
    except RequestException:
        return render(request, "account/not-through-agency.html", status=503)
    if not isinstance(answer, HttpResponseRedirect):
        return answer
    return render(request, "account/to-agency.html", {"to": answer.url})


def from_agency(request: HttpRequest, provider_id: str) -> HttpResponse:
    """The way back, with what the provider says."""
    if provider_id not in dict(providers()):
        raise Http404
    answer: HttpResponse = OAuth2CallbackView.adapter_view(_Adapter(request, provider_id))(request)
    return answer


def provider_of(request: HttpRequest) -> str | None:
    """Through which provider somebody who has no second factor with us has signed in."""
    if is_mfa_enabled(request.user, [Authenticator.Type.TOTP]):
        return None
    methods = request.session.get("account_authentication_methods", [])
    through = [each["provider"] for each in methods if each.get("method") == "socialaccount"]
    return through[-1] if through else None


def confirm(request: HttpRequest) -> HttpResponse:
    """Ask somebody without a second factor of ours to confirm at their agency that it is them."""
    provider = provider_of(request) if request.user.is_authenticated else None
    if provider is None:
        raise Http404
    shown = {"provider": provider, "next": request.GET.get("next", "")}
    return render(request, "account/confirm-at-agency.html", shown)
