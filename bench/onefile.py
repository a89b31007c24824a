"""A whole Django in one file, of the same middleware kind, with one page behind sign-in that asks the database once.

`python bench/onefile.py make` prepares its database and prints a session; `python bench/onefile.py page SESSION`
starts, answers one signed-in request and ends. The address of the database is in ONEFILE_DATABASE.
"""

import os
import sys
from typing import Any

import django
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path
from psycopg.conninfo import conninfo_to_dict

_DATABASE = conninfo_to_dict(os.environ["ONEFILE_DATABASE"])
settings.configure(
    SECRET_KEY="of no use",  # noqa: S106 - it guards a benchmark
    ALLOWED_HOSTS=["localhost"],
    ROOT_URLCONF=__name__,
    USE_TZ=True,
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
    ],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "whitenoise.middleware.WhiteNoiseMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": _DATABASE["dbname"],
            "USER": _DATABASE["user"],
            "PASSWORD": _DATABASE["password"],
            "HOST": _DATABASE["host"],
            "OPTIONS": {"pool": {"min_size": 1, "max_size": 8}},
            "ATOMIC_REQUESTS": True,
        }
    },
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
        }
    ],
)


def page(request: HttpRequest) -> HttpResponse:
    """The names of who has signed in, from the database, through a template."""
    from django.contrib.auth.models import User
    from django.template import engines

    template = engines["django"].from_string(
        "<h1>{{ request.user }}</h1>{% for each in users %}<p>{{ each }}{% endfor %}"
    )
    return HttpResponse(template.render({"users": User.objects.all()[:50]}, request))


urlpatterns = [path("", page)]


def main() -> None:
    """Prepare, or answer once."""
    django.setup()
    from django.test import Client

    if sys.argv[1] == "make":
        from django.contrib.auth.models import User
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        client = Client(HTTP_HOST="localhost")
        somebody: Any = User.objects.create_user("somebody")
        client.force_login(somebody)
        print(client.session.session_key)
        return
    from django.core.wsgi import get_wsgi_application

    from bench.once import answer

    sys.exit(answer(get_wsgi_application(), f"sessionid={sys.argv[2]}", "somebody"))


if __name__ == "__main__":
    main()
