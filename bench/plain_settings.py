"""Dimmer's own settings, middleware and all, with pages that do nothing: what the server costs before any page."""

from dimmer.config.settings import *  # noqa: F403 - the same in all but the addresses

ROOT_URLCONF = "bench.plain"
