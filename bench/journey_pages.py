"""The main journey by its pages: raise a concern, ask who needs to know, be advised, decide, share."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from bench.walk import Page, Walker

SUMMARY = "No food in the house, and nobody at home at night"
KNOWN = "She had not eaten since Saturday"
DECISION = {
    "purpose": "That she eats tonight",
    "because": "They can visit today; they need this to act",
    "risk_of_not_sharing": "Another night alone",
    "risk_of_sharing": "Her mother may be angry",
    "wishes": "She wants help",
    "telling": "I told her today",
}
ANSWERS: dict[str, str | list[str]] = {
    "purpose.kinds": ["protect-child"], "risk.level": "high", "risk.urgency": "same-day",
}  # fmt: skip


ONE_THING: dict[str, str | list[str]] = {
    "text": "She has not eaten since Saturday, alone at night", "source": "Her teacher",
    "nature": "fact", "categories": ["child-protection"], "name": "Zofia Nowak", "role": "child",
    "purpose.kinds": ["protect-child"], "risk.level": "high", "risk.urgency": "same-day",
}  # fmt: skip
ANOTHER: dict[str, str | list[str]] = {
    "text": "He saw his father hit his mother in the kitchen", "source": "His community nurse",
    "nature": "third-hand", "categories": ["domestic-abuse"], "name": "Amir Hossain", "role": "child",
    "purpose.kinds": ["protect-child"], "risk.level": "medium", "risk.urgency": "routine",
}  # fmt: skip
"""One thing about one person; and another, of another kind: what both of them read stands on the pages always."""


def on_one_page(walker: Walker, thing: Mapping[str, Any], *, team: UUID) -> Page:
    """Write down one thing and ask whether a team needs to know it; end on the advice."""
    return walker.send(walker.go("/decisions/on-one-page"), {**thing, "teams": [str(team)]})


def raise_a_concern(walker: Walker, *, name: str = "Zofia Nowak", items: int = 1) -> Page:
    """Write down one child and what is known of her, and raise it; end where it is decided who needs to know."""
    page = walker.send(walker.go("/concerns/new"), {"summary": SUMMARY})
    home = page.address.removesuffix("/people/add")
    page = walker.send(page, {"name": name, "role": "child", "address": "7 Made-up Lane"})
    for number in range(items):
        page = walker.send(
            page if number == 0 else walker.press(page, f"{home}/items/add"),
            {
                "text": f"{KNOWN} ({number + 1})" if items > 1 else KNOWN, "about": ["person-1"],
                "categories": ["child-protection"], "nature": "fact", "source": "Her teacher",
            },
        )  # fmt: skip
    page = walker.press(page, f"{home}/check")
    return walker.send(page, {}, by="csrfmiddlewaretoken")


def ask_who_needs_to_know(walker: Walker, page: Page, *, team: UUID) -> Page:
    """Propose one team and answer what must be answered; end on the advice."""
    page = walker.send(page, {"teams": [str(team)], "asked_for": "none"})
    while 'name="fact"' in page.body:
        form = page.form_with("fact")
        fact = form.hidden["fact"]
        if fact not in ANSWERS:
            return walker.press(page, f"{page.address}/advice")
        page = walker.send(page, {"answer": ANSWERS[fact]}, by="fact")
    return page


def decide(walker: Walker, page: Page, *, light: str = "DETAIL") -> Page:
    """Decide on what is ticked already; end on the preview."""
    page = walker.press(page, page.address.removesuffix("/advice") + "/decide")
    given: dict[str, Any] = {**DECISION, "told": "told"}
    form = page.form_with("because")
    given |= {name: light for name in form.choices if name.startswith("light-")}
    return walker.send(page, given)


def share(walker: Walker, page: Page) -> Page:
    """Share what the preview shows."""
    given = {"own_words": "no"} if "own_words" in page.form_with("seen").choices else {}
    return walker.send(page, given, by="seen")
