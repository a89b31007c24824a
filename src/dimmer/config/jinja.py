"""The templates' environment: GOV.UK macros, our fields, and plain words for codes."""

import os
from collections.abc import MutableMapping, Sequence
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.urls import reverse
from jinja2 import ChoiceLoader, Environment, FileSystemBytecodeCache, PackageLoader, PrefixLoader
from jinja2.bccache import Bucket

from dimmer.database.home import home
from dimmer.web import agency_signin, saved, words


@cache
def static(name: str) -> str:
    """The address of a built file, with a digest of it, so that browsers may keep it."""
    found = Path(settings.STATIC_ROOT, name)
    digest = sha256(found.read_bytes()).hexdigest()[:12] if found.exists() else "none"
    return f"{settings.STATIC_URL}{name}?{digest}"


def url(name: str, args: Sequence[Any] = ()) -> str:
    """The address of a page."""
    return reverse(name, args=args) if args else _fixed(name)


@cache
def _fixed(name: str) -> str:
    return reverse(name)


class _Compiled(FileSystemBytecodeCache):
    """Templates as they were compiled, kept between starts: compiling them takes a third of a start."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):  # a full disk keeps no page from being shown
            super().dump_bytecode(bucket)


def _compiled() -> _Compiled | None:
    folder = home() / "templates"
    folder.mkdir(mode=0o700, exist_ok=True)
    # what lies there is run: it must be from nobody else
    is_ours = (folder.stat().st_uid, folder.stat().st_mode & 0o77) == (os.geteuid(), 0)
    return _Compiled(str(folder)) if is_ours else None


class _Settled(Environment):
    """An environment whose globals stand before any template is loaded, so that a template may have its own copy.

    A copy that follows later changes is a chain of maps, and comparing those by hand at each import of a macro takes
    a twelfth of a page.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The globals of a template."""
        return {**self.globals, **(d or {})}


def environment(**options: Any) -> Environment:
    """What Django asks for; `options` come from settings."""
    options["loader"] = ChoiceLoader(
        [
            options["loader"],
            PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
        ]
    )
    options.setdefault("bytecode_cache", _compiled())
    options.setdefault("trim_blocks", True)
    options.setdefault("lstrip_blocks", True)
    made = _Settled(**options)
    made.globals.update(
        static=static,
        url=url,
        get_messages=get_messages,
        partnership=settings.PARTNERSHIP,
        cover_minutes=settings.COVER_MINUTES,
        agency_providers=agency_signin.providers,
        just_saved=saved.once,
    )
    made.filters.update(
        words=words.label,
        day=words.day,
        hour=words.hour,
        moment=words.moment,
        part_of_day=words.part_of_day,
        sentence=words.sentence,
        paragraphs=words.paragraphs,
        change=words.change,
        historical=words.historical,
        came_of=words.came_of,
        topics=words.topics,
        passing=words.passing,
        how_told=words.how_told,
        tel=words.tel,
    )
    return made
