"""What is written back: words that are the same whatever is held, made of the request alone."""

from collections.abc import Iterable, Mapping
from typing import Any

from dimmer.apps.decisions.queries import VICTIM_REQUEST

NOTHING = (
    "We have nothing to share with you in answer to this request.",
    "We give this answer in the same words to everybody to whom we share nothing, whatever the reason.",
)
"""The one answer, whether nothing is held or it is kept back."""
MORE = (
    "We cannot answer this request as it stands. That says neither that we hold anything nor that we do not.",
    "Please tell us in writing:",
)
ASKED: Mapping[str, str] = {
    "who": "who is asking: name, role, organisation, and how we can make sure of it by a number that we find ourselves",
    "needed": "what you need to know, point by point rather than as a file",
    "why": "what you need it for, and why that is necessary",
    "law": "the law or the duty under which you ask",
    "consent": "whether those whom it is about know that you ask, and what they said",
    "line": "the reasonable line of enquiry, and why what you ask is necessary and proportionate to it",
    "told": "how the victim was given notice of the request, or why not",
    "approval": "the written approval of a senior officer, since counselling records are asked for",
}
"""What can be asked for, by code. Nothing in it, nor whether it is asked for, turns on what is held."""
_OF_VICTIM_REQUESTS = ("line", "told", "approval")
DIMMER = "dimmer"
"""How it came, and how it was made sure who asks, where a team asks through Dimmer."""
_NEEDED = ("needed", "why", "line", "told")
"""Without these no victim information request is answered (ss. 44A to 44F, code of practice)."""


def may_ask_for(said: Mapping[str, Any]) -> list[str]:
    """What can be asked for in answer to a request of that form."""
    is_victims, is_known = said["form"] == VICTIM_REQUEST, said["checked"] == DIMMER
    left_out = {*(() if is_victims else _OF_VICTIM_REQUESTS), *(("who",) if is_known else ())}
    return [code for code in ASKED if code not in left_out]


def gaps(said: Mapping[str, Any]) -> list[str]:
    """What a request does not say, though it could: from what was asked alone."""
    lacks = {
        "who": said["checked"] == "not",
        "needed": not said["named"],
        "why": not said["why"],
        "law": not said["law"],
        "consent": said["consent"] == "unsaid",
        "line": not said["line"],
        "told": not said["told"],
        "approval": said["counselling"] == "yes" and not said["approval"],
    }
    return [code for code in may_ask_for(said) if lacks[code]]


def lacks_fields(said: Mapping[str, Any]) -> list[str]:
    """What a victim information request must say and does not; empty for any other request."""
    found = gaps(said) if said["form"] == VICTIM_REQUEST else []
    return [code for code in found if code in _NEEDED]


def facts_of(said: Mapping[str, Any]) -> dict[str, bool]:
    """What the advice is told of a request beside its form: whether reasons and fields are given, and nothing claimed.

    What the asker says of thresholds, law or consent is shown to whoever decides, and is no fact.
    """
    # who asks through Dimmer says what they need to know in place of anything else
    says_what = said["needed"] or said["named"] or said["checked"] == DIMMER
    reasons = bool(said["why"] and says_what)
    return {"request.reasons_given": reasons, "request.fields_named": bool(said["named"])}


def more_words(asked: Iterable[str]) -> list[str]:
    """The points of a reply that asks for more, in the order of the list."""
    chosen = set(asked)
    return [words for code, words in ASKED.items() if code in chosen]
