"""What somebody has told in their own words, and been asked: so that they need tell it once.

Topics are of a fixed list, and tell nothing by themselves: they may stand where no other word of somebody may.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum


class Passing(StrEnum):
    """What somebody said of whether a part of their own words may be passed on."""

    YES = "yes"
    NO = "no"
    UNASKED = "unasked"


SAID: Mapping[str, str] = {
    Passing.YES: "They said yes to passing it on",
    Passing.NO: "They said no to passing it on",
    Passing.UNASKED: "They have not been asked whether it may be passed on",
}
"""The same for a page."""
PRESENT: Mapping[str, str] = {
    "nobody": "Nobody",
    "chosen": "Somebody whom they wanted there",
    "others": "Somebody else",
}
"""Who was there beside whoever heard it, and whoever interpreted."""
INTERPRETED: Mapping[str, str] = {
    "no": "Nobody interpreted",
    "profession": "Somebody interpreted who does it by profession",
    "other": "Somebody else interpreted",
}
NEVER_SPEAKS = frozenset({"alleged-perpetrator", "informant", "practitioner"})
"""In which roles nobody's own words are written down as theirs: accused, to stay unknown, or in office."""
TOPICS: Mapping[str, str] = {
    "events": "What happened",
    "when": "When, and in what order",
    "before": "What happened earlier in their life",
    "why": "Why they did something, or did not",
    "health": "Body and health",
    "family": "Family and home life",
    "money": "Money and housing",
    "proof": "Papers, messages and pictures",
    "wishes": "What they want to happen",
}
"""What somebody can have been asked about: neutral, as each may stand in a pack."""


def in_order(topics: Iterable[str]) -> tuple[str, ...]:
    """Topics in the order of the list, each once; what is none is left out."""
    some = {*topics}
    return tuple(code for code in TOPICS if code in some)
