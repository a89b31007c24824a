"""What is written back: words that are the same whatever is held, made of the request alone.

What a request must say turns on its kind, in one table (`_MUST`). Somebody who asks for what is held about themselves
owes no reason and names no law: they may be asked who they are, what shows that they may act for somebody else, and
which information they mean (UK GDPR, Articles 12(2), 12(6), 12A and 15). Not yet checked by a lawyer.
"""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from dimmer.apps.decisions.queries import VICTIM_REQUEST
from dimmer.apps.requests.queries.kinds import PLAIN

NOTHING = (
    "We have nothing to share with you in answer to this request.",
    "We give this answer in the same words to everybody to whom we share nothing, whatever the reason.",
)
"""The one answer, whether nothing is held or it is kept back."""
MORE = (
    "We cannot answer this request as it stands. That says neither that we hold anything nor that we do not.",
    "Please tell us in writing:",
)
PERSON = "person"
"""The kind of asker that asks for themselves, or for their child."""
_OWN = ("subject-access", "parent-record-request")
"""What somebody asks as of right for what is held about them, or about their child."""
_MORE_OF_OWN = (
    "We have your request. You need not say why you ask, nor under which law.",
    (
        "You have an answer within one month of it. Where we ask who you are, or whether you may act for somebody, the"
        " month begins when we have that; it stands still while we wait to hear which information you mean."
    ),
    "To go on with it, we ask you for this:",
)
_NOTHING_OF_OWN = "If you think this wrong, you can complain to us or to the Information Commissioner, and go to court."
"""What whoever asks for their own is told with any answer that gives them nothing (UK GDPR, Article 12(4))."""
ASKED: Mapping[str, str] = {
    "who": "who is asking: name, role, organisation, and how we can make sure of it by a number that we find ourselves",
    "identity": "something that shows who you are, since we cannot be sure of it yet",
    "authority": "if you ask for somebody else: what shows that you may act for them",
    "which": "which information you mean, or of which time, if you can say",
    "needed": "what you need to know, point by point rather than as a file",
    "named": "which information you ask for, piece by piece",
    "why": "what you need it for, and why that is necessary",
    "law": "the law or the duty under which you ask",
    "consent": "whether those whom it is about know that you ask, and what they said",
    "line": "the reasonable line of enquiry, and why what you ask is necessary and proportionate to it",
    "told": "how the victim was given notice of the request, or why not",
    "approval": "the written approval of a senior officer, since counselling records are asked for",
}
"""What can be asked for, by code. Nothing in it, nor whether it is asked for, turns on what is held."""
_UNDER_A_LAW = ("who", "needed", "why", "law")
_MUST: Mapping[str, tuple[str, ...]] = {
    PLAIN: ("who", "needed", "why", "consent"),
    "insurance-or-other": ("who", "needed", "why", "consent"),
    **dict.fromkeys(
        ("public-task", "safeguarding-adults-board", "safeguarding-partner", "section-47"), _UNDER_A_LAW
    ),
    VICTIM_REQUEST: ("who", "named", "why", "law", "line", "told", "approval"),
    "court-order": ("who", "needed", "law"),  # a court gives no reasons here: the order says what it takes
    **dict.fromkeys(_OWN, ("identity", "authority")),
}  # fmt: skip
"""What each kind of request must say, by the codes of `ASKED`; what it lacks of that is asked for."""
_MAY: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(_MUST, ("needed", "why", "law", "consent")),
    **dict.fromkeys(_OWN, ("which",)),
    "court-order": (),
}
"""What can be asked for besides, and is not ticked."""
DIMMER = "dimmer"
"""How it came, and how it was made sure who asks, where a team asks through Dimmer."""
_NEEDED = ("named", "why", "line", "told")
"""Without these no victim information request is answered (ss. 44A to 44F, code of practice)."""


def is_own(said: Mapping[str, Any]) -> bool:
    """Whether somebody asks for what is held about them, or about their child: they owe no reason, and no law."""
    return said["form"] in _OWN


def must_name_law(form: str) -> bool:
    """Whether whoever makes that kind of request says under which law or duty an answer is owed."""
    return "law" in _MUST[form]


def month_ends(said: Mapping[str, Any]) -> date:
    """The day by which whoever asks for their own has an answer: that of the next month with the number of its day.

    From receipt (UK GDPR, Article 12(3)); the last day of a month that has no such day. It may be later: for what they
    are asked for, for a weekend, and by two months where what they ask is complex. Not yet checked by a lawyer.
    """
    came = date.fromisoformat(said["came_on"])
    year, month = divmod(came.year * 12 + came.month, 12)
    return date(year, month + 1, min(came.day, monthrange(year, month + 1)[1]))


def may_ask_for(said: Mapping[str, Any]) -> list[str]:
    """What can be asked for in answer to a request of that kind."""
    offered = {*_MUST[said["form"]], *_MAY[said["form"]]}
    if said["checked"] == DIMMER:
        offered -= {"who"}
    return [code for code in ASKED if code in offered]


def gaps(said: Mapping[str, Any]) -> list[str]:
    """What a request of that kind must say and does not: from what was asked alone."""
    acts_for_another = said["form"] != "subject-access" or said["kind"] != PERSON
    lacks = {
        **dict.fromkeys(("who", "identity"), said["checked"] == "not"),
        "authority": acts_for_another and not said["law"],
        "needed": not _says_what(said),
        "named": not said["named"],
        "why": not said["why"],
        "law": not said["law"],
        "consent": said["consent"] == "unsaid",
        "line": not said["line"],
        "told": not said["told"],
        "approval": said["counselling"] == "yes" and not said["approval"],
    }
    must = _MUST[said["form"]]
    return [code for code in may_ask_for(said) if code in must and lacks[code]]


def lacks_fields(said: Mapping[str, Any]) -> list[str]:
    """What a victim information request must say and does not; empty for any other request."""
    found = gaps(said) if said["form"] == VICTIM_REQUEST else []
    return [code for code in found if code in _NEEDED]


def _says_what(said: Mapping[str, Any]) -> bool:
    # who asks through Dimmer says what they need to know in place of anything else
    return bool(said["needed"] or said["named"] or said["checked"] == DIMMER)


def facts_of(said: Mapping[str, Any]) -> dict[str, bool]:
    """What the advice is told of a request beside its form: whether reasons and fields are given, and nothing claimed.

    What the asker says of thresholds, law or consent is shown to whoever decides, and is no fact.
    """
    reasons = bool(said["why"]) and _says_what(said)
    return {"request.reasons_given": reasons, "request.fields_named": bool(said["named"])}


def more_words(asked: Iterable[str]) -> list[str]:
    """The points of a reply that asks for more, in the order of the list."""
    chosen = set(asked)
    return [words for code, words in ASKED.items() if code in chosen]


def says_more(said: Mapping[str, Any]) -> tuple[str, ...]:
    """What stands above those points: to whoever asks for their own nothing that doubts that they get an answer."""
    return _MORE_OF_OWN if is_own(said) else MORE


def says_nothing(said: Mapping[str, Any]) -> tuple[str, ...]:
    """The one answer; whoever asks for their own reads besides where they can complain, whatever is held."""
    return (*NOTHING, _NOTHING_OF_OWN) if is_own(said) else NOTHING
