"""Calls and letters that came to him. Dimmer sends nothing itself: what it can do is to show a number or not."""

from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from attack.register.guards import off
from dimmer.apps.contacts import actions
from dimmer.apps.contacts.models import Way
from dimmer.core.contact import Use, Why
from reaching import NUMBER, at_risk, unsafe, way_of
from records import keep
from stage import reading

pytestmark = pytest.mark.register
Browse = Callable[[Any], Client]
HOME = "3 Made-up Gardens"
POST: dict[str, Any] = {"method": "post", "label": "Where she lives"}


def _page(browser: Client, way: Way) -> str:
    return unescape(browser.get(f"/contacts/ways/{way.pk}").content.decode())


def test_a_number_that_may_be_his_is_not_there_to_leave_a_message_on(
    area: Any, browser_of: Browse
) -> None:
    """Bolton at Home, reprimanded 2022: a message for her was left on her husband's telephone."""
    browser = browser_of(area.amina)
    way = way_of(keep(area.amina), area.amina, is_safe="unknown").row

    assert NUMBER not in _page(browser, way)
    with off("dimmer.apps.contacts.queries.ways.may_use", lambda _way, _now: Use(Why.OPEN)):
        assert NUMBER in _page(browser, way)


def test_the_home_that_they_share_is_no_place_to_bring_an_assessment_to(
    area: Any, browser_of: Browse
) -> None:
    """Dorset Council, Ombudsman 2022: what a mother had confided was brought by hand to the home that they shared."""
    browser = browser_of(area.amina)
    hand = {**POST, "method": "in-person"}
    way = way_of(keep(area.amina), area.amina, HOME, is_safe="no", **hand).row

    assert HOME not in _page(browser, way)
    with off("dimmer.core.contact._shut", lambda _way, _today: None):
        assert HOME in _page(browser, way)


def test_once_he_is_back_no_letter_goes_to_the_home_that_was_safe(
    area: Any, browser_of: Browse
) -> None:
    """Hertfordshire County Council, Ombudsman 2024: after a referral a letter came to the home where he was too."""
    browser, world = browser_of(area.amina), at_risk(area)
    way = way_of(world.kept, area.amina, HOME, **POST).row
    assert HOME in _page(browser, way)
    with reading(area.amina):
        now = timezone.now() + timedelta(seconds=1)
        actions.change(
            token=uuid4(), of=world.his, what="moved", words="Back with her", by=area.amina, at=now
        )

    assert HOME not in _page(browser, way)
    with off("dimmer.apps.contacts.queries.ways._asked_at", lambda *_, **__: None):
        assert HOME in _page(browser, way)


def test_a_number_that_he_answered_once_is_shown_to_nobody_again(
    area: Any, browser_of: Browse
) -> None:
    """Bolton at Home, reprimanded 2022: what must follow once a number turned out to be his, on whatever record."""

    def attempt(number: str) -> str:
        kept, other = keep(area.amina), keep(area.amina, name="Maja Nowak")
        first, second = way_of(kept, area.amina, number), way_of(other, area.amina, number)
        unsafe(first, area.amina)
        return _page(browser_of(area.amina), second.row)

    assert NUMBER not in attempt(NUMBER)
    with off("dimmer.apps.contacts.actions.ways._close", lambda *_, **__: None):
        assert "01632 960 778" in attempt("01632 960 778")
