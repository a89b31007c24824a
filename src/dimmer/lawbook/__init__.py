"""The lawbook: law and guidance as data, each row with its authority, read once per process."""

from dimmer.core.advice.lawbook import Lawbook
from dimmer.lawbook.files import text
from dimmer.lawbook.flowchart import Flowchart
from dimmer.lawbook.linked import Linked
from dimmer.lawbook.overlays import Overlay, Point
from dimmer.lawbook.read import (
    book,
    book_in,
    book_of,
    flowchart,
    guard,
    guidance,
    history,
    linked,
    overlay,
    reach,
    retention,
    statement,
)

__all__ = [
    "Flowchart",
    "Lawbook",
    "Linked",
    "Overlay",
    "Point",
    "book",
    "book_in",
    "book_of",
    "flowchart",
    "guard",
    "guidance",
    "history",
    "linked",
    "overlay",
    "reach",
    "retention",
    "statement",
    "text",
]
