from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from dimmer.apps.concerns.models import Report
from dimmer.apps.decisions.models import SecondCheck
from dimmer.apps.ledger.models import Entry, Leaf
from dimmer.apps.receipts.actions import sequence_ledger
from dimmer.apps.reviews.jobs import escalate_silent
from dimmer.apps.reviews.models import Review
from dimmer.core.proportionality import Light
from shares import acknowledged, decided, reported
from stage import reading

Browser = Callable[[Any], Client]
CLOSED = {"right": "yes", "needed": "no", "note": "She is safe with her aunt", "last": ""}


def test_both_teams_look_again_and_then_nothing_waits(area: Any, browser_of: Browser) -> None:
    made = acknowledged(area.amina, area.carys)
    address = f"/reviews/{made.proposal_id}"

    for name in ("amina", "carys"):
        browser = browser_of(getattr(area, name))
        page = browser.get(address).content.decode()
        assert "She was cold and hungry" in page or "Nobody else can keep her safe" in page
        done = browser.post(address, CLOSED)
        assert done["Location"] == address
        assert "It is closed." in browser.get(address).content.decode()
        assert address not in browser.get("/").content.decode()
    assert Review.objects.count() == 2
    assert b"aunt" not in bytes(Review.objects.first().sealed)  # type: ignore[union-attr]


def test_a_decision_not_to_share_comes_back_too(area: Any, browser_of: Browser) -> None:
    (decision,) = decided(
        area.amina, area.carys.team, light=Light.DARK, review_on=timezone.localdate()
    )
    browser = browser_of(area.amina)
    address = f"/reviews/{decision.proposal_id}"

    desk = browser.get("/").content.decode()
    page = browser.get(address).content.decode()

    assert address in desk
    assert "Share nothing" in page
    assert browser_of(area.carys).get(address).status_code == 404


def test_what_is_still_needed_comes_back_on_its_day(area: Any, browser_of: Browser) -> None:
    made = acknowledged(area.amina, area.carys)
    browser = browser_of(area.carys)
    ahead = timezone.localdate() + timedelta(days=90)
    day = {"next_on-day": ahead.day, "next_on-month": ahead.month, "next_on-year": ahead.year}
    address = f"/reviews/{made.proposal_id}"

    browser.post(address, CLOSED | {"needed": "yes"} | day)
    again = browser.post(address, CLOSED | {"needed": "yes"} | day)

    assert again["Location"] == address
    assert Review.objects.get().next_on == ahead
    assert "It comes back to your desk" in browser.get(address).content.decode()
    assert address not in browser.get("/").content.decode()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"needed": "yes"}, "Enter when you will look again"),
        ({"needed": "unknown"}, "Enter when you will look again"),
        ({"right": ""}, "Choose whether it was right"),
        ({"note": " "}, "Enter what has happened since"),
        ({"next_on-day": "1", "next_on-month": "1", "next_on-year": "2020"}, "must be after today"),
        ({"next_on-day": "1", "next_on-month": "1", "next_on-year": "2120"}, "within a year"),
        ({"next_on-day": "x"}, "must be a real date"),
    ],
)
def test_an_error_is_explained_and_keeps_what_was_typed(
    area: Any, browser_of: Browser, change: dict[str, str], words: str
) -> None:
    made = acknowledged(area.amina, area.carys)

    page = browser_of(area.carys).post(f"/reviews/{made.proposal_id}", CLOSED | change)

    text = page.content.decode()
    assert "Error: Look again" in text
    assert text.count(words) == 2
    assert "note" in change or "She is safe with her aunt" in text
    assert not Review.objects.exists()


def test_each_team_sees_only_its_own_words(area: Any, browser_of: Browser) -> None:
    made = acknowledged(area.amina, area.carys)
    address = f"/reviews/{made.proposal_id}"

    browser_of(area.amina).post(address, CLOSED | {"note": "Amina thinks so"})

    assert "Amina thinks so" not in browser_of(area.carys).get(address).content.decode()


@pytest.mark.parametrize("name", ["rhys", "greta", "leila", "ben", "bo", "dev"])
def test_to_strangers_no_review_is_there(area: Any, browser_of: Browser, name: str) -> None:
    made = acknowledged(area.amina, area.carys)
    browser = browser_of(getattr(area, name))

    assert browser.get(f"/reviews/{made.proposal_id}").status_code == 404
    assert browser.post(f"/reviews/{made.proposal_id}", CLOSED).status_code == 404
    assert Client().get(f"/reviews/{made.proposal_id}")["Location"].startswith("/account/login/")


def test_past_a_silent_manager_the_lead_sees_the_report_once(
    area: Any, browser_of: Browser
) -> None:
    now = timezone.now()
    found = reported(area.ben, within=timedelta(hours=24), at=now)
    address = f"/concerns/{found.concern.pk}"

    early = escalate_silent(now + timedelta(hours=23))
    risen = escalate_silent(now + timedelta(hours=25))
    again = escalate_silent(now + timedelta(hours=26))

    assert (early, risen, again) == (0, 1, 0)
    assert f"{address}/answer" in browser_of(area.gwen).get("/").content.decode()
    assert Report.objects.get().escalated_at == now + timedelta(hours=25)
    assert Entry.objects.filter(kind="report.escalated").count() == 1
    assert browser_of(area.leila).get(address).status_code == 404


def test_past_a_silent_second_person_the_lead_sees_the_decision(
    area: Any, browser_of: Browser
) -> None:
    (decision,) = decided(area.amina, area.carys.team, light=Light.FULL, everything=True)

    risen = escalate_silent(decision.at + timedelta(hours=25))

    assert risen == 1
    assert SecondCheck.objects.get().escalated_at
    assert f"/decisions/check/{decision.pk}" in browser_of(area.leila).get("/").content.decode()


def test_where_nobody_is_above_the_team_goes_on_waiting(area: Any, browser_of: Browser) -> None:
    (decision,) = decided(area.carys, area.pat.team, light=Light.DARK)
    assert decision.against == "less"

    assert escalate_silent(decision.at + timedelta(days=3)) == 0
    assert f"/decisions/check/{decision.pk}" in browser_of(area.max).get("/").content.decode()


def test_what_the_lead_has_answered_waits_on_no_desk(area: Any, browser_of: Browser) -> None:
    found = reported(area.ben, at=timezone.now() - timedelta(days=2))
    escalate_silent(timezone.now())

    browser_of(area.gwen).post(
        f"/concerns/{found.concern.pk}/answer", {"is_taken_up": "yes", "because": "We will look"}
    )

    for name in ("gwen", "hana"):
        page = browser_of(getattr(area, name)).get("/").content.decode()
        assert f"/concerns/{found.concern.pk}/answer" not in page, name


def test_the_ledger_is_sequenced_and_a_second_round_finds_nothing(area: Any) -> None:
    acknowledged(area.amina, area.carys)

    with reading(None):
        taken = sequence_ledger()

    assert taken == Entry.objects.count() == Leaf.objects.count()
    assert sequence_ledger() == 0
