"""The way in for the server (WSGI: with synchronous views it is several times quicker than ASGI)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dimmer.config.settings")

application = get_wsgi_application()
