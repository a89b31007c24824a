"""The templates' environment: GOV.UK macros, our fields, and plain words for codes."""

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.urls import reverse
from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader

from dimmer.web import words


@cache
def static(name: str) -> str:
    """The address of a built file, with a digest of it, so that browsers may keep it."""
    found = Path(settings.STATIC_ROOT, name)
    digest = sha256(found.read_bytes()).hexdigest()[:12] if found.exists() else "none"
    return f"{settings.STATIC_URL}{name}?{digest}"


def environment(**options: Any) -> Environment:
    """What Django asks for; `options` come from settings."""
    options["loader"] = ChoiceLoader(
        [
            options["loader"],
            PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
        ]
    )
    options.setdefault("trim_blocks", True)
    options.setdefault("lstrip_blocks", True)
    made = Environment(**options)  # noqa: S701  (Django passes autoescape=True)
    made.globals.update(
        static=static, url=reverse, get_messages=get_messages, partnership=settings.PARTNERSHIP
    )
    made.filters.update(
        words=words.label,
        day=words.day,
        moment=words.moment,
        sentence=words.sentence,
        paragraphs=words.paragraphs,
        change=words.change,
    )
    return made
