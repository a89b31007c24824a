"""Files that somebody wrote or was given: what they hide, and a flat copy that hides nothing.

A file is opened in a process of its own, which can open nothing else. Here stand the three questions to it.
"""

from dimmer.files.asked import drawn, flat, look
from dimmer.files.said import MOST_BYTES, Box, Flat, Found, Hidden, Hides, Looked, Refused

__all__ = [
    "MOST_BYTES",
    "Box",
    "Flat",
    "Found",
    "Hidden",
    "Hides",
    "Looked",
    "Refused",
    "drawn",
    "flat",
    "look",
]
