"""A lead who was asked to check reads what was decided, without whereabouts, and is offered nothing to change."""

import itertools
import json
import re
from collections.abc import Callable
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from attack.deeds import emergency
from dimmer.apps.decisions.models import Proposal, SecondCheck
from dimmer.apps.decisions.queries import WHEREABOUTS
from dimmer.apps.ledger.models import Entry
from dimmer.apps.ledger.queries import place_of
from dimmer.apps.reviews.jobs import escalate_silent
from dimmer.apps.vault.queries import key_of
from rounds import WORDS, all_pieces, choices, opened_by, proposed
from stage import reading

Browse = Callable[[Any], Client]
APART = {name: f"Found-at {name}" for name, _ in WHEREABOUTS} | {"phone": "01632 960777"}
PEOPLE = (
    {"name": "Zofia Nowak", "role": "child", **APART},
    {"name": "Marek Nowak", "role": "alleged-perpetrator"},
)
CHANGING = ("Change", "Add a person", "Add a piece of information", "Decide who needs to know")
"""What a page offers those who act."""


def checked_late(area: Any, browser: Client) -> Proposal:
    """A decision to share everything, which nobody of the team looked at in time: the lead is shown it."""
    made = proposed(browser, area.amina, area.carys.team, people=PEOPLE)
    proposal = Proposal.objects.get(round=made)
    everything = {f"items-{proposal.pk}": all_pieces(made, area.amina)}
    browser.post(f"/decisions/{made.pk}/decide", {**WORDS, **choices(made, "FULL"), **everything})
    SecondCheck.objects.update(due_at=timezone.now())
    escalate_silent(timezone.now())
    return proposal


def facts_of_last_opening(area: Any, record: Any) -> dict[str, Any]:
    with reading(area.amina):
        row = Entry.objects.filter(kind="concern.opened").order_by("at").last()
        assert row
        key = key_of(record, team=area.amina.team_id)
        whole = json.loads(key.unseal(row.sealedfacts.sealed, place_of(row.pk)))
    facts: dict[str, Any] = json.loads(whole["facts"])
    return facts


def offered(page: str) -> set[str]:
    """The links and buttons of a page, by their first words."""
    found = re.findall(r"<a [^>]*>\s*([^<]+)", page)
    return {unescape(each).strip() for each in found}


def test_past_advice_keeps_whereabouts_from_who_does_not_decide_and_the_ledger_says_who_saw_them(
    area: Any, browser_of: Browse
) -> None:
    browser, lead = browser_of(area.amina), browser_of(area.leila)
    proposal = checked_late(area, browser)
    with reading(area.amina):
        record = opened_by(proposal.concern_id, area.amina).key.record

    for name in ("advice", "reached"):
        page = reverse(f"decisions:{name}", args=[proposal.round_id])
        theirs = unescape(lead.get(page).content.decode())
        facts = facts_of_last_opening(area, record)
        assert [each for each in APART.values() if each in theirs] == [], name
        assert (facts["by"], facts.get("whereabouts")) == (str(area.leila.pseudonym), None)
        ours = unescape(browser.get(page).content.decode())
        facts = facts_of_last_opening(area, record)
        assert (facts["by"], facts.get("whereabouts")) == (str(area.amina.pseudonym), True)
        if name == "advice":
            assert theirs.count("Kept apart") == len(WHEREABOUTS)
            assert all(each in ours for each in APART.values())


def test_who_only_checks_is_offered_nothing_to_change_and_everybody_else_is(
    area: Any, browser_of: Browse
) -> None:
    proposal = checked_late(area, browser_of(area.amina))
    page = f"/concerns/{proposal.concern_id}"

    ours, theirs = (
        offered(browser_of(who).get(page).content.decode()) for who in (area.amina, area.leila)
    )

    assert ours >= {*CHANGING}
    assert not theirs & {*CHANGING}
    assert "Be the second person" in theirs


def test_in_an_emergency_the_lead_acts_and_what_another_wrote_is_in_their_name(
    area: Any, browser_of: Browse
) -> None:
    with reading(area.amina):
        (made,) = emergency(area.amina, [area.carys.team], token=uuid4())
    lead, own = browser_of(area.leila), browser_of(area.amina)
    page = reverse("disclosures:emergency-record", args=[made.decision_id])

    theirs, ours = (
        unescape(each.get(page).content.decode().partition("<main")[2].partition("</main>")[0])
        for each in (lead, own)
    )

    concern = lead.get(f"/concerns/{made.proposal.concern_id}").content.decode()
    assert {"Change", "Add a person"} <= offered(concern)
    assert f"What {area.amina.name} wrote at the time" in theirs
    assert "Yes, they were told" in theirs
    assert not re.search(r"\b[Yy]ou wrote|I told them|you shared it", theirs)
    assert "What you wrote at the time" in ours
    assert "Yes, I told them" in ours


@pytest.mark.parametrize("name", ["advice", "reached"])
def test_headings_of_the_past_advice_go_down_by_one(
    area: Any, browser_of: Browse, name: str
) -> None:
    browser = browser_of(area.amina)
    proposal = checked_late(area, browser)

    page = browser.get(reverse(f"decisions:{name}", args=[proposal.round_id])).content.decode()

    levels = [int(each) for each in re.findall(r"<h([1-6])", page.partition("<main")[2])]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
