"""The lawbook: law and guidance as data, each row with its authority, read once per process."""

from dimmer.core.advice.lawbook import Lawbook
from dimmer.lawbook.overlays import Overlay, Point
from dimmer.lawbook.read import book, guidance

__all__ = ["Lawbook", "Overlay", "Point", "book", "guidance"]
