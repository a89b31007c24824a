"""Passwords of the database roles: random, made when first needed, kept 0600 in DIMMER_HOME."""

import secrets

from dimmer.database.home import locked, read_notes, write_notes

EMBEDDED = "embedded"
"""What the embedded server is called here."""
SUPERUSER = "postgres"
"""The embedded server's own superuser."""
_NOTES = "passwords"


def password(role: str, *, server: str) -> str:
    """The password of a role on a server (EMBEDDED, or host and port); made at the first call."""
    kept = read_notes(_NOTES).get(server, {})
    if role in kept:
        return kept[role]
    with locked(_NOTES):
        notes = read_notes(_NOTES)
        made = notes.setdefault(server, {}).setdefault(role, secrets.token_urlsafe(24))
        write_notes(_NOTES, notes)
    return made
