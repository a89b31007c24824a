"""A second person sees the pieces that really go, what stays back and why, and can read what it rests on."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dimmer.apps.decisions.models import SecondCheck
from dimmer.apps.decisions.queries import OWN_WORDS, SignOff, judgements, pieces_of
from dimmer.apps.decisions.queries.checking import DIMMED
from dimmer.apps.disclosures import actions as disclosures
from dimmer.apps.disclosures.queries import pack_as_decided
from dimmer.core.proportionality import Light
from rounds import PEOPLE, WORDS, choices, opened_by, overriding, ticked
from shares import decided, without_plan
from stage import NOW, raised, reading

WHOLE = dict.fromkeys(OWN_WORDS, "") | {"because": "Nobody else can"}
Browse = Callable[[Any], Client]


def listed(page: str, heading: str) -> list[str]:
    """What stands in the list below a heading; nothing where there is no such heading."""
    found = re.search(rf">{heading}</h2>\s*<ul[^>]*>(.*?)</ul>", page, re.DOTALL)
    rows = re.findall(r"<li[^>]*>(.*?)</li>", found[1], re.DOTALL) if found else []
    return [unescape(row.replace("<br>", "\n")) for row in rows]


@pytest.mark.parametrize("light", [Light.POINTER, Light.HEADLINE, Light.DETAIL, Light.FULL])
def test_the_second_person_sees_as_going_what_goes_and_of_all_else_that_and_why_it_stays(
    area: Any, browser_of: Browse, light: Light
) -> None:
    items = (
        {"text": "No food in the house"},
        {"text": "Her pregnancy", "categories": ["reproductive-health"]},
    )
    found = raised(area.amina, people=PEOPLE, items=items)
    (decision,) = decided(
        area.amina,
        area.carys.team,
        found=found,
        light=light,
        everything=True,
        words=WHOLE,
        sign_off=SignOff.WAIT,
    )
    manager, pk = browser_of(area.mona), decision.pk

    answer = manager.get(f"/decisions/check/{pk}")
    page = unescape(answer.content.decode())
    assert answer.status_code == 200, decision.against

    with reading(area.amina):
        now = opened_by(found.concern.pk, area.amina)
        proposal = decision.proposal
        goes = pack_as_decided(now, proposal, decision, sender=area.amina, on=NOW.date())
        ticked = judgements(decision, now.key)["items"]
        pieces = pieces_of(now)
    would = [row["text"] for row in goes.get("items", ())]
    stays = listed(page, "What stays back, and why")
    assert [row.split("\n")[0] for row in listed(page, "What would be shared")] == would
    assert len(would) + len(stays) == len(pieces)
    assert all(re.search(r"\n\s*\S", row) for row in stays), "no reason is given"
    assert sum(DIMMED in row for row in stays) == len(ticked) - len(would)
    assert not any("Made-up Crescent" in row for row in stays), (
        "whereabouts that stay back are read"
    )
    assert ("No piece of information" in page) == (not would)
    for link in re.findall(r'href="(/concerns/[^"]+|/decisions/[^"]+|/records/[^"]+)"', page):
        assert manager.get(link).status_code == 200, link
    assert f"/decisions/{proposal.round_id}/advice" in page


def test_what_took_effect_already_is_said_to_have_been_shared(
    area: Any, browser_of: Browse
) -> None:
    browser = browser_of(area.amina)
    made = overriding(browser, area)
    page = f"/decisions/{made.pk}/decide"
    typed = WORDS | choices(made, "DETAIL") | ticked(browser.get(page).content.decode())
    assert browser.post(page, typed | {"sign_off": "after", "signed_by": ""}).status_code == 302
    first, second = SecondCheck.objects.order_by("pk")
    with reading(area.amina):
        now = opened_by(made.concern_id, area.amina)
        without_plan(now, area.amina)
        shared = first.decision.proposal_id
        disclosures.disclose(now, proposal_id=shared, by=area.amina, at=NOW)

    pages = [
        browser_of(area.mona).get(f"/decisions/check/{each.pk}").content.decode()
        for each in (first, second)
    ]

    headings = ("What has been shared", "What would be shared")
    assert [[bool(listed(page, each)) for each in headings] for page in pages] == [
        [True, False],
        [False, True],
    ]


def test_of_a_decision_not_to_share_everything_stays_back(area: Any, browser_of: Browse) -> None:
    found = raised(area.amina, people=PEOPLE)
    (decision,) = decided(area.amina, area.carys.team, found=found, light=Light.DARK, words=WHOLE)

    page = browser_of(area.mona).get(f"/decisions/check/{decision.pk}").content.decode()

    with reading(area.amina):
        many = len(pieces_of(opened_by(found.concern.pk, area.amina)))
    assert "What would be shared" not in page
    assert len(listed(page, "What stays back, and why")) == many


@pytest.mark.parametrize("answer", ["yes", "no"])
@pytest.mark.parametrize("because", ["", " \n "])
def test_neither_a_yes_nor_a_no_is_kept_without_words_and_the_page_says_so_beside_the_field(
    area: Any, browser_of: Browse, answer: str, because: str
) -> None:
    found = raised(area.amina, people=PEOPLE)
    (decision,) = decided(area.amina, area.carys.team, found=found, light=Light.DARK, words=WHOLE)
    manager, page = browser_of(area.mona), f"/decisions/check/{decision.pk}"

    refused = manager.post(page, {"is_agreed": answer, "because": because}).content.decode()

    assert re.search(
        r'id="[^"]*because-error"[^>]*>.*?Enter what you looked at', refused, re.DOTALL
    )
    assert SecondCheck.objects.get(pk=decision.pk).at is None
    said = manager.post(page, {"is_agreed": answer, "because": "I read both pieces"})
    assert said.status_code == 302
    record = manager.get(reverse("desk:record", args=[decision.proposal_id])).content.decode()
    assert "I read both pieces" in record
