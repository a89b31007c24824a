"""Small matters built in a test: Zofia, whom an Idva's charity helps, and whatever the test changes of that."""

from datetime import date
from typing import Any

from dimmer import lawbook
from dimmer.core.advice import Advice, advise_without_missing, parse_facts

ZOFIA = {"id": "zofia", "role": "victim", "age": 34, "capacity": "has", "care_needs": False}
MAN = {"id": "man", "role": "alleged-perpetrator"}
KIT = {"id": "kit", "role": "child", "age": 6}
CALM = {
    "level": "standard", "urgency": "routine", "marac_threshold": False, "child_significant_harm": False,
    "serious_crime": False, "others_at_risk": False, "life_in_danger": False,
}  # fmt: skip
AT_THE_THRESHOLD = {**CALM, "level": "high", "marac_threshold": True}
NOW = {**CALM, "level": "imminent", "urgency": "immediate", "life_in_danger": True}


def zofia(**changed: Any) -> dict[str, Any]:
    return {**ZOFIA, **changed}


def item(*categories: str, about: str = "zofia", **changed: Any) -> dict[str, Any]:
    return {"about": [about], "categories": list(categories), **changed}


def matter(
    *,
    to: str = "police",
    holder: str = "idva-charity",
    without_documents: bool = False,
    commissioned: bool = False,
    **changed: Any,
) -> dict[str, Any]:
    """A matter of an Idva's charity and the police on 1 March 2026, save what is changed."""
    held: dict[str, Any] = {"kind": holder}
    if without_documents:
        held["policy_documents"] = []
    if commissioned:
        held["commissioned"] = True
    return {
        "id": "m", "title": "m", "nation": "england", "date": date(2026, 3, 1),
        "holder": held, "recipients": [{"kind": to}],
        "purpose": {"kinds": ["protect-adult", "prevent-crime"]}, "risk": AT_THE_THRESHOLD,
        "people": [ZOFIA], "items": [item("domestic-abuse")], **changed,
    }  # fmt: skip


def advised(**changed: Any) -> Advice:
    """The advice on such a matter."""
    return advise_without_missing(parse_facts(matter(**changed)), lawbook.book())


def opened(advice: Advice, layer: str, *, person: str = "") -> set[str]:
    """The ids that are open in a layer, of everybody or of one person."""
    routes = [row for row in advice.routes if person in ("", row.person)]
    return {one for row in routes for one in getattr(row, layer)}


def duties(advice: Advice) -> set[tuple[str, str]]:
    """The duties that follow, each with its person or nobody."""
    return {(row.code, row.person) for row in advice.duties}


def duty(advice: Advice, code: str) -> str:
    """The words of a duty."""
    return next(row.words for row in advice.duties if row.code == code)


def actions(advice: Advice) -> list[str]:
    """What becomes of each item."""
    return [row.action.value for row in advice.items]


def purpose(*kinds: str) -> dict[str, Any]:
    return {"kinds": list(kinds)}
