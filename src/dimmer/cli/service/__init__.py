"""Commands that need the service's own world: Django, the rooms, the database."""

import os


def begin(*, role: str = "service") -> None:
    """Set Django up to connect in a role: `service` for work, `owner` for migrations."""
    os.environ["DIMMER_DATABASE_ROLE"] = role
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dimmer.config.settings")
    import django

    django.setup()
