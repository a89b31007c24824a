"""Writes of travels: `sending` and `telling` for whoever shared it, `opening` for whoever holds a link."""

from dimmer.apps.travels.actions.documents import with_password
from dimmer.apps.travels.actions.opening import (
    TooSoon,
    accept,
    come_in,
    file_opened,
    opened,
    read,
    send_code,
)
from dimmer.apps.travels.actions.sending import block, end, looked_at, send_link
from dimmer.apps.travels.actions.telling import tell

__all__ = [
    "TooSoon", "accept", "block", "come_in", "end", "file_opened", "looked_at", "opened", "read", "send_code",
    "send_link", "tell", "with_password",
]  # fmt: skip
