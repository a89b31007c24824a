"""Rounds as a browser makes them: proposed, asked, decided; what tests of deciding have in common."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.test import Client
from django.utils import timezone

from dimmer.apps.concerns.queries import concern
from dimmer.apps.decisions import queries
from dimmer.apps.decisions.models import Proposal, Round
from stage import raised, reading

AHEAD = timezone.localdate() + timedelta(days=7)
WORDS = {
    "purpose": "Keep her safe", "because": "Nobody else can", "risk_of_not_sharing": "She may be hurt",
    "risk_of_sharing": "He may learn of it", "wishes": "She wants help", "told": "told", "telling": "Her worker, today",
    "review_on-day": AHEAD.day, "review_on-month": AHEAD.month, "review_on-year": AHEAD.year,
}  # fmt: skip
AGREES = {"is_agreed": "yes", "because": "I read the pieces and the advice"}
PEOPLE = (
    {"name": "Zofia Nowak", "role": "child", "address": "7 Made-up Crescent"},
    {"name": "Marek Nowak", "role": "alleged-perpetrator"},
)


def proposed(browser: Client, by: Any, *teams: Any, people: Any = PEOPLE) -> Round:
    """A round on a concern about a child, to these teams, with the opening questions answered."""
    found = raised(by, people=people)
    teams_chosen = [str(team.pk) for team in teams]
    page = browser.post(
        f"/decisions/new/{found.concern.pk}",
        {"token": uuid4(), "teams": teams_chosen, "asked_for": "none"},
    )
    made = Round.objects.latest("begun_at")
    assert page.status_code == 302, page.content.decode()
    for fact, value in (
        ("purpose.kinds", "protect-child"),
        ("risk.level", "high"),
        ("risk.urgency", "same-day"),
    ):
        assert (
            browser.post(f"/decisions/{made.pk}", {"fact": fact, "answer": value}).status_code
            == 302
        )
    return made


def choices(made: Round, light: str) -> dict[str, Any]:
    """What a browser sends for every recipient: a light, and the pieces that come ticked."""
    return {f"light-{proposal.pk}": light for proposal in Proposal.objects.filter(round=made)}


def ticked(page: str) -> dict[str, list[str]]:
    """The pieces that the page has ticked, by field."""
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*checkbox[^>]*>", page):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]+)"', tag)
        if " checked" in tag and name and value:
            found.setdefault(name[1], []).append(value[1])
    return found


def opened_by(pk: Any, who: Any) -> Any:
    """A concern as somebody's team opens it. Call it while reading as them."""
    return concern(pk, reader=who)


VICTIM = ({"name": "Nadia Rahman", "role": "adult-at-risk"},)


def overriding(browser: Client, area: Any) -> Round:
    """A round about somebody who said no, where the advice is to share and to have it signed off."""
    made = proposed(browser, area.amina, area.carys.team, area.pat.team, people=VICTIM)
    for fact, value in (
        ("purpose.kinds", "protect-adult"),
        ("people.person-1.consent", "refused"),
        ("risk.others_at_risk", "yes"),
        ("risk.serious_crime", "yes"),
    ):
        browser.post(f"/decisions/{made.pk}", {"fact": fact, "answer": value})
    grounded(browser, made, who=area.amina)
    return made


def grounded(browser: Client, made: Round, *, who: Any) -> None:
    """Say on what ground one would share against the first person's no, and that they were told."""
    with reading(who):
        part = opened_by(made.concern_id, who).people[0].id
    grounds = {"token": uuid4(), "grounds": "2", "shows-2": "Her sister lives there"}
    talk = {
        "token": uuid4(),
        "steps": "1",
        "unsaid": "She left",
        "teller": "I did",
        "said": "I told her",
    }
    for page, form in (("grounds", grounds), ("talk", talk)):
        assert browser.post(f"/decisions/{made.pk}/{page}/{part}", form).status_code == 302


def all_pieces(made: Round, who: Any) -> list[str]:
    """The ids of everything that the round could share."""
    with reading(who):
        asked = queries.asked(made.pk, concern=opened_by(made.concern_id, who))
    assert asked
    return [str(piece.id) for piece in asked.pieces]
