"""Addresses that went towards whoever must not have them: each happened once, and is tried here again.

Not built, and so not tried: letters, bundles of papers for court, and answers to people who ask for what is held
about them. What Dimmer has instead is the pack for a team that may pass it on: that is where these are tried.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from attack.register.guards import (
    HERS,
    PLAIN,
    SHE,
    agreed,
    nobody_else,
    off,
    sent,
    ticked,
    towards,
)
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.disclosures.models import Disclosure
from stage import NOW, raised, reading

pytestmark = pytest.mark.register
Browse = Callable[[Any], Client]
CLUES = "dimmer.apps.disclosures.queries.clues"
REACHING = "dimmer.apps.disclosures.queries.reaching"


def test_the_new_familys_address_stays_out_of_what_the_birth_mothers_solicitor_gets(
    area: Any,
) -> None:
    """Halton Borough Council, fined 2013: a letter told a birth mother where the adopters live."""
    towards(area.carys, "solicitor")

    def attempt() -> str:
        return sent(area, agreed(ticked(area), by=area.mona))

    told = attempt()
    assert PLAIN in told
    assert HERS not in told
    with off(
        "dimmer.apps.disclosures.queries.releasing.left_out", lambda _clues, _weighed: frozenset()
    ):
        assert HERS in attempt()


def test_an_adopted_childs_address_does_not_reach_the_birth_father_in_prison(
    area: Any, browser_of: Browse
) -> None:
    """Jackson Quinn, solicitors, 2023: the address of adopted children went to the birth father, who was in prison."""
    towards(area.carys, "prison")
    browser = browser_of(area.amina)

    def attempt() -> bytes:
        page = f"/disclosures/preview/{agreed(ticked(area), by=area.mona).pk}"
        seen = browser.get(page).content.decode().split('name="seen" value="')[1][:64]
        return browser.post(page, {"own_words": "no", "seen": seen}).content

    assert b"Choose what becomes of" in attempt()
    assert not Disclosure.objects.exists()
    with off(f"{CLUES}.may_reach", lambda *_, **__: False):
        attempt()
        assert not Disclosure.objects.exists()  # it waits for a second person
        with nobody_else():
            attempt()
        assert Disclosure.objects.exists()


def test_papers_for_a_court_leave_without_the_address(area: Any) -> None:
    """Wakefield Council, reprimanded 2022: a bundle with the address was served on the father. They moved that day."""
    towards(area.carys, "court")

    def attempt() -> str:
        return sent(area, agreed(ticked(area), by=area.mona))

    assert HERS not in attempt()
    with off(f"{REACHING}.REACHES", frozenset()):
        assert HERS in attempt()


def test_a_warning_that_he_has_somebody_there_is_read_before_the_childs_record_goes(
    area: Any,
) -> None:
    """Regal Chambers Surgery, fined 2016: a former partner got 62 pages of a child's notes, warnings or not."""
    words = "They are at 12 Beacon Rise since Friday."

    def attempt() -> str:
        found = raised(area.amina, people=(SHE,), items=({"text": PLAIN}, {"text": words}))
        proposal = agreed(ticked(area, found=found), by=area.mona)
        warning = {"recipients.la-children.conflict": True}
        with reading(area.amina):
            concerns.answer(found, by=area.amina, answers=warning, at=NOW)
        return sent(area, proposal)

    told = attempt()
    assert PLAIN in told
    assert "Beacon" not in told
    with off("dimmer.core.guard.reading.find", lambda _text, **_: ()):
        assert "Beacon" in attempt()


def test_a_paper_names_people_and_not_where_they_live_though_nobody_asked_to_hide_it(
    area: Any,
) -> None:
    """University Hospitals Dorset, reprimanded 2023: a letter listed who got it, with their addresses."""

    def attempt() -> str:
        return sent(area, agreed(ticked(area, everything=False), by=area.mona))

    told = attempt()
    assert SHE["name"] in told
    assert HERS not in told
    everything = lambda person, key: {**person.about, "key": key}  # noqa: E731
    with off("dimmer.apps.disclosures.queries.pack._named", everything):
        assert HERS in attempt()


def test_her_address_ticked_for_his_programme_stays_back(area: Any) -> None:
    """Staffordshire County Council, Ombudsman 2019: an abusive former partner was given her address."""
    towards(area.carys, "perpetrator-programme")

    def attempt() -> str:
        return sent(area, agreed(ticked(area), by=area.mona))

    told = attempt()
    assert PLAIN in told
    assert HERS not in told
    with off(f"{CLUES}._is_whereabouts_of_others", lambda _piece, _found: False):
        assert HERS in attempt()


def test_an_address_in_the_reasons_is_taken_out_of_them(area: Any) -> None:
    """Herefordshire Council, Ombudsman 2023: an address was given to a partner's former partner."""
    towards(area.carys, "employer")

    def attempt() -> str:
        why = "She moved to 12 Beacon Rise"
        return sent(area, agreed(ticked(area, purpose=why), by=area.mona))

    told = attempt()
    assert "She moved to [left out]" in told
    assert "Beacon" not in told
    with off("dimmer.apps.disclosures.queries.pack.part_without", lambda text, _found: text):
        assert "Beacon" in attempt()
