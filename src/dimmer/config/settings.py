"""Django's settings. What an operator may set is read from the environment and listed by `dimmer check`."""

import os
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

from dimmer.config import agency_providers, mail, witnesses
from dimmer.database import url as database_url
from dimmer.database.home import home
from dimmer.keyring.ring import renewable_secret

_SOURCE = Path(__file__).resolve().parent.parent
_CHECKOUT = _SOURCE.parent.parent

DEBUG = False
SECRET_KEY = renewable_secret("django sessions and forms")
ALLOWED_HOSTS = os.environ.get("DIMMER_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
BEHIND_TLS = os.environ.get("DIMMER_TLS", "no") == "yes"
"""Whether a proxy in front speaks HTTPS (and only HTTPS) for us."""

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "procrastinate.contrib.django",
    # the rooms, in the order of the route
    "dimmer.apps.ledger",
    "dimmer.apps.agencies",
    "dimmer.apps.vault",
    "dimmer.apps.interests",
    "dimmer.apps.concerns",
    "dimmer.apps.attachments",
    "dimmer.apps.honour",
    "dimmer.apps.people",
    "dimmer.apps.consents",
    "dimmer.apps.consultations",
    "dimmer.apps.addressees",
    "dimmer.apps.decisions",
    "dimmer.apps.requests",
    "dimmer.apps.disclosures",
    "dimmer.apps.travels",
    "dimmer.apps.tellings",
    "dimmer.apps.receipts",
    "dimmer.apps.notices",
    "dimmer.apps.onward",
    "dimmer.apps.reviews",
    "dimmer.apps.samples",
    "dimmer.apps.allocations",
    "dimmer.apps.contacts",
    "dimmer.apps.disposals",
    "dimmer.apps.desk",
    "dimmer.apps.archives",
    "dimmer.apps.seen",
]
MIDDLEWARE = [
    "dimmer.web.middleware.security_headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "dimmer.web.middleware.ReaderTransaction",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "dimmer.web.middleware.SetReader",
]
ROOT_URLCONF = "dimmer.config.urls"
WSGI_APPLICATION = "dimmer.config.wsgi.application"

_address = {"service": database_url.service, "owner": database_url.owner}
_database = conninfo_to_dict(_address[os.environ.get("DIMMER_DATABASE_ROLE", "service")]())
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _database.pop("dbname", ""),
        "USER": _database.pop("user", ""),
        "PASSWORD": _database.pop("password", ""),
        "HOST": _database.pop("host", ""),
        "PORT": _database.pop("port", ""),
        "OPTIONS": {
            "pool": {"min_size": 1, "max_size": 8, "timeout": 10},
            # Values go apart from the statement, and one that comes again keeps its plan: for joins of eight
            # tables planning takes longer than reading. A plan holds no reader: policies ask for it at each run.
            "server_side_binding": True,
            "prepare_threshold": 2,
            # whatever else the address says, for example sslmode, goes to the driver as it stands
            **_database,
        },
        "CONN_HEALTH_CHECKS": True,  # one that the server closed meanwhile, nobody is given
        "DISABLE_SERVER_SIDE_CURSORS": True,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [_SOURCE / "web" / "jinja2"],
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "dimmer.config.jinja.environment",
            "context_processors": ["django.contrib.messages.context_processors.messages"],
            "auto_reload": False,
        },
    },
    {  # for what allauth brings and no page of ours replaces
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("DIMMER_STATIC", _CHECKOUT / "static-built"))
FONTS = Path(os.environ.get("DIMMER_FONTS", _CHECKOUT / "node_modules" / "@expo-google-fonts"))
"""What documents are set in."""
WHITENOISE_MAX_AGE = 31_536_000  # seconds; addresses carry a digest of what they name

# Signing in: a password and a second factor, always.
AUTH_USER_MODEL = "agencies.User"
AUTHENTICATION_BACKENDS = ["dimmer.web.signin.Backend"]
ACCOUNT_ADAPTER = "dimmer.web.signin.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/account/login/"
ACCOUNT_PRESERVE_USERNAME_CASING = False
# Wrong passwords: from one address for one name 8 in 5 minutes, which is less in an hour than all addresses
# may together. So nobody keeps somebody else out from one place, and nobody guesses faster from many.
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    "login_failed": "30/m/ip,8/5m/key",
    "login_failed_anywhere": "100/h/key",
}
CACHES = {
    # limits on guessing and used codes: with few places, whoever tries many names would push them out
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
ACCOUNT_FORMS = {
    "login": "dimmer.web.signin_forms.Login",
    "change_password": "dimmer.web.signin_forms.Change",
    "reauthenticate": "dimmer.web.signin_forms.Password",
}
MFA_FORMS = {
    "authenticate": "dimmer.web.signin_forms.Code",
    "reauthenticate": "dimmer.web.signin_forms.CodeAgain",
    "activate_totp": "dimmer.web.signin_forms.Activate",
}
MFA_ADAPTER = "dimmer.web.signin.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Dimmer"
SOCIALACCOUNT_ADAPTER = "dimmer.web.agency_signin.SocialAccountAdapter"
SOCIALACCOUNT_PROVIDERS = agency_providers.from_environment()
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5  # seconds
LOGIN_URL = "/account/login/"
LOGIN_REDIRECT_URL = "/"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "dimmer.web.passwords.LongEnough",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "dimmer.web.passwords.NotCommon"},
    {"NAME": "dimmer.web.passwords.WordsOfThePlace"},
]

# seconds for which a link is good that lets somebody choose theirs
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60

_HOST = "__Host-" if BEHIND_TLS else ""  # browsers then take the cookie from this host alone
SESSION_COOKIE_NAME = f"{_HOST}dimmer_session"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
CSRF_COOKIE_NAME = f"{_HOST}dimmer_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_AGE = None  # gone with the browser: it would be a trace on a borrowed telephone
CSRF_FAILURE_VIEW = "dimmer.web.errors.form_expired"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
"""Seconds for which a second factor is fresh: sharing, deciding, handing over and exporting ask for one that is."""
IDLE_MINUTES = 30
"""Minutes after which an unattended session ends."""
SESSION_ENGINE = "dimmer.web.sessions"
SESSION_MODEL = "agencies.Session"
COVER_MINUTES = 5
"""Minutes after which an unattended page covers itself, where scripts run."""
if BEHIND_TLS:
    ALLAUTH_TRUSTED_PROXY_COUNT = (
        1  # else all who sign in would share the proxy's address and its limits
    )
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000  # bytes of one form
SILENCED_SYSTEM_CHECKS = [
    "urls.W002"
]  # a room's first page has no slash at its end, so the others begin with one
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

PARTNERSHIP = os.environ.get("DIMMER_PARTNERSHIP", "Exampleshire safeguarding partnership")
LEDGER_ORIGIN = os.environ.get("DIMMER_LEDGER_ORIGIN", "ledger.exampleshire.example/dimmer")
"""The ledger's name in its checkpoints (C2SP tlog-checkpoint, origin line)."""
WITNESSES = witnesses.from_environment()
"""Who cosigns the ledger's checkpoints (C2SP tlog-witness)."""

# How long people have. Hours and days; agreed by the partnership.
SECOND_CHECK_HOURS = int(os.environ.get("DIMMER_SECOND_CHECK_HOURS", "24"))
REPORT_HOURS = int(os.environ.get("DIMMER_REPORT_HOURS", "24"))
EMERGENCY_RECORD_HOURS = 24
NOTICE_HOURS = int(os.environ.get("DIMMER_NOTICE_HOURS", "72"))
ADVICE_MINUTES = int(os.environ.get("DIMMER_ADVICE_MINUTES", "10"))
REVIEW_DAYS = int(os.environ.get("DIMMER_REVIEW_DAYS", "28"))
_backups = os.environ.get("DIMMER_BACKUP_DAYS")
BACKUP_DAYS = int(_backups) if _backups else None
"""Days for which the last backup is kept; what was destroyed can be opened from one for as long."""

# Logs carry ids, never what anybody typed: addresses, bodies and local variables stay out.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "dimmer.web.logs.Plain"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        "dimmer.signing-in": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
}

_mail = mail.from_environment()
MAIL_WORKS = _mail.works
"""Whether any e-mail leaves: links and codes to professionals, and nothing else."""
EMAIL_BACKEND = f"django.core.mail.backends.{_mail.backend}.EmailBackend"
EMAIL_FILE_PATH = home() / "mail"
EMAIL_HOST, EMAIL_PORT = _mail.host, _mail.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail.user, _mail.password
EMAIL_USE_TLS, EMAIL_USE_SSL = _mail.scheme == "smtp+tls", _mail.scheme == "smtps"
EMAIL_TIMEOUT = 10  # seconds: whoever sends waits for it, and so does the database
DEFAULT_FROM_EMAIL = SERVER_EMAIL = _mail.sender
