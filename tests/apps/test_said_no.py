"""The advice never says of what somebody refused that nothing speaks against it, before it is decided and after."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from amended import corrected
from dimmer.apps.concerns.queries import concern
from dimmer.apps.decisions import queries
from dimmer.core.advice.cell import DESPITE, MAY, MUST, MUST_DESPITE
from own_words import HER, OWN, TEXTS, told
from rounds import WORDS, all_pieces, choices, grounded, ticked
from stage import reading

Browse = Callable[[Any], Client]
OPENING = {
    "purpose.kinds": "protect-adult", "risk.level": "high", "risk.urgency": "same-day",
    "risk.others_at_risk": "yes", "risk.serious_crime": "yes",
}  # fmt: skip
"""Where something weighs more than anybody's no."""


def rows(page: str) -> list[tuple[str, str]]:
    """What is advised for each piece for each recipient, and why, in their order."""
    cells = re.findall(r"<td[^>]*>(.*?)</td>", page, re.DOTALL)
    plain = [unescape(re.sub(r"<[^>]+>", "", each)).strip() for each in cells]
    return [*zip(plain[1::3], plain[2::3], strict=True)]


def asked_about(browser: Client, area: Any, consent: str) -> tuple[Any, Any]:
    """A round on what she told, of which she said one yes, one no, and was not asked of one."""
    found = told(area.amina)
    teams = [str(area.carys.team.pk), str(area.pat.team.pk)]
    browser.post(
        f"/decisions/new/{found.concern.pk}",
        {"token": uuid4(), "teams": teams, "asked_for": "none"},
    )
    with reading(area.amina):
        ((made, _),) = queries.unfinished(concern(found.concern.pk, reader=area.amina))
    for fact, value in (OPENING | {"people.person-1.consent": consent}).items():
        browser.post(f"/decisions/{made.pk}", {"fact": fact, "answer": value})
    return found, made


@pytest.mark.parametrize("consent", ["given", "not-sought", "refused", "withdrawn"])
def test_why_a_piece_may_go_says_who_said_no_to_it_and_under_what_it_goes_all_the_same(
    area: Any, browser_of: Browse, consent: str
) -> None:
    browser = browser_of(area.amina)
    found, made = asked_about(browser, area, consent)
    page = f"/decisions/{made.pk}/advice"

    def advised() -> list[tuple[str, str]]:
        return rows(browser.get(page).content.decode())

    before = advised()
    for passing, (action, why) in zip([*TEXTS] * 2, before, strict=True):  # for two teams
        if passing == "yes" and consent in ("given", "not-sought"):
            continue
        assert why not in (MAY, DESPITE, MUST, MUST_DESPITE), (passing, why)
        if consent == "given":
            assert (action, "to this they gave none" in why) == ("Withhold", True)
        elif action == "Share":
            assert re.search(r"(said no|been asked).* under .+: say why it is necessary$", why), why
        if action == "Share" and (passing == "no" or consent in ("refused", "withdrawn")):
            assert f"{HER} said no" in why
    assert any(action == "Share" for action, _ in before)
    if consent in ("refused", "withdrawn"):
        grounded(browser, made, who=area.amina)
    decide = f"/decisions/{made.pk}/decide"
    shown = browser.get(decide).content.decode()
    typed = WORDS | choices(made, "FULL") | ticked(shown) | {"withheld": "All else"}
    typed |= {
        f"items-{row.pk}": all_pieces(made, area.amina)[:1] for row in made.proposal_set.all()
    }
    decided = browser.post(decide, typed | {"sign_off": "wait", "signed_by": ""})
    assert decided.status_code == 302, unescape(decided.content.decode())
    later = timezone.now() + timedelta(hours=1)
    corrected(area.amina, found.concern.pk, place=1, at=later, own=OWN | {"passing": "yes"})

    assert advised() == before, "said otherwise of the day on which it was decided"
